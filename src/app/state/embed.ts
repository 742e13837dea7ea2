/** What the address of an embedded playground asks for: `?embed&show=editor,state&theme=dark&sample=counter&origin=https://docs.example.org`. */

/** Parts of the page that can be left out. */
export const PAGE_PARTS = ['editor', 'commands', 'state', 'steps', 'calls', 'scripts', 'memory', 'moments', 'snapshots', 'compare', 'logs', 'timeline'] as const;
export type PagePart = (typeof PAGE_PARTS)[number];

export interface EmbedParameters {
  /** Parts of the page that are shown, the others are left out. */
  readonly show: ReadonlySet<PagePart>;
  readonly theme: 'light' | 'dark' | undefined;
  readonly readOnly: boolean;
  /** Sample to begin with, where the address carries no project. */
  readonly sample: string | undefined;
  /** The page that may send messages, and is told what happens; nobody where it is absent. */
  readonly origin: string | undefined;
  /** Starts without waiting for a click. */
  readonly start: boolean;
}

const DEFAULT_PARTS: readonly PagePart[] = ['editor', 'state', 'calls'];

/** `undefined` where the page is not to be embedded. What is not understood counts as absent. */
export function embedParameters(search: string): EmbedParameters | undefined {
  const query = new URLSearchParams(search);
  if (!query.has('embed')) return undefined;
  const theme = query.get('theme');
  const asked = (query.get('show') ?? '').split(',').map((part) => part.trim());
  const show = PAGE_PARTS.filter((part) => asked.includes(part));
  return {
    show: new Set(show.length > 0 ? show : DEFAULT_PARTS),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    readOnly: query.has('readonly'),
    sample: query.get('sample') ?? undefined,
    origin: webOrigin(query.get('origin')),
    start: query.has('start'),
  };
}

function webOrigin(text: string | null): string | undefined {
  if (text === null || !URL.canParse(text)) return undefined;
  const { protocol, origin } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
