import { PlaygroundError } from '../../protocol/rpc.ts';
import { linkAt, placeIn } from '../state/lessons/chain.ts';
import { errorText, type SessionOptions } from './context.ts';
import { createCourses } from './lessons/courses.ts';
import { remoteOf, pageAddress } from './remote-address.ts';
import { isStateLink } from './sharing.ts';
import { decodeShare, isShare } from './share.ts';

/** What a link for participants holds. All of it comes from elsewhere: it is told as text, and nothing of it has run. */
export type Invitation =
  | { readonly kind: 'project'; readonly title: string; readonly files: readonly string[]; /** That it brings with their state. */ readonly canisters: readonly string[] }
  | { readonly kind: 'remote'; readonly from: string }
  | { readonly kind: 'lesson'; readonly course: string; readonly lesson: string; readonly step: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly text: string; readonly hint: string };

/** Reads what the address would open, before there is anything that could run it. Never rejects. */
export async function readInvitation({ address, courseFile, language }: Pick<SessionOptions, 'address' | 'courseFile' | 'language'>): Promise<Invitation> {
  const { hash, searchParams } = new URL(address.href());
  const place = searchParams.get('lesson');
  try {
    if (isStateLink(hash)) {
      const { title, files, canisters } = await (await import('./state-links.ts')).readStateLink(hash);
      return { kind: 'project', title, files: Object.keys(files), canisters: canisters.map(({ name }) => name) };
    }
    if (isShare(hash)) {
      const { title, files } = await decodeShare(hash);
      return { kind: 'project', title, files: Object.keys(files), canisters: [] };
    }
    const remote = remoteOf(address.href());
    if (remote) return { kind: 'remote', from: remote.value };
    return place !== null ? await lessonAt(place, courseFile, language) : { kind: 'nothing' };
  } catch (error) {
    return { kind: 'refused', text: errorText(error), hint: error instanceof PlaygroundError ? error.hint : '' };
  }
}

async function lessonAt(place: string, read: (file: string) => Promise<unknown>, language: string | undefined): Promise<Invitation> {
  const [id = '', lesson, step] = place.split('/');
  const { course } = await createCourses(read, () => language).load(id);
  const found = placeIn(course, lesson, step) ?? placeIn(course, lesson, undefined) ?? placeIn(course, undefined, undefined);
  const link = found && linkAt(course, found);
  return link ? { kind: 'lesson', course: course.title, lesson: link.lesson.title, step: link.step.title } : { kind: 'nothing' };
}

/** The address as it goes on once somebody has joined; without what it would open where they have not. */
export function joinedAddress(href: string, accepted: boolean): string {
  const url = new URL(accepted ? href : pageAddress(href));
  const lesson = accepted ? url.searchParams.get('lesson') : null;
  for (const name of ['join', 'lesson']) url.searchParams.delete(name);
  const query = [url.searchParams.toString(), lesson === null ? '' : `lesson=${lesson.split('/').map(encodeURIComponent).join('/')}`].filter(Boolean).join('&');
  return `${url.origin}${url.pathname}${query && `?${query}`}${accepted ? url.hash : ''}`;
}
