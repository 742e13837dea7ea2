import type { Plugin } from 'vite';

/** Serves and emits `courses/index.json`, the names of the courses, and `courses/<name>.json`, all texts of one, with `courses/<name>.<language>.json` for each translation. */
export function courses(): Plugin;
