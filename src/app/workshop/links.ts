import type { Place } from '../state/lessons/model.ts';

/** Links for participants. They open a page that says what it will open, and waits: `?join`. */

const page = (href: string): string => href.split(/[?#]/)[0] as string;

/** The link that Share makes, as one to join with. */
export const joinLink = (shared: string): string => `${page(shared)}?join${shared.includes('#') ? shared.slice(shared.indexOf('#')) : ''}`;

/** To a step of a lesson. */
export const lessonLink = (href: string, { course, lesson, step }: Place): string => `${page(href)}?join&lesson=${[course, lesson, step].map(encodeURIComponent).join('/')}`;
