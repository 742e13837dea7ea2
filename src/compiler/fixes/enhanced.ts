import { t } from '@lingui/core/macro';
import type { Fix } from '../../protocol/compiler.ts';
import { parseStableSignature } from '../../protocol/stable-signature.ts';
import { migrationFiles, migrationName, newFolder } from '../migrations/folder.ts';
import { CHAIN_CODES } from '../migrations/words.ts';
import type { ActorField } from '../syntax/outline.ts';
import { type Candidate, replaced } from './edits.ts';
import type { FixRequest, Laboratory } from './fixes.ts';
import { migrationFile, type Step, stepName } from './migration-file.ts';
import { inlined } from './types.ts';

/** Problems that a file in a folder of migrations can mend. M0250 is a first value that belongs there. */
export const MENDED_BY_FILE: readonly string[] = ['M0169', 'M0170', 'M0216', 'M0254', 'M0250'];

/**
 * Enhanced migration: variables are declared without first values, and a new file says what becomes of the old ones. Where the project has no folder of
 * migrations, one is begun.
 */
export async function migratingByFile(request: FixRequest, laboratory: Laboratory, refused: readonly string[]): Promise<readonly Candidate[]> {
  const { path, files, outline, installed, folder, migrations } = request;
  if (!migrations || !outline.actor || (folder === undefined && !standsAlone(request))) return [];
  const after = await laboratory.declared();
  if (after === undefined) return [];
  const before = installed?.stableSignature ?? '';
  const known = parseStableSignature(before).provides;
  const members = outline.actor.fields.filter(({ kind, member }) => kind === 'stable' && /[^=:<>!]=(?!=)/.test((files[path] ?? '').slice(member.start, member.end)));
  const bare = withoutValues(files[path] ?? '', members, after.stableSignature, after.types);
  if (bare === undefined) return [];
  const fresh = members.map(({ name }) => name).filter((name) => !known.has(name));
  const step: Step = { names: [...new Set([...refused, ...fresh])], before, after: after.stableSignature, values: bare.values };
  const text = migrationFile(step);
  if (text === undefined) return [];
  const target = folder ?? newFolder(path);
  const last = migrationFiles(Object.keys(files), target).at(-1);
  const file = `${target}/${stepName(last === undefined ? undefined : migrationName(last), request.now, step)}.mo`;
  const ways: Fix['files'][] = [{ ...(bare.text === files[path] ? {} : { [path]: bare.text }), [file]: text }];
  return [{ title: titleOf(folder, step.names), ways }];
}

function titleOf(folder: string | undefined, names: readonly string[]): string {
  const count = names.length;
  const what = count === 1 ? `\`${names[0] as string}\`` : t`${count} variables`;
  return folder === undefined
    ? t`Begin a folder \`migrations\` (enhanced migration): a file in it migrates ${what}`
    : t`Add a file to \`migrations\` (enhanced migration) for ${what}`;
}

/** Names of the variables that the chain of files does not lead to. */
export const chainProblems = (found: readonly { readonly code: string; readonly message: string }[]): readonly string[] =>
  [...new Set(found.filter(({ code }) => CHAIN_CODES.includes(code)).flatMap(({ message }) => /`(\w+)`/.exec(message)?.[1] ?? []))];

/** Whether a new folder would be about this canister only. */
function standsAlone({ path, files }: FixRequest): boolean {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return Object.entries(files).every(([other, text]) => other === path || !other.startsWith(folder) || !/^\s*(?:\([^)]*\)\s*)?(?:persistent\s+)?actor\b/m.test(text));
}

interface Bare {
  readonly text: string;
  /** First values that can stand in another file just as they are. */
  readonly values: ReadonlyMap<string, string>;
}

const LITERAL = /^(?:[-+]?[\d_]+(?:\.\d+)?|"[^"\\]*"|true|false|null|\[\]|\[var\]|#\w+)$/;

/** The source without first values of these variables; each has its type written instead. */
function withoutValues(text: string, fields: readonly ActorField[], signature: string, types: ReadonlyMap<string, string>): Bare | undefined {
  const { provides, definitions } = parseStableSignature(signature);
  const values = new Map<string, string>();
  let bare = text;
  for (const { name, span, member } of [...fields].sort((a, b) => b.member.start - a.member.start)) {
    const [, annotation, value] = /^\s*(?::([\s\S]*?))?=(?!=)\s*([\s\S]+)$/.exec(text.slice(span.end, member.end)) ?? [];
    const type = annotation?.trim() ?? inlined(provides.get(name) ?? '', definitions) ?? types.get(name);
    if (value === undefined || type === undefined || type === '') return undefined;
    if (LITERAL.test(value.trim())) values.set(name, value.trim());
    bare = replaced(bare, { start: span.end, end: member.end }, ` : ${type}`);
  }
  return { text: bare, values };
}
