import type { Language, Persistence } from '../../protocol/compiler.ts';
import type { Sample } from '../state/model.ts';
import type { SampleScript, SampleStep } from '../state/scripts-model.ts';

/**
 * The gallery: `samples/index.json` describes the samples in the order they are shown, and each has its files in `samples/<id>/v1`,
 * with those that version 2 adds or replaces in `samples/<id>/v2`.
 */
export interface SampleEntry {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly language: Language;
  readonly persistence: readonly Persistence[];
  readonly steps: readonly string[];
  /** Paths in `v1`. */
  readonly files: readonly string[];
  /** Paths in `v2`. */
  readonly version2: readonly string[];
  /** What its versions answer, and what the upgrade between them does: variables and outcomes by canister. */
  readonly test: {
    readonly version1: readonly TestStep[];
    readonly version2: readonly TestStep[];
    readonly outcomes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

type TestStep = SampleStep | { readonly advanceMilliseconds: number };

/** Loads all samples; `base` is the URL of the folder. Rejects where a file is missing. */
export async function loadSamples(fetch: typeof globalThis.fetch, base: URL): Promise<readonly Sample[]> {
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(new URL(path, base));
    if (!response.ok) throw new TypeError(`${path} answered ${response.status}`);
    return response;
  };
  const texts = async (id: string, version: 'v1' | 'v2', paths: readonly string[]): Promise<Record<string, string>> =>
    Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await (await get(`${id}/${version}/${path}`)).text()] as const)));

  const entries = (await (await get('index.json')).json()) as readonly SampleEntry[];
  return Promise.all(
    entries.map(async ({ id, title, summary, language, persistence, steps, files, version2, test }) => {
      const [first, second] = await Promise.all([texts(id, 'v1', files), texts(id, 'v2', version2)]);
      return { id, title, summary, language, persistence, steps, files: first, version2: second, script: scriptOf(test) };
    }),
  );
}

/** A sample that needs the clock to go on, or whose upgrade is refused, has no script of calls. */
function scriptOf({ version1, version2, outcomes }: SampleEntry['test']): SampleScript | undefined {
  const upgrades = Object.entries(outcomes).flatMap(([canister, variables]) => (Object.keys(variables).length > 0 ? [canister] : []));
  const steps = [...version1, ...version2];
  if (upgrades.length === 0 || !steps.every(isCall)) return undefined;
  return { before: version1.filter(isCall), upgrades, after: version2.filter(isCall) };
}

const isCall = (step: TestStep): step is SampleStep => 'method' in step;
