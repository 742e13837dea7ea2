import { readFileSync } from 'node:fs';
import type { Language, Persistence } from '../../protocol/compiler.ts';

/** An entry of `public/samples/index.json`: what the gallery shows, and how tests go through it. */
export interface SampleEntry {
  readonly id: string;
  readonly language: Language;
  readonly persistence: readonly Persistence[];
  /** Paths within the project; their texts are in the folders `v1` and `v2` of the sample. */
  readonly files: readonly string[];
  readonly version2: readonly string[];
  readonly steps: readonly string[];
  readonly test: {
    readonly version1: readonly TestStep[];
    readonly version2: readonly TestStep[];
    /** Outcome of the upgrade by canister and variable. */
    readonly outcomes: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** Where the compiler refuses the upgrade; `line` counts from 1. */
    readonly refused?: { readonly path: string; readonly line: number; readonly code: string };
  };
}

/** A call, with its reply where that is certain, or a jump of the clock. Arguments and replies are Candid text. */
export type TestStep =
  | { readonly canister: string; readonly method: string; readonly args: string; readonly expect?: string }
  | { readonly advanceMilliseconds: number };

const FOLDER = new URL('../../../public/samples/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, FOLDER), 'utf8');

export function loadSamples(): SampleEntry[] {
  return ['index.json', 'failures.json'].flatMap((index) => JSON.parse(read(index)) as SampleEntry[]);
}

/** Files of a version: those of version 1, replaced by those of version 2 where there are. */
export function sampleFiles({ id, files, version2 }: SampleEntry, version: 1 | 2): Record<string, string> {
  const texts = (folder: string, paths: readonly string[]): [string, string][] => paths.map((path) => [path, read(`${id}/${folder}/${path}`)]);
  return Object.fromEntries([...texts('v1', files), ...(version === 2 ? texts('v2', version2) : [])]);
}
