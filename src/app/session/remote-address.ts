import { type Arrangement, arrangementOf } from '../state/arrangement.ts';

/** Addresses that name a project elsewhere: `?project=URL`, `?gist=ID`, `?github=owner/repo/path`. */

const NAMES = ['project', 'gist', 'github'] as const;

export type RemoteKind = (typeof NAMES)[number];

export function remoteOf(href: string): { readonly kind: RemoteKind; readonly value: string } | undefined {
  const query = new URL(href).searchParams;
  for (const kind of NAMES) {
    const value = query.get(kind);
    if (value !== null) return { kind, value };
  }
  return undefined;
}

export const isRemote = (href: string): boolean => remoteOf(href) !== undefined;

/** The layout that the address asks for; `undefined` where it asks for none, or for one that cannot be. */
export const layoutOf = (href: string): Arrangement | undefined => arrangementOf(new URL(href).searchParams.get('layout') ?? '');

/** The address without what it opens: a project elsewhere, a lesson, its layout, or what follows `#`. */
export function pageAddress(href: string): string {
  const url = without(href, [...NAMES, 'lesson', 'layout']);
  url.hash = '';
  return url.href;
}

export const withoutLayout = (href: string): string => without(href, ['layout']).href;

function without(href: string, names: readonly string[]): URL {
  const url = new URL(href);
  // Deleting writes the query anew, also where there was nothing to delete.
  for (const name of names) if (url.searchParams.has(name)) url.searchParams.delete(name);
  return url;
}

/** The address of the page as a link begins; `layout` is left out where it is empty. */
export function linkBase(href: string, layout: string | undefined): string {
  const base = pageAddress(href);
  return layout ? `${base}${base.includes('?') ? '&' : '?'}layout=${layout}` : base;
}
