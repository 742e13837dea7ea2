import type { Pictures } from '../../state/lessons-model.ts';
import { LIMITS } from '../../state/lessons/limits.ts';
import type { CourseFolder } from '../../state/lessons/model.ts';

/** A course as it was read from a folder of its author. */
export interface Preview {
  readonly folder: CourseFolder;
  readonly pictures: Pictures;
}

/** What was kept of a preview; nothing where it is of a shape that this version does not know. */
export function readPreview(value: unknown): Preview | undefined {
  if (!isRecord(value) || !isRecord(value['folder']) || !isRecord(value['pictures'])) return undefined;
  const { id, texts, pictures } = value['folder'];
  const known = typeof id === 'string' && isRecord(texts) && isRecord(pictures) && Object.values(texts).every((text) => typeof text === 'string');
  return known && Object.values(value['pictures']).every((picture) => picture instanceof Blob) ? (value as unknown as Preview) : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it is worth its place: a course that is larger than any may be is shown, with what is wrong with it, but not kept. */
export function isKept({ folder, pictures }: Preview): boolean {
  const texts = Object.values(folder.texts).reduce((sum, text) => sum + text.length, 0);
  return Object.values(pictures).reduce((sum, { size }) => sum + size, texts) <= LIMITS.courseBytes;
}
