import { pathProblem } from '../paths.ts';
import { Fields } from './fields.ts';
import { COURSE_KEYS, LESSON_KEYS } from './keys.ts';
import { LANGUAGE, ORIGINAL, splitLanguages, translationFor } from './languages.ts';
import { FOLDER, LIMITS, NAME } from './limits.ts';
import type { Course, CourseFolder, Files, Lesson, Mistake, ReadCourse, Step } from './model.ts';
import { readStep } from './read-step.ts';
import { translateCourse } from './translate.ts';
import { readYaml, type Report } from './yaml.ts';

/**
 * Reads a course's folder, and tells everything in it that an author has to mend. What can be read is given all the same, in `language` as
 * far as the course has it.
 */
export function readCourse(folder: CourseFolder, language: string = ORIGINAL): ReadCourse {
  const { original, translations } = splitLanguages(folder);
  const reading = new Reading(original);
  const course = reading.tooLarge(folder) ? undefined : reading.course();
  const readable = course?.lessons.some(({ steps }) => steps.length > 0) ? course : undefined;
  const shown = readable && translated(readable, translations, language, reading);
  const mistakes = [...reading.mistakes].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  return { course: shown, mistakes: mistakes.slice(0, LIMITS.mistakes) };
}

/** Reads all translations, so that their mistakes are told, and gives the course in the one that is wanted. */
function translated(course: Course, translations: ReadonlyMap<string, Files>, wanted: string, reading: Reading): Course {
  const chosen = translationFor([...translations.keys()], wanted);
  // What a translation should have is not known before the original is sound.
  const sound = reading.mistakes.length === 0;
  const reportIn = (file: string): Report => (sound ? reading.reportIn(file) : () => undefined);
  let shown = course;
  for (const [language, texts] of translations) {
    if (language === ORIGINAL) reportIn(`${language}/course.yaml`)(1, `The course itself is in this language: its texts are not in a folder ${language}.`);
    else {
      const each = translateCourse(course, language, texts, reportIn);
      if (language === chosen) shown = each;
    }
  }
  return shown;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

class Reading {
  readonly mistakes: Mistake[] = [];
  private readonly folder: CourseFolder;
  private readonly used = new Set<string>(['course.yaml', 'README.md']);
  private project: Files = {};
  private steps = 0;

  constructor(folder: CourseFolder) {
    this.folder = folder;
  }

  /** Reports mistakes of one file. */
  reportIn(file: string): Report {
    return (line, message) => {
      if (this.mistakes.length < LIMITS.mistakes) this.mistakes.push({ file, line, message });
    };
  }

  /** A folder beyond the limits is not read at all. The folder comes with its translations here. */
  tooLarge({ texts, pictures }: CourseFolder): boolean {
    const sizes = Object.entries(texts).map(([path, text]) => [path, text.length] as const);
    const all = [...sizes, ...Object.entries(pictures)];
    if (all.length > LIMITS.files) this.reportIn('course.yaml')(1, `The course has more than ${LIMITS.files} files.`);
    if (all.reduce((sum, [, bytes]) => sum + bytes, 0) > LIMITS.courseBytes) this.reportIn('course.yaml')(1, `The course is larger than ${LIMITS.courseBytes / 1e6} MB.`);
    for (const [path, bytes] of sizes) if (bytes > LIMITS.textBytes) this.reportIn(path)(1, `The file is larger than ${LIMITS.textBytes / 1000} kB.`);
    for (const [path, bytes] of Object.entries(pictures)) if (bytes > LIMITS.pictureBytes) this.reportIn(path)(1, `The picture is larger than ${LIMITS.pictureBytes / 1e6} MB.`);
    return this.mistakes.length > 0;
  }

  course(): Course | undefined {
    const { id, texts } = this.folder;
    const report = this.reportIn('course.yaml');
    if (!NAME.test(id)) report(1, `The course's folder is called ${id.slice(0, 60)}: a name is made of a-z, 0-9 and -.`);
    const text = this.text('course.yaml');
    if (text === undefined) {
      report(1, 'The file course.yaml is missing.');
      return undefined;
    }
    const fields = new Fields(readYaml(text, 1, report), 'A course', COURSE_KEYS, report);
    const title = fields.needed('title', LIMITS.titleLength);
    const summary = fields.needed('summary', LIMITS.sentenceLength);
    if (!fields.has('lessons')) fields.wrong('lessons', '`lessons` is missing.');
    const names = this.names(fields, 'lessons', LIMITS.lessons, report, (name) => `${name}/lesson.yaml`);
    const lessons = names.map((name, index) => this.lesson(name, index === 0));
    // A file seems unused where the list that should name it has a mistake: that one is told alone.
    if (this.mistakes.length === 0) this.tellUnused(Object.keys(texts));
    return { id, title: title ?? id, summary: summary ?? '', lessons };
  }

  /** A list of names, each once, of which each has its file. */
  private names(fields: Fields, key: string, most: number, report: Report, fileOf: (name: string) => string): readonly string[] {
    const names: string[] = [];
    for (const { line, text } of fields.texts(key, most)) {
      if (!NAME.test(text)) report(line, 'A name is made of a-z, 0-9 and -, and has at most 60 characters.');
      else if (key === 'lessons' && LANGUAGE.test(text)) report(line, `${text} is the name of a language, for the folder of a translation: call the lesson otherwise.`);
      else if (names.includes(text)) report(line, `${text} is in the list already.`);
      else if (this.text(fileOf(text)) === undefined) report(line, `The file ${fileOf(text)} is missing.`);
      else names.push(text);
    }
    return names;
  }

  private text(path: string): string | undefined {
    return Object.hasOwn(this.folder.texts, path) ? this.folder.texts[path] : undefined;
  }

  private lesson(id: string, first: boolean): Lesson {
    const file = `${id}/lesson.yaml`;
    this.used.add(file);
    const report = this.reportIn(file);
    const fields = new Fields(readYaml(this.text(file) ?? '', 1, report), 'A lesson', LESSON_KEYS, report);
    const start = this.start(id, fields, report);
    if (first && !fields.has('start')) fields.wrong('start', 'The first lesson of a course needs files to begin with: `start`.');
    if (start) this.project = start;
    for (const key of ['language', 'persistence']) if (start && !fields.has(key)) fields.wrong('start', `A lesson with a \`start\` says its \`${key}\`.`);
    const prefix = `${id}/`;
    const pictures = Object.keys(this.folder.pictures).filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    const steps = this.stepsOf(id, fields, pictures, report);
    return {
      id,
      title: fields.needed('title', LIMITS.titleLength) ?? id,
      summary: fields.text('summary', LIMITS.sentenceLength),
      start,
      language: fields.choice('language', ['persistent', 'legacy']),
      persistence: fields.choice('persistence', ['enhanced', 'classical']),
      pictures,
      steps,
    };
  }

  private start(id: string, fields: Fields, report: Report): Files | undefined {
    const name = fields.text('start');
    if (name === undefined) return undefined;
    const files = FOLDER.test(name) ? this.files(id, name) : undefined;
    if (!files) report(fields.lineOf('start'), `There is no folder ${name.slice(0, 60)} with files in the lesson's folder.`);
    return files;
  }

  private stepsOf(lesson: string, fields: Fields, pictures: readonly string[], report: Report): readonly Step[] {
    if (!fields.has('steps')) fields.wrong('steps', '`steps` is missing.');
    const canister = fields.text('canister') ?? 'main';
    const names = this.names(fields, 'steps', LIMITS.steps - this.steps, report, (name) => `${lesson}/${name}.md`);
    this.steps += names.length;
    return names.map((name) => {
      const file = `${lesson}/${name}.md`;
      this.used.add(file);
      const step = readStep(
        name,
        this.text(file) ?? '',
        {
          canister,
          project: this.project,
          folder: (folder) => this.files(lesson, folder),
          pictures: new Set(pictures),
          usedPicture: (path) => this.used.add(`${lesson}/${path}`),
        },
        this.reportIn(file),
      );
      this.advance(step, file);
      return step;
    });
  }

  /** The project as the next step finds it. */
  private advance(step: Step, file: string): void {
    this.project = { ...this.project, ...step.start, ...step.solution };
    const report = this.reportIn(file);
    const texts = Object.values(this.project);
    if (texts.length > LIMITS.projectFiles) report(1, `The project would have more than ${LIMITS.projectFiles} files.`);
    if (texts.reduce((sum, text) => sum + bytesOf(text), 0) > LIMITS.projectBytes) report(1, `The project would be larger than ${LIMITS.projectBytes / 1000} kB.`);
  }

  /** Texts of a folder of a lesson; `undefined` where there are none. */
  private files(lesson: string, name: string): Files | undefined {
    const prefix = `${lesson}/${name}/`;
    const paths = Object.keys(this.folder.texts).filter((path) => path.startsWith(prefix));
    for (const path of paths) {
      const problem = this.used.has(path) ? undefined : pathProblem(path.slice(prefix.length));
      if (problem !== undefined) this.reportIn(path)(1, problem);
      this.used.add(path);
    }
    const allowed = paths.filter((path) => pathProblem(path.slice(prefix.length)) === undefined);
    return allowed.length === 0 ? undefined : Object.fromEntries(allowed.map((path) => [path.slice(prefix.length), this.folder.texts[path] ?? '']));
  }

  private tellUnused(paths: readonly string[]): void {
    for (const path of [...paths, ...Object.keys(this.folder.pictures)]) {
      if (!this.used.has(path)) this.reportIn(path)(1, 'Nothing in the course uses this file.');
    }
  }
}
