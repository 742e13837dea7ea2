import { t } from '@lingui/core/macro';
import type { Diagnostic, Fix, InstalledState } from '../../protocol/compiler.ts';
import { attributeBefore } from '../forecast/attribute.ts';
import type { FileOutline } from '../syntax/outline.ts';
import type { Span } from '../syntax/positions.ts';
import { type Candidate, inserted, replaced } from './edits.ts';
import { chainProblems, MENDED_BY_FILE, migratingByFile } from './enhanced.ts';
import { type Declared, keepDeclared, keepStable, keepType, persistentActor } from './declarations.ts';
import { migrationOf } from './migration.ts';

export interface FixRequest {
  readonly path: string;
  /** Texts of all files. */
  readonly files: Readonly<Record<string, string>>;
  readonly outline: FileOutline;
  readonly language: 'persistent' | 'legacy';
  readonly installed: InstalledState | undefined;
  readonly problem: Diagnostic;
  /** Whether the compiler has folders of migrations, and the one of this canister. */
  readonly migrations: boolean;
  readonly folder: string | undefined;
  readonly now: Date;
}

/** What a changed source is like, for a fix to be accepted. */
export interface Trial {
  readonly errors: number;
  /** What there is to say of the files that were checked, and refusals. */
  readonly found: readonly Diagnostic[];
  /** Refusals of an upgrade; `undefined` where nobody can tell. */
  readonly refusals: readonly Diagnostic[] | undefined;
}

export interface Laboratory {
  readonly tryOut: (files: Fix['files']) => Promise<Trial>;
  /** Stable signature of the source as it is; `undefined` where it cannot be built. */
  readonly signature: () => Promise<string | undefined>;
  /** What the source declares: its stable signature, even where no migration leads to it, and types by variable; `undefined` where it has other errors. */
  readonly declared: () => Promise<{ readonly stableSignature: string; readonly types: ReadonlyMap<string, string> } | undefined>;
}

/** Changes that mend a problem, each tried out: with it the source compiles, and the problem is gone. */
export async function fixesFor(request: FixRequest, laboratory: Laboratory): Promise<readonly Fix[]> {
  const fixes: Fix[] = [];
  for (const { title, ways } of await candidates(request, laboratory)) {
    for (const files of ways) {
      if (!mended(request.problem, await laboratory.tryOut(files))) continue;
      fixes.push({ title, files });
      break;
    }
  }
  return fixes;
}

function mended(problem: Diagnostic, { errors, found, refusals }: Trial): boolean {
  if (errors > 0) return false;
  const name = nameIn(problem);
  if (problem.code === 'M0250' || problem.code === 'M0254') return !found.some((each) => each.code === problem.code && nameIn(each) === name);
  return refusals === undefined ? !UPGRADE.includes(problem.code) : !refusals.some((each) => nameIn(each) === name && name !== undefined);
}

const UPGRADE: readonly string[] = ['M0169', 'M0170', 'M0216', 'M0263'];

/** The plain words begin with the variable's name, or come to it soon. */
const nameIn = ({ message }: Diagnostic): string | undefined => /`(\w+)`/.exec(message)?.[1];

async function candidates(request: FixRequest, laboratory: Laboratory): Promise<readonly Candidate[]> {
  const { problem, files, path, outline, installed } = request;
  const text = files[path] ?? '';
  const { actor } = outline;
  if (!actor) return [];
  if (request.folder !== undefined) return byFile(request, laboratory);
  if (problem.code === 'M0219' || problem.code === 'M0220') return persistentActor(path, text, actor, spanOf(text, problem), problem.code);
  const name = nameIn(problem);
  if (!installed || name === undefined || !UPGRADE.includes(problem.code)) return [];
  const attribute = attributeBefore(text, actor.span.start);
  const withoutMigration = attribute ? [{ title: t`Remove the migration expression`, ways: [{ [path]: replaced(text, attribute.span, '').replace(/^[ \t]*\n/m, '') }] }] : [];
  const declared: Declared = { path, text, actor, imports: outline.imports, language: request.language, installed, name };
  const kept = problem.code === 'M0169' ? [...keepStable(declared), ...keepDeclared(declared)] : problem.code === 'M0263' ? [] : keepType(declared);
  const migrations = attribute || problem.code === 'M0263' ? [] : await migrating(request, laboratory, actor.span.start, name);
  const file = attribute || problem.code === 'M0263' ? [] : await migratingByFile(request, laboratory, chainProblems((await laboratory.tryOut({})).found));
  return [...kept, ...migrations, ...file, ...withoutMigration];
}

/** Where state comes from a folder of migrations, a first value or a migration expression would be an error. */
async function byFile(request: FixRequest, laboratory: Laboratory): Promise<readonly Candidate[]> {
  const { problem, files, path, outline, installed, language } = request;
  if (!MENDED_BY_FILE.includes(problem.code) || !outline.actor) return [];
  const name = nameIn(problem);
  const declared = installed && name !== undefined && { path, text: files[path] ?? '', actor: outline.actor, imports: outline.imports, language, installed, name };
  const kept = declared && problem.code === 'M0169' ? keepStable(declared) : [];
  return [...kept, ...(await migratingByFile(request, laboratory, chainProblems((await laboratory.tryOut({})).found)))];
}

function spanOf(text: string, { range }: Diagnostic): Span {
  const lines = text.split('\n');
  const offset = ({ line, character }: Diagnostic['range']['start']): number => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, character);
  return { start: offset(range.start), end: offset(range.end) };
}

/** For this variable; and, where others are refused too, for all of them at once. */
async function migrating({ path, files, installed, outline }: FixRequest, { tryOut, signature }: Laboratory, start: number, name: string): Promise<readonly Candidate[]> {
  const after = await signature();
  if (after === undefined || !installed) return [];
  const now = await tryOut({});
  const refused = [...new Set((now.refusals ?? []).flatMap((each) => nameIn(each) ?? []))];
  const module = freeName(files, outline);
  const write = (names: readonly string[]): Fix['files'][] => {
    const migration = migrationOf(names, installed.stableSignature, after, module.name);
    if (!migration) return [];
    const text = inserted(files[path] ?? '', start, migration.attribute);
    if (!migration.module) return [{ [path]: text }];
    return [{ [path]: `import ${module.name} "${module.name}";\n${text}`, [folderOf(path) + module.file]: migration.module.text }];
  };
  const one = { title: t`Write a migration for \`${name}\``, ways: write([name]) };
  const count = refused.length;
  if (count < 2) return [one];
  return [one, { title: t`Write a migration for all ${count} refused variables`, ways: write(refused) }];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

function freeName(files: FixRequest['files'], { imports }: FileOutline): { readonly name: string; readonly file: string } {
  const taken = new Set([...Object.keys(files).map((path) => path.split('/').at(-1)), ...imports.map((each) => `${each.name ?? ''}.mo`)]);
  let name = 'Migration';
  for (let number = 2; taken.has(`${name}.mo`); number++) name = `Migration${number}`;
  return { name, file: `${name}.mo` };
}
