import { concat, fromUtf8, utf8 } from '../../primitives/bytes.ts';
import { fromBase64Url, toBase64Url } from './base64-url.ts';
import type { Language, Persistence } from '../../protocol/compiler.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { MAX_FILES, MAX_PROJECT_BYTES, newPathProblem } from '../state/paths.ts';
import { MAX_SCRIPT_BYTES, scriptBytes, type SharedScript, sharedScripts, validScripts } from './shared-scripts.ts';
import { type SharedModule, validateModules } from './share-modules.ts';

/**
 * Codec of shared links: `#p=1.` and, in base64url, deflated JSON of {@link SharedProject}. A link comes from anywhere, so decoding
 * bounds its work and trusts no field.
 */

export interface SharedProject {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly language: Language;
  readonly persistence: Persistence;
  /** Absent where there are none, and in links of earlier versions. */
  readonly scripts?: readonly SharedScript[] | undefined;
  /** Modules that were made elsewhere, where they are small. */
  readonly modules?: readonly SharedModule[];
}

const VERSION = '1';
const MAX_INFLATED_BYTES = 1_048_576;
/** Input is inflated in slices; the output of one is at most about a thousand times as long. */
const SLICE_BYTES = 256;
const MAX_TITLE_LENGTH = 200;

const damaged = (): PlaygroundError =>
  new PlaygroundError('share-damaged', 'The link is cut or damaged, so the project in it cannot be opened.', 'Ask for the link again, and copy it whole.');
const invalid = (detail: string): PlaygroundError =>
  new PlaygroundError('share-invalid', `The link does not hold a project of the playground: ${detail}`, 'Ask whoever made the link for another one.');
const tooLarge = (): PlaygroundError =>
  new PlaygroundError(
    'share-too-large',
    `A link can hold at most ${MAX_FILES} files and ${MAX_PROJECT_BYTES / 1000} kB of text.`,
    'Leave out files that are not needed.',
  );

const scriptsTooLarge = (): PlaygroundError =>
  new PlaygroundError(
    'share-too-large',
    `A link can hold at most ${MAX_SCRIPT_BYTES / 1000} kB of scripts, with the replies that were recorded.`,
    'Delete a script, or steps with long replies.',
  );

/** The fragment, from `#` on. Rejects with code `share-too-large`. */
export async function encodeShare({ title, files, language, persistence, scripts, modules = [] }: SharedProject): Promise<string> {
  if (Object.keys(files).length > MAX_FILES || projectBytes(files) > MAX_PROJECT_BYTES) throw tooLarge();
  const shared = sharedScripts(scripts);
  if (scriptBytes(shared) > MAX_SCRIPT_BYTES) throw scriptsTooLarge();
  const content = JSON.stringify({ title, files, language, persistence, scripts: shared, ...(modules.length > 0 ? { modules } : {}) });
  const { deflateSync } = await import('fflate');
  const packed = deflateSync(utf8(JSON.stringify({ content, sum: checksum(content) })), { level: 9 });
  return `#p=${VERSION}.${toBase64Url(packed)}`;
}

/** Whether a fragment is meant to be a shared project at all. */
export const isShare = (fragment: string): boolean => fragment.startsWith('#p=');

/** Inverse of {@link encodeShare}. Rejects with codes `share-damaged`, `share-version`, `share-invalid` and `share-too-large`. */
export async function decodeShare(fragment: string): Promise<SharedProject> {
  const match = /^#p=(\w{1,12})\.([\w-]*)$/.exec(fragment);
  if (!match) throw damaged();
  const [, version = '', text = ''] = match;
  if (version !== VERSION) {
    const hint = 'Reload the page to get the newest version of the playground, or ask for the link again.';
    throw new PlaygroundError('share-version', `The link is of version ${version}; this playground reads version ${VERSION}.`, hint);
  }
  const packed = fromBase64Url(text);
  if (!packed) throw damaged();
  const outer = parse(fromUtf8(await inflate(packed)));
  const { content, sum } = isObject(outer) ? outer : {};
  if (typeof content !== 'string' || sum !== checksum(content)) throw damaged();
  return validate(parse(content));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damaged();
  }
}

function validate(value: unknown): SharedProject {
  if (!isObject(value)) throw invalid('it is not a record.');
  const { title, files, language, persistence, modules } = value;
  if (typeof title !== 'string' || title.length > MAX_TITLE_LENGTH) throw invalid('its title is missing or too long.');
  if (language !== 'persistent' && language !== 'legacy') throw invalid('its language is unknown.');
  if (persistence !== 'enhanced' && persistence !== 'classical') throw invalid('its persistence is unknown.');
  if (!isObject(files)) throw invalid('it has no files.');
  const scripts = validScripts(value['scripts']);
  if (scripts === undefined) throw invalid('its scripts of calls cannot be read.');
  if (scriptBytes(scripts) > MAX_SCRIPT_BYTES) throw scriptsTooLarge();
  const valid = validateModules(modules);
  if (!valid) throw invalid('one of its modules is damaged.');
  const added = { ...(scripts.length > 0 ? { scripts } : {}), ...(valid.length > 0 ? { modules: valid } : {}) };
  return { title: title.trim() || 'Shared project', files: validateFiles(files), language, persistence, ...added };
}

function validateFiles(files: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.entries(files);
  if (entries.length === 0) throw invalid('it has no files.');
  if (entries.length > MAX_FILES) throw tooLarge();
  const valid: Record<string, string> = {};
  for (const [path, text] of entries) {
    const problem = newPathProblem(path, valid);
    if (problem !== undefined) throw invalid(problem);
    if (typeof text !== 'string') throw invalid('one of its files is not text.');
    valid[path] = text;
  }
  if (projectBytes(valid) > MAX_PROJECT_BYTES) throw tooLarge();
  return valid;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const projectBytes = (files: Readonly<Record<string, string>>): number =>
  Object.entries(files).reduce((sum, [path, text]) => sum + utf8(path).length + utf8(text).length, 0);

async function inflate(packed: Uint8Array): Promise<Uint8Array> {
  const { Inflate } = await import('fflate');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length && length <= MAX_INFLATED_BYTES; at += SLICE_BYTES) {
      stream.push(packed.subarray(at, at + SLICE_BYTES), at + SLICE_BYTES >= packed.length);
    }
  } catch {
    throw damaged();
  }
  if (length > MAX_INFLATED_BYTES) throw tooLarge();
  return concat(chunks);
}

/** FNV-1a of the UTF-16 code units, 32 bits: finds damage, proves nothing. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
