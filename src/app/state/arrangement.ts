/** How the page is laid out, as a link carries it: `?layout=15.50-mt`. What is not understood is left out, never refused. */

/** Widths of the panes, in percent of the workbench. */
export interface PaneSizes {
  readonly files: number;
  readonly code: number;
  readonly canister: number;
}

/** Regions that are folded until somebody unfolds them, with the letter that stands for each in a link. */
const LETTERS = { compare: 'c', memory: 'm', steps: 's', terminal: 't' } as const;
export type FoldedRegion = keyof typeof LETTERS;
const REGIONS = Object.keys(LETTERS) as readonly FoldedRegion[];

export interface Arrangement {
  /** `undefined` where the style sheet decides. */
  readonly panes: PaneSizes | undefined;
  readonly unfolded: readonly FoldedRegion[];
}

/** Narrower, a pane could not be used, nor its border be found. In percent. */
const LEAST = { files: 5, code: 15, canister: 20 } as const;

/** A few characters; none where everything is as it is at the beginning. */
export function arrangementText({ panes, unfolded }: Arrangement): string {
  const widths = panes ? `${Math.round(panes.files)}.${Math.round(panes.canister)}` : '';
  const letters = REGIONS.filter((region) => unfolded.includes(region)).map((region) => LETTERS[region]).join('');
  return widths + (letters && `-${letters}`);
}

/** Inverse of {@link arrangementText}; `undefined` where nothing in the text can be used. */
export function arrangementOf(text: string): Arrangement | undefined {
  const match = /^(?:(\d{1,2})\.(\d{1,2}))?(?:-([a-z]{1,26}))?$/.exec(text);
  if (!match) return undefined;
  const [, files, canister, letters = ''] = match;
  const panes = files === undefined ? undefined : usable(Number(files), Number(canister));
  const unfolded = REGIONS.filter((region) => letters.includes(LETTERS[region]));
  return panes || unfolded.length > 0 ? { panes, unfolded } : undefined;
}

function usable(files: number, canister: number): PaneSizes | undefined {
  const code = 100 - files - canister;
  return files >= LEAST.files && code >= LEAST.code && canister >= LEAST.canister ? { files, code, canister } : undefined;
}
