import { Fields, shortened } from './fields.ts';
import { COURSE_KEYS, LESSON_KEYS, STEP_KEYS } from './keys.ts';
import { LIMITS } from './limits.ts';
import { checkMarkdown } from './markdown.ts';
import type { Check, Course, Files, Lesson, Step } from './model.ts';
import { splitFrontMatter } from './read-step.ts';
import { checkLineReferences, checkReferences } from './references.ts';
import { type Node, readYaml, type Report } from './yaml.ts';

const STEP_TEXTS: readonly string[] = ['title', 'hints', 'missing'];

/**
 * Puts the texts of a translation in the place of the course's own, which stay where it has none. Nothing but texts that are shown is taken
 * from it, so that a lesson does the same in each language. `texts`: by path in the course's folder, all below the folder of the language.
 */
export function translateCourse(course: Course, language: string, texts: Files, reportIn: (file: string) => Report): Course {
  return new Translation(language, texts, reportIn).course(course);
}

class Translation {
  private readonly language: string;
  private readonly texts: Files;
  private readonly reportIn: (file: string) => Report;
  private readonly used = new Set<string>();

  constructor(language: string, texts: Files, reportIn: (file: string) => Report) {
    this.language = language;
    this.texts = texts;
    this.reportIn = reportIn;
  }

  course(course: Course): Course {
    const file = `${this.language}/course.yaml`;
    const fields = this.fields(file, 'The translation of a course', COURSE_KEYS);
    const lessons = course.lessons.map((lesson) => this.lesson(lesson, file));
    this.tellUnknown(course);
    return {
      ...course,
      title: fields?.needed('title', LIMITS.titleLength) ?? course.title,
      summary: fields?.needed('summary', LIMITS.sentenceLength) ?? course.summary,
      lessons,
    };
  }

  private lesson(lesson: Lesson, above: string): Lesson {
    const folder = `${this.language}/${lesson.id}`;
    if (!Object.keys(this.texts).some((path) => path.startsWith(`${folder}/`))) {
      this.reportIn(above)(1, `The lesson ${lesson.id} is not translated: there is no folder ${folder}.`);
      return lesson;
    }
    const file = `${folder}/lesson.yaml`;
    const fields = this.fields(file, 'The translation of a lesson', LESSON_KEYS);
    if (lesson.summary === undefined && fields?.has('summary')) fields.wrong('summary', 'The original has no `summary`.');
    return {
      ...lesson,
      title: fields?.needed('title', LIMITS.titleLength) ?? lesson.title,
      summary: lesson.summary === undefined ? undefined : (fields?.needed('summary', LIMITS.sentenceLength) ?? lesson.summary),
      steps: lesson.steps.map((step) => this.step(lesson, step, file)),
    };
  }

  private step(lesson: Lesson, step: Step, above: string): Step {
    const file = `${this.language}/${lesson.id}/${step.id}.md`;
    const text = this.text(file);
    if (text === undefined) {
      this.reportIn(above)(1, `The step ${step.id} is not translated: the file ${file} is missing.`);
      return step;
    }
    const report = this.reportIn(file);
    const { matter, body, bodyLine } = splitFrontMatter(text, report);
    const fields = textFields(readYaml(matter, 2, report), 'The translation of a step', STEP_TEXTS, STEP_KEYS, report);
    if (body.trim() === '') report(bodyLine, 'The text of the step is missing.');
    else {
      checkMarkdown(body, bodyLine, new Set(lesson.pictures), report);
      checkReferences(step.text, body, bodyLine, report);
    }
    return {
      ...step,
      title: fields.needed('title', LIMITS.titleLength) ?? step.title,
      text: body.trim() === '' ? step.text : body,
      hints: translatedList(fields, 'hints', step.hints, LIMITS.hints, report),
      checks: translatedChecks(fields, step.checks, report),
    };
  }

  private fields(file: string, what: string, keys: readonly string[]): Fields | undefined {
    const text = this.text(file);
    const report = this.reportIn(file);
    if (text === undefined) report(1, `The file ${file} is missing.`);
    return text === undefined ? undefined : textFields(readYaml(text, 1, report), what, ['title', 'summary'], keys, report);
  }

  private text(path: string): string | undefined {
    this.used.add(path);
    return Object.hasOwn(this.texts, path) ? this.texts[path] : undefined;
  }

  private tellUnknown({ lessons }: Course): void {
    for (const path of Object.keys(this.texts)) {
      const [, folder = '', file = '', ...deeper] = path.split('/');
      if (this.used.has(path)) continue;
      const report = this.reportIn(path);
      if (file !== '' && !lessons.some(({ id }) => id === folder)) report(1, `There is no lesson ${shortened(folder)} in the course.`);
      else if (deeper.length === 0 && file.endsWith('.md')) report(1, `There is no step ${shortened(file.slice(0, -'.md'.length))} in the lesson ${folder}.`);
      else report(1, 'A translation has course.yaml, and for each lesson lesson.yaml and its steps. Everything else is taken from the original.');
    }
  }
}

/** Reads keys of which only some can be translated; `all` has the others that the original knows. */
function textFields(node: Node | undefined, what: string, texts: readonly string[], all: readonly string[], report: Report): Fields {
  const isFixed = (key: string): boolean => all.includes(key) && !texts.includes(key);
  if (node?.kind !== 'map') return new Fields(node, what, texts, report);
  for (const { key, line } of node.entries) if (isFixed(key)) report(line, `\`${key}\` is not translated: it is taken from the original.`);
  return new Fields({ ...node, entries: node.entries.filter(({ key }) => !isFixed(key)) }, what, texts, report);
}

/** Texts for each of the original's; where their number differs, nobody can tell which is which. */
function translatedList(fields: Fields, key: string, originals: readonly string[], most: number, report: Report): readonly string[] {
  if (originals.length === 0) {
    if (fields.has(key)) fields.wrong(key, `The original has no \`${key}\`.`);
    return originals;
  }
  if (!fields.has(key)) fields.wrong(key, `\`${key}\` is missing.`);
  else {
    const items = fields.texts(key, most, LIMITS.sentenceLength);
    if (items.length === originals.length) {
      items.forEach(({ line, text }, index) => checkLineReferences(originals[index] ?? '', text, line, report));
      return items.map(({ text }) => text);
    }
    fields.wrong(key, `\`${key}\` has ${items.length} ${items.length === 1 ? 'text' : 'texts'}, and the original ${originals.length}.`);
  }
  return originals;
}

function translatedChecks(fields: Fields, checks: readonly Check[], report: Report): readonly Check[] {
  const texts = [...translatedList(fields, 'missing', checks.flatMap(({ missing }) => missing ?? []), LIMITS.checks, report)];
  return checks.map((check) => (check.missing === undefined ? check : { ...check, missing: texts.shift() ?? check.missing }));
}
