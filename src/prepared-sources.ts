import type { PreparedSource } from './protocol/prepared.ts';

/** What the compiler answers about the sources that a first visit shows. `scripts/prepared-plugin.mjs` fills it when the page is built; while developing, the compiler is asked. */
export const sources: readonly PreparedSource[] = [];
