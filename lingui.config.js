import { extractFromFileWithBabel } from '@lingui/cli/api';
import { defineConfig } from '@lingui/conf';
import { formatter } from '@lingui/format-po';
import { parserOptions, usesMacros } from './scripts/texts-plugin.mjs';

/** Finds the texts in a file of the source. */
const extractor = {
  match: (path) => /\.tsx?$/.test(path),
  extract: async (path, source, onMessage, context) => {
    if (usesMacros(source)) await extractFromFileWithBabel(path, source, onMessage, context, parserOptions(path));
  },
};

/** Catalogues of the page's texts (`npm run texts`). English is what the source says; its catalogue is there to translate from. */
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['<rootDir>/src/app', '<rootDir>/src/compiler'], exclude: ['**/*.test.ts', '**/*.test.tsx'] }],
  // Without line numbers, so that a catalogue changes where a text does.
  format: formatter({ lineNumbers: false }),
  orderBy: 'message',
  extractors: [extractor],
});
