import { i18n, type Messages } from '@lingui/core';

export type Language = 'en' | 'de';

/** The languages of the page, each by its own name. */
export const languages: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

/** Where a choice is kept in the browser, and what asks for a language in an address. */
const KEY = 'language';
const PARAMETER = 'lang';

/** English is in the source. */
const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly messages: Messages }>>> = {
  de: () => import('../locales/de.po'),
};

/** What may decide for a language, the strongest first. */
export interface Wishes {
  /** Search part of the address: `?lang=de` is for this visit, for embeds and links. */
  readonly search: string;
  /** Chosen on an earlier visit. */
  readonly stored: string | null;
  /** What the browser would like to have, the best first. */
  readonly preferred: readonly string[];
}

/** Whether the page speaks it. */
export const isLanguage = (text: string | null | undefined): text is Language => text === 'en' || text === 'de';

/** The first language that is wished for and there is; English where there is none. */
export function decideLanguage({ search, stored, preferred }: Wishes): Language {
  const asked = new URLSearchParams(search).get(PARAMETER);
  return [asked, stored, ...preferred].map((tag) => tag?.split('-')[0]?.toLowerCase()).find(isLanguage) ?? 'en';
}

/** The language of this visit. Outside of pages it is English. */
export function language(): Language {
  if (typeof document === 'undefined') return 'en';
  return decideLanguage({ search: location.search, stored: storedChoice(), preferred: navigator.languages });
}

/** Storage may be closed to the page. */
function storedChoice(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Gives the page its language. `i18n.ts` waits for it, and so does every module that has texts. */
export async function activateLanguage(locale: Language = language()): Promise<void> {
  const messages = locale === 'en' ? {} : (await catalogues[locale]()).messages;
  i18n.loadAndActivate({ locale, messages });
  if (typeof document !== 'undefined') document.documentElement.lang = locale;
}

const leaving = new Set<() => Promise<void>>();

/** Has something done before the page is loaded anew in another language. */
export function beforeNewLanguage(finish: () => Promise<void>): void {
  leaving.add(finish);
}

/** Keeps the choice and loads the page in that language. Everything else of the page is kept already, or is by {@link beforeNewLanguage}. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  const address = new URL(location.href);
  address.searchParams.delete(PARAMETER);
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // The choice then lasts as long as its address.
    address.searchParams.set(PARAMETER, chosen);
  }
  await Promise.allSettled([...leaving].map((finish) => finish()));
  history.replaceState(history.state, '', address);
  location.reload();
}
