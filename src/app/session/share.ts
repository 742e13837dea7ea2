import { t } from '@lingui/core/macro';
import { fromUtf8, utf8 } from '../../primitives/bytes.ts';
import { fromBase64Url, toBase64Url } from './base64-url.ts';
import type { Language, Persistence } from '../../protocol/compiler.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import { inflate } from './inflating.ts';
import type { Place } from '../state/archive-model.ts';
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
  /** The next three are missing in links of earlier versions. */
  readonly openFile?: string | undefined;
  readonly sample?: string | undefined;
  readonly place?: Place | undefined;
}

const VERSION = '1';
/** Lessons and steps are named by parts of addresses. */
const PLACE = /^[\w-]+(\/[\w-]+)*$/;
const MAX_INFLATED_BYTES = 1_048_576;
const SLICE_BYTES = 256;
const MAX_TITLE_LENGTH = 200;

const damaged = (): PlaygroundError =>
  new PlaygroundError('share-damaged', t`The link is cut or damaged, so the project in it cannot be opened.`, t`Ask for the link again, and copy it whole.`);
const invalid = (detail: string): PlaygroundError =>
  new PlaygroundError('share-invalid', t`The link does not hold a project of the playground: ${detail}`, t`Ask whoever made the link for another one.`);
const tooLarge = (): PlaygroundError =>
  new PlaygroundError(
    'share-too-large',
    t`A link can hold at most ${{ files: MAX_FILES }} files and ${{ kilobytes: MAX_PROJECT_BYTES / 1000 }} kB of text.`,
    t`Leave out files that are not needed.`,
  );

const scriptsTooLarge = (): PlaygroundError =>
  new PlaygroundError(
    'share-too-large',
    t`A link can hold at most ${{ kilobytes: MAX_SCRIPT_BYTES / 1000 }} kB of scripts, with the replies that were recorded.`,
    t`Delete a script, or steps with long replies.`,
  );

/** The fragment, from `#` on. Rejects with code `share-too-large`. */
export async function encodeShare({ title, files, language, persistence, scripts, modules = [], openFile, sample, place }: SharedProject): Promise<string> {
  if (Object.keys(files).length > MAX_FILES || projectBytes(files) > MAX_PROJECT_BYTES) throw tooLarge();
  const shared = sharedScripts(scripts);
  if (scriptBytes(shared) > MAX_SCRIPT_BYTES) throw scriptsTooLarge();
  const content = JSON.stringify({ title, files, language, persistence, scripts: shared, ...(modules.length > 0 ? { modules } : {}), openFile, sample, place });
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
    const hint = t`Reload the page to get the newest version of the playground, or ask for the link again.`;
    throw new PlaygroundError('share-version', t`The link is of version ${version}; this playground reads versions 1 and 2.`, hint);
  }
  const packed = fromBase64Url(text);
  if (!packed) throw damaged();
  const outer = parse(fromUtf8(await inflate(packed, { maximum: MAX_INFLATED_BYTES, slice: SLICE_BYTES, damaged, tooLarge })));
  const { content, sum } = isObject(outer) ? outer : {};
  if (typeof content !== 'string' || sum !== checksum(content)) throw damaged();
  return validShared(parse(content));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw damaged();
  }
}

/** A project as JSON, whoever it comes from. @throws PlaygroundError `share-invalid` or `share-too-large` */
export function validShared(value: unknown): SharedProject {
  if (!isObject(value)) throw invalid(t`it is not a record.`);
  const { title, files, language, persistence, modules } = value;
  if (typeof title !== 'string' || title.length > MAX_TITLE_LENGTH) throw invalid(t`its title is missing or too long.`);
  if (language !== 'persistent' && language !== 'legacy') throw invalid(t`its language is unknown.`);
  if (persistence !== 'enhanced' && persistence !== 'classical') throw invalid(t`its persistence is unknown.`);
  if (!isObject(files)) throw invalid(t`it has no files.`);
  const scripts = validScripts(value['scripts']);
  if (scripts === undefined) throw invalid(t`its scripts of calls cannot be read.`);
  if (scriptBytes(scripts) > MAX_SCRIPT_BYTES) throw scriptsTooLarge();
  const valid = validateModules(modules);
  if (!valid) throw invalid(t`one of its modules is damaged.`);
  const { openFile, sample, place } = value;
  const added = {
    ...(typeof openFile === 'string' ? { openFile } : {}),
    ...(typeof sample === 'string' ? { sample } : {}),
    ...validPlace(place),
    ...(scripts.length > 0 ? { scripts } : {}), ...(valid.length > 0 ? { modules: valid } : {}),
  };
  return { title: title.trim() || t`Shared project`, files: validateFiles(files), language, persistence, ...added };
}

/** Where it cannot be read the project opens without it. */
function validPlace(value: unknown): Pick<SharedProject, 'place'> {
  if (!isObject(value)) return {};
  const { lesson, step } = value;
  if (typeof lesson !== 'string' || lesson.length > MAX_TITLE_LENGTH || !PLACE.test(lesson)) return {};
  return { place: { lesson, step: typeof step === 'string' && step.length <= MAX_TITLE_LENGTH && PLACE.test(step) ? step : undefined } };
}

function validateFiles(files: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const entries = Object.entries(files);
  if (entries.length === 0) throw invalid(t`it has no files.`);
  if (entries.length > MAX_FILES) throw tooLarge();
  const valid: Record<string, string> = {};
  for (const [path, text] of entries) {
    const problem = newPathProblem(path, valid);
    if (problem !== undefined) throw invalid(problem);
    if (typeof text !== 'string') throw invalid(t`one of its files is not text.`);
    valid[path] = text;
  }
  if (projectBytes(valid) > MAX_PROJECT_BYTES) throw tooLarge();
  return valid;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const projectBytes = (files: Readonly<Record<string, string>>): number =>
  Object.entries(files).reduce((sum, [path, text]) => sum + utf8(path).length + utf8(text).length, 0);

/** FNV-1a of the UTF-16 code units, 32 bits: finds damage, proves nothing. */
function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
