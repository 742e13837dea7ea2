import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../../protocol/rpc.ts';
import { ORIGINAL, translationFor } from '../../state/lessons/languages.ts';
import { NAME } from '../../state/lessons/limits.ts';
import type { Course, CourseFolder, Files, Mistake } from '../../state/lessons/model.ts';
import { readCourse } from '../../state/lessons/read-course.ts';
import type { Preview } from './kept-preview.ts';

/** A course with the addresses of its pictures. */
export interface LoadedCourse {
  readonly course: Course;
  readonly pictures: Files;
  /** Set where it is a preview. */
  readonly mistakes: readonly Mistake[] | undefined;
}

/** The courses that come with the page, and those that authors look at. */
export interface Courses {
  ids(): Promise<readonly string[]>;
  /** Rejects where there is no such course. */
  load(id: string): Promise<LoadedCourse>;
  /** Takes a folder from elsewhere, in the place of a course of the same name. */
  take(preview: Preview): { readonly id: string; readonly mistakes: readonly Mistake[]; readonly readable: boolean };
}

/** A course from elsewhere never goes on in the project, or in the progress, of one that comes with the page. */
export const PREVIEW = 'preview-';

/** A course as the page gets it: each translation is in a file of its own, so that nobody waits for those of others. */
interface PackedCourse extends CourseFolder {
  readonly languages?: readonly string[];
}

interface Taken {
  readonly folder: CourseFolder;
  /** Addresses of its pictures. */
  readonly pictures: Files;
}

/** `read` gives the content of a JSON file of `courses/`. `language` is asked with each course, since the reader may change it. */
export function createCourses(read: (file: string) => Promise<unknown>, language: () => string | undefined = () => undefined): Courses {
  const wanted = (): string => language() ?? ORIGINAL;
  const known = new Map<string, Promise<LoadedCourse>>();
  const taken = new Map<string, Taken>();

  const fetchCourse = async (id: string, reader: string): Promise<LoadedCourse> => {
    if (!NAME.test(id) || id.startsWith(PREVIEW)) throw missing(id);
    const packed = (await read(`${id}.json`)) as PackedCourse;
    const translation = translationFor(packed.languages ?? [], reader);
    const translated = translation === undefined ? {} : ((await read(`${id}.${translation}.json`)) as Files);
    const folder: CourseFolder = { ...packed, texts: { ...packed.texts, ...translated } };
    const { course } = readCourse(folder, reader);
    if (!course) throw missing(id);
    return { course, pictures: Object.fromEntries(Object.keys(folder.pictures).map((path) => [path, `courses/${id}/${path}`])), mistakes: undefined };
  };

  const previewed = async (id: string, { folder, pictures }: Taken, reader: string): Promise<LoadedCourse> => {
    const { course, mistakes } = readCourse(folder, reader);
    if (!course) throw missing(id);
    return { course: { ...course, id }, pictures, mistakes };
  };

  return {
    ids: async () => {
      const ids = await read('index.json');
      return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string' && NAME.test(id)) : [];
    },
    load: (id) => {
      const own = taken.get(id);
      if (own) return previewed(id, own, wanted());
      const key = `${wanted()} ${id}`;
      const loading = known.get(key) ?? fetchCourse(id, wanted());
      known.set(key, loading);
      // What did not arrive is asked for again the next time.
      loading.catch(() => known.delete(key));
      return loading;
    },
    take: ({ folder, pictures }) => {
      const id = `${PREVIEW}${folder.id}`.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-').slice(0, 60);
      const { course, mistakes } = readCourse(folder, wanted());
      if (course) {
        for (const address of Object.values(taken.get(id)?.pictures ?? {})) URL.revokeObjectURL(address);
        taken.set(id, { folder, pictures: Object.fromEntries(Object.entries(pictures).map(([path, picture]) => [path, URL.createObjectURL(picture)])) });
      }
      return { id, mistakes, readable: course !== undefined };
    },
  };
}

const missing = (id: string): PlaygroundError => new PlaygroundError('no-course', t`there is no course ${{ name: id.slice(0, 60) }} here.`, t`Look for it under Courses.`);
