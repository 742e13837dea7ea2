import { getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { beforeAll, describe, expect, it } from 'vitest';

interface Text {
  readonly message?: string | undefined;
  readonly translation?: string | undefined;
}
type Texts = Readonly<Record<string, Text>>;

let source: Texts = {};
let english: Texts = {};
let german: Texts = {};

beforeAll(async () => {
  const [catalogue] = await getCatalogs(getConfig());
  if (!catalogue) throw new Error('There is no catalogue.');
  source = (await catalogue.collect()) ?? {};
  english = await catalogue.read('en');
  german = await catalogue.read('de');
});

const messages = (texts: Texts): string[] => Object.values(texts).map(({ message }) => message ?? '').sort();

/** Names of what a text has from its callers; wherever in it they stand, and in however many of its forms. */
function placeholders(text: string): string[] {
  const names = (parts: unknown): string[] => {
    if (!Array.isArray(parts)) return [];
    return parts.flatMap((part: unknown) => {
      if (!Array.isArray(part)) return [];
      const [name, , forms] = part as [string, string?, Readonly<Record<string, unknown>>?];
      return [name, ...Object.values(forms ?? {}).flatMap(names)];
    });
  };
  return [...new Set(names(compileMessageOrThrow(text)))].sort();
}

describe('the catalogues', () => {
  it('have the texts of the source and no others (npm run texts)', () => {
    expect(messages(english)).toEqual(messages(source));
    expect(messages(german)).toEqual(messages(source));
  });

  it('have every text in German', () => {
    expect(Object.values(german).filter(({ translation }) => !translation).map(({ message }) => message)).toEqual([]);
  });

  it('take in German what they take in English', () => {
    const pairs = Object.values(german).map(({ message = '', translation = '' }) => ({ message, translation }));
    const other = pairs.filter(({ message, translation }) => placeholders(message).join() !== placeholders(translation).join());
    expect(other).toEqual([]);
  });
});
