import { t } from '@lingui/core/macro';
/** Rules for the paths of a project's files. Pure. */

export const MAX_FILES = 100;
/** Of all files together, in UTF-8. */
export const MAX_PROJECT_BYTES = 512_000;
const MAX_PATH_LENGTH = 200;

/** Canisters are named after files, and records are indexed by those names: these exist in every JavaScript object. */
const RESERVED = /^(__proto__|constructor)(\.|$)/i;

const BACKSLASH = '\\';

const TEXT_EXTENSIONS = ['mo', 'wat', 'md', 'did', 'most', 'txt', 'json', 'toml', 'csv'];

/** What is wrong with a path, in a sentence for the user; `undefined` where it is allowed. */
export function pathProblem(path: string): string | undefined {
  if (path.trim() === '') return t`Give the file a name, such as Main.mo.`;
  if (path !== path.trim()) return t`A file name cannot begin or end with a space.`;
  if (path.length > MAX_PATH_LENGTH) return t`A file name can have at most ${MAX_PATH_LENGTH} characters.`;
  if (hasControlCharacter(path)) return t`A file name cannot contain control characters.`;
  if (path.includes(BACKSLASH)) return t`Use / between folders, not ${BACKSLASH}.`;
  if (path.startsWith('/')) return t`A file name cannot begin with /: it is relative to the project.`;
  const parts = path.split('/');
  if (parts.some((part) => part === '')) return t`A folder name is empty: there is a / too many.`;
  if (parts.some((part) => part === '.' || part === '..')) return t`A file name cannot contain . or .. as a folder.`;
  if (parts.some((part) => RESERVED.test(part))) return t`That name is reserved.`;
  if (!TEXT_EXTENSIONS.some((extension) => path.toLowerCase().endsWith(`.${extension}`))) {
    const others = TEXT_EXTENSIONS.slice(1).map((extension) => `.${extension}`).join(', ');
    return t`End the name with .mo for Motoko, or with ${others} for other text.`;
  }
  return undefined;
}

/** As {@link pathProblem}, for a file that is to be added to `files`. Names that differ in case only are taken too. */
export function newPathProblem(path: string, files: Readonly<Record<string, string>>): string | undefined {
  const problem = pathProblem(path);
  if (problem !== undefined) return problem;
  const names = Object.keys(files);
  if (names.length >= MAX_FILES) return t`A project can have at most ${MAX_FILES} files.`;
  const lower = path.toLowerCase();
  const taken = names.find((name) => name.toLowerCase() === lower);
  if (taken !== undefined) return t`There is a file ${taken} already.`;
  const folder = names.find((name) => name.toLowerCase().startsWith(`${lower}/`) || lower.startsWith(`${name.toLowerCase()}/`));
  return folder === undefined ? undefined : t`${folder} is in the way: a name cannot be a file and a folder.`;
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029) return true;
  }
  return false;
}
