import { i18n } from '@lingui/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { activateLanguage, decideLanguage, language } from './language.ts';

const nothing = { search: '', stored: null, preferred: [] };

describe('the language', () => {
  it('is English where nothing else is wished for, or where there is no such language', () => {
    expect(decideLanguage(nothing)).toBe('en');
    expect(decideLanguage({ search: '?lang=xx', stored: 'tlh', preferred: ['fr-FR', 'pt'] })).toBe('en');
  });

  it('is the first one the browser prefers of those that there are', () => {
    expect(decideLanguage({ ...nothing, preferred: ['fr', 'de-AT', 'en-GB'] })).toBe('de');
    expect(decideLanguage({ ...nothing, preferred: ['en-GB', 'de'] })).toBe('en');
    expect(decideLanguage({ ...nothing, preferred: ['den', 'DE'] })).toBe('de');
  });

  it('is what was chosen, whatever the browser prefers', () => {
    expect(decideLanguage({ ...nothing, stored: 'en', preferred: ['de'] })).toBe('en');
    expect(decideLanguage({ ...nothing, stored: 'de', preferred: ['en'] })).toBe('de');
  });

  it('is what the address asks for, whatever was chosen', () => {
    expect(decideLanguage({ search: '?embed&lang=de', stored: 'en', preferred: ['en'] })).toBe('de');
    expect(decideLanguage({ search: '?embed&lang=de-AT', stored: null, preferred: ['en'] })).toBe('de');
    expect(decideLanguage({ search: '?lang=en', stored: 'de', preferred: ['de'] })).toBe('en');
  });

  it('is English outside of pages', () => {
    expect(language()).toBe('en');
  });
});

describe('a page', () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(['en', 'de'])('whose browser prefers %s says so, also where storage is closed to it', async (preferred) => {
    const page = { documentElement: { lang: '' } };
    vi.stubGlobal('document', page);
    vi.stubGlobal('location', { search: '' });
    vi.stubGlobal('navigator', { languages: [preferred] });
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('closed');
      },
    });
    await activateLanguage();
    expect(page.documentElement.lang).toBe(preferred);
    expect(i18n.locale).toBe(preferred);
  });
});
