import { expect, it } from 'vitest';
import { languageOf } from './language.ts';

it.each([
  ['de', 'de'],
  ['de-AT', 'de'],
  [' EN ', 'en'],
  ['', undefined],
  [undefined, undefined],
])('lang=%j speaks %j', (lang, language) => {
  expect(languageOf({ closest: () => (lang === undefined ? null : { getAttribute: () => lang }) })).toBe(language);
});
