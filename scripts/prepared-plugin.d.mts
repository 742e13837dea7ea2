import type { Plugin } from 'vite';

/** Fills `src/prepared-sources.ts` in builds. */
export function preparedSources(): Plugin;
