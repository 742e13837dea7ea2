import type { TestSequencerConstructor } from 'vitest/node';

/** Begins each project with its longest files, so that none of them is left to run alone at the end while a core idles. */
export const LongestFirst: TestSequencerConstructor;
