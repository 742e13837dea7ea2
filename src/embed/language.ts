/** What of an element is needed to know its language. */
interface InPage {
  closest(selector: string): { getAttribute(name: string): string | null } | null;
}

/** The language of an element as its page tells it, with `lang` on it or on the nearest element around it; `undefined` where the page does not say. */
export const languageOf = (element: InPage): string | undefined => primary(element.closest('[lang]')?.getAttribute('lang') ?? '');

/** `de` of `de-AT`. */
export function primary(tag: string): string | undefined {
  const language = tag.trim().split('-')[0]?.toLowerCase();
  return language === '' ? undefined : language;
}
