import { LIMITS, PICTURE } from './limits.ts';
import type { CourseFolder } from './model.ts';

/** A file of a course as it is found somewhere: on a disk, or chosen in the page. */
export interface FoundFile {
  /** Path in the course's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly text: () => Promise<string>;
}

/** Whether a path can belong to a course: no hidden files, none that climbs out. */
export const belongs = (path: string): boolean => path.split('/').every((part) => part !== '' && !part.startsWith('.') && !part.startsWith('__')) && !path.includes('\\');

/** Reads what was found; files beyond the limits keep their place, so that they are told about, but are not read. */
export async function readFolder(id: string, found: readonly FoundFile[]): Promise<CourseFolder> {
  const files = found.filter(({ path }) => belongs(path)).slice(0, LIMITS.files + 1);
  const isPicture = ({ path }: FoundFile): boolean => PICTURE.test(path);
  const texts = await Promise.all(
    files.filter((file) => !isPicture(file)).map(async ({ path, bytes, text }) => [path, bytes > LIMITS.textBytes ? ' '.repeat(LIMITS.textBytes + 1) : await text()] as const),
  );
  return { id, texts: Object.fromEntries(texts), pictures: Object.fromEntries(files.filter(isPicture).map(({ path, bytes }) => [path, bytes])) };
}
