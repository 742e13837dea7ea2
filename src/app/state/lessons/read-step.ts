import { readCall } from './calls.ts';
import { Fields } from './fields.ts';
import { highlightOf, linesOf } from './highlights.ts';
import { STEP_KEYS } from './keys.ts';
import { FOLDER, LIMITS } from './limits.ts';
import { checkMarkdown } from './markdown.ts';
import type { CallText, Files, Highlight, Step } from './model.ts';
import { readAction } from './read-actions.ts';
import { readCheck } from './read-checks.ts';
import { type Node, readYaml, type Report } from './yaml.ts';

/** What a step is read among. */
export interface Surroundings {
  readonly canister: string;
  /** The project's files when the step begins, as far as solutions say. */
  readonly project: Files;
  /** Texts of a folder of the lesson, by path in it; `undefined` where there is no such folder. */
  readonly folder: (name: string) => Files | undefined;
  /** Paths in the lesson's folder. */
  readonly pictures: ReadonlySet<string>;
  readonly usedPicture: (path: string) => void;
}

/** Reads the file of a step. */
export function readStep(id: string, file: string, around: Surroundings, report: Report): Step {
  const { matter, body, bodyLine } = splitFrontMatter(file, report);
  const fields = new Fields(readYaml(matter, 2, report), 'A step', STEP_KEYS, report);
  const { canister } = around;
  const start = folderOf(fields, 'start', around);
  const files = { ...around.project, ...start };
  const open = openFile(fields, files);
  const checks = fields.list('check', LIMITS.checks).flatMap((node) => readCheck(node, canister, report) ?? []);
  const solve = fields.list('solve', LIMITS.actions).flatMap((node) => readAction(node, canister, report) ?? []);
  if (fields.has('check') && !fields.has('solve')) fields.wrong('check', 'The solution is missing: say in `solve` what makes these checks hold.');
  if (fields.has('solve') && !fields.has('check')) fields.wrong('solve', 'A step in which something is done needs a `check`: it tells when the step is done.');
  if (fields.has('solution') && !fields.has('solve')) fields.wrong('solution', 'Say in `solve` what is done with these files, such as `- upgrade`.');
  if (body.trim() === '') report(bodyLine, 'The text of the step is missing.');
  for (const picture of checkMarkdown(body, bodyLine, around.pictures, report)) around.usedPicture(picture);
  return {
    id,
    title: fields.needed('title', LIMITS.titleLength) ?? id,
    text: body,
    open,
    highlight: readHighlights(fields, open === undefined ? undefined : files[open], report),
    start,
    predict: fields.flag('predict') ?? false,
    calls: readCalls(fields, canister, report),
    checks,
    hints: fields.texts('hints', LIMITS.hints, LIMITS.sentenceLength).map(({ text }) => text),
    solution: folderOf(fields, 'solution', around),
    solve,
    canister,
  };
}

/** Takes the file of a step apart; `bodyLine` is the line that its text begins on. */
export function splitFrontMatter(file: string, report: Report): { readonly matter: string; readonly body: string; readonly bodyLine: number } {
  const text = file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const [whole, matter = ''] = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/.exec(text) ?? [];
  if (whole === undefined) {
    report(1, 'A step begins with its front matter: a line `---`, keys such as `title:`, and another line `---`.');
    return { matter: '', body: text, bodyLine: 1 };
  }
  return { matter, body: text.slice(whole.length), bodyLine: whole.split('\n').length };
}

function folderOf(fields: Fields, key: 'start' | 'solution', { folder }: Surroundings): Files {
  const name = fields.text(key);
  if (name === undefined) return {};
  if (!FOLDER.test(name)) return fields.wrong(key, `\`${key}\` has to be the name of a folder in the lesson's folder, of letters, digits and -.`) ?? {};
  return folder(name) ?? fields.wrong(key, `There is no folder ${name} with files in the lesson's folder.`) ?? {};
}

function openFile(fields: Fields, files: Files): string | undefined {
  const path = fields.text('open');
  if (path === undefined) return undefined;
  return Object.hasOwn(files, path) ? path : fields.wrong('open', `There is no file ${path} in the project when this step begins.`);
}

function readHighlights(fields: Fields, text: string | undefined, report: Report): readonly Highlight[] {
  const node = fields.node('highlight');
  if (!node) return [];
  if (!fields.has('open')) fields.wrong('highlight', '`highlight` needs the file: say it in `open`.');
  const items = node.kind === 'list' ? fields.texts('highlight', LIMITS.hints) : [{ line: node.line, text: fields.text('highlight') ?? '' }];
  return items.flatMap(({ line, text: wanted }) => {
    const highlight = highlightOf(wanted);
    const lines = text === undefined ? [] : text.split('\n');
    if (text === undefined || linesOf(highlight, lines)) return [highlight];
    report(line, 'from' in highlight ? `The file has ${lines.length} lines.` : `The text \`${wanted}\` is not in the file when this step begins.`);
    return [];
  });
}

function readCalls(fields: Fields, canister: string, report: Report): readonly CallText[] {
  const node = fields.node('call');
  const items: readonly Node[] = node?.kind === 'list' ? fields.list('call', LIMITS.calls) : node ? [node] : [];
  return items.flatMap((item) => {
    const call = item.kind === 'text' ? readCall(item.text, canister) : undefined;
    if (!call) report(item.line, 'A call is written as in code, `increment()` or `ledger.pay("Ada", 3)`. Put it between quotes where it has `: ` in it.');
    return call ?? [];
  });
}
