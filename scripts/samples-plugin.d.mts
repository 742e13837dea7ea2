import type { Plugin } from 'vite';

/** Serves and emits `samples/packed/index.json` and `samples/packed/failures.json`: all texts of a gallery by their paths in `public/samples`. */
export function samples(): Plugin;
