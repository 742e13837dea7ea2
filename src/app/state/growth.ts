import type { MemorySizes } from './model.ts';

/** Sizes that are remembered for each canister. */
const REMEMBERED = 200;

/** The sizes so far, with those after one more message. */
export const withSizes = (growth: readonly MemorySizes[] | undefined, { heapBytes, stableBytes }: MemorySizes): readonly MemorySizes[] =>
  [...(growth ?? []), { heapBytes, stableBytes }].slice(-REMEMBERED);
