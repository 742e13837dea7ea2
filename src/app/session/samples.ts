import { t } from '@lingui/core/macro';
import type { Language, Persistence } from '../../protocol/compiler.ts';
import type { Sample } from '../state/model.ts';
import type { SampleScript, SampleStep } from '../state/scripts-model.ts';

/**
 * The gallery: `public/samples/index.json` describes the samples in the order they are shown, and each has its files in `<id>/v1`,
 * with those that version 2 adds or replaces in `<id>/v2`.
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
  /** Paths in `v3`: what mends an upgrade that went wrong. */
  readonly wayOut?: readonly string[];
  readonly group?: 'failure';
  /** What its versions answer, and what the upgrade between them does: variables and outcomes by canister. */
  readonly test: {
    readonly version1: readonly TestStep[];
    readonly version2: readonly TestStep[];
    readonly outcomes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
}

type TestStep = SampleStep | { readonly advanceMilliseconds: number };

export interface Gallery {
  readonly index: 'index.json' | 'failures.json';
  /** `samples/<language>.json` has the texts of samples in other languages, by id. English where it has none. */
  readonly language?: string | undefined;
}

type Texts = Pick<SampleEntry, 'title' | 'summary' | 'steps'>;

/**
 * Loads the samples that a gallery describes; `base` is the URL of the folder. All texts of a gallery are one file, `packed/<index>`: each by its path in the
 * folder. Rejects where a file is missing.
 */
export async function loadSamples(fetch: typeof globalThis.fetch, base: URL, { index, language = 'en' }: Gallery = { index: 'index.json' }): Promise<readonly Sample[]> {
  const json = async (path: string): Promise<unknown> => {
    const response = await fetch(new URL(path, base));
    if (!response.ok) throw new TypeError(t`${{ address: path }} answered ${{ status: response.status }}`);
    return response.json();
  };
  const [packed, translated] = await Promise.all([json(`packed/${index}`), language === 'en' ? {} : json(`${language}.json`)]) as [Readonly<Record<string, string>>, Readonly<Record<string, Texts>>];
  const text = (path: string): string => {
    const found = packed[path];
    if (found === undefined) throw new TypeError(t`${{ path }} is missing`);
    return found;
  };
  const described = JSON.parse(text(index)) as readonly SampleEntry[];
  return described.map(({ id, language: written, persistence, files, version2, wayOut, group, test, ...english }) => {
    const { title, summary, steps } = translated[id] ?? english;
    const texts = (version: 'v1' | 'v2' | 'v3', paths: readonly string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, text(`${id}/${version}/${path}`)]));
    const versions = { files: texts('v1', files), version2: texts('v2', version2), wayOut: wayOut && texts('v3', wayOut) };
    return { id, title, summary, language: written, persistence, steps, ...versions, group, script: scriptOf(test) };
  });
}

/** A sample that needs the clock to go on, or whose upgrade is refused, has no script of calls. */
function scriptOf({ version1, version2, outcomes }: SampleEntry['test']): SampleScript | undefined {
  const upgrades = Object.entries(outcomes).flatMap(([canister, variables]) => (Object.keys(variables).length > 0 ? [canister] : []));
  const steps = [...version1, ...version2];
  if (upgrades.length === 0 || !steps.every(isCall)) return undefined;
  return { before: version1.filter(isCall), upgrades, after: version2.filter(isCall) };
}

const isCall = (step: TestStep): step is SampleStep => 'method' in step;
