import type { Place } from '../state/lessons/model.ts';

/** Links for participants. They open a page that says what it will open, and waits: `?join`. */

const page = (href: string): string => href.split(/[?#]/)[0] as string;

/** The page that asks first; `layout` as links carry it, empty where there is none. */
const invitation = (href: string, layout: string): string => `${page(href)}?join${layout && `&layout=${layout}`}`;

/** The link that Share makes, as one to join with: in the layout that it carries. */
export function joinLink(shared: string): string {
  const { searchParams, hash } = new URL(shared);
  return invitation(shared, searchParams.get('layout') ?? '') + hash;
}

/** To a step of a lesson. */
export const lessonLink = (href: string, { course, lesson, step }: Place, layout: string): string =>
  `${invitation(href, layout)}&lesson=${[course, lesson, step].map(encodeURIComponent).join('/')}`;
