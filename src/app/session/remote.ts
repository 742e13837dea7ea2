import { t } from '@lingui/core/macro';
import { concat, fromUtf8 } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ProjectArchive } from '../state/archive-model.ts';
import { MAX_FILES, MAX_PROJECT_BYTES, newPathProblem, pathProblem } from '../state/paths.ts';
import { isProjectFile } from './container.ts';
import { remoteOf } from './remote-address.ts';
import { type SharedProject, validShared } from './share.ts';
import { readProjectFile } from './state-links.ts';

/** Projects that are fetched from elsewhere, within limits of time, size and number. What comes is as hostile as a link. */

export type Remote = { readonly kind: 'archive'; readonly archive: ProjectArchive } | { readonly kind: 'code'; readonly shared: SharedProject };

const MAX_BYTES = 16_777_216;
/** Of one answer of an interface that lists files. */
const MAX_LIST_BYTES = 2_097_152;
const MAX_REQUESTS = 60;
const MAX_DEPTH = 4;
/** Milliseconds for all requests together. */
const PATIENCE = 20_000;

type Fetch = typeof globalThis.fetch;

const refused = (message: string, hint: string): PlaygroundError => new PlaygroundError('share-remote', message, hint);
const tooLarge = (): PlaygroundError => refused(t`The project is larger than a project may be: ${{ files: MAX_FILES }} files and ${{ kilobytes: MAX_PROJECT_BYTES / 1000 }} kB of text.`, t`Link to a folder that holds the project alone.`);

/** Fetches what the address names. Rejects with `share-remote` and the codes of links. */
export async function fetchRemote(href: string, fetch: Fetch = globalThis.fetch.bind(globalThis)): Promise<Remote> {
  const remote = remoteOf(href);
  const source = createSource(fetch, new URL(href));
  if (remote?.kind === 'gist') return { kind: 'code', shared: await gist(source, remote.value) };
  if (remote?.kind === 'github') return { kind: 'code', shared: await github(source, remote.value) };
  return project(source, remote?.value ?? '');
}

interface Source {
  readonly bytes: (url: URL, maximum: number) => Promise<Uint8Array<ArrayBuffer>>;
  /** The page's own address. */
  readonly here: URL;
}

function createSource(fetch: Fetch, here: URL): Source {
  const signal = AbortSignal.timeout(PATIENCE);
  let requests = 0;
  return {
    here,
    bytes: async (url, maximum) => {
      if (!isAllowed(url, here)) throw refused(t`${{ address: url.href.slice(0, 200) }} is not fetched: only https addresses are.`, t`Use an address that begins with https://.`);
      if (++requests > MAX_REQUESTS) throw tooLarge();
      const response = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' }).catch((error: unknown) => {
        throw unreachable(url, error);
      });
      if (!response.ok) throw answered(url, response);
      return read(response, maximum, url);
    },
  };
}

/** Only what nobody on the way can change; and this machine, for authors. */
const isAllowed = (url: URL, here: URL): boolean => url.protocol === 'https:' || url.origin === here.origin || (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname));

function answered({ host }: URL, { status, statusText }: Response): PlaygroundError {
  const answer = `${status} ${statusText}`.trim();
  const text = t`${host} answered with ${answer}.`;
  if (status === 403 || status === 429) return refused(text, t`It limits how often it is asked: try again in an hour, or drop the project here as a file.`);
  return refused(text, status === 404 ? t`Nothing public is there: look whether the address is right, and not that of something private.` : t`Try again later.`);
}

function unreachable(url: URL, error: unknown): PlaygroundError {
  const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
  if (timedOut) return refused(t`${{ host: url.host }} took too long to answer.`, t`Try again, or use a file.`);
  return refused(t`${{ host: url.host }} could not be read from this page.`, t`It is offline, or it does not allow other pages to read it (CORS). Put the project where that is allowed, such as a gist, or drop it here as a file.`);
}

async function read(response: Response, maximum: number, url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const part = await reader?.read().catch((error: unknown) => {
      throw unreachable(url, error);
    });
    if (!part || part.done) return concat(parts);
    length += part.value.length;
    parts.push(part.value);
    if (length > maximum) {
      await reader?.cancel();
      throw tooLarge();
    }
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes)) as unknown;
  } catch {
    throw refused(t`What came is not JSON, so no project can be read from it.`, t`Look whether the address is that of a project.`);
  }
}

function addressOf(text: string, base: URL): URL {
  try {
    return new URL(text, base);
  } catch {
    throw refused(t`The address of the project cannot be read.`, t`Write it whole: https://…`);
  }
}

async function project(source: Source, value: string): Promise<Remote> {
  const url = addressOf(value, source.here);
  const bytes = await source.bytes(url, MAX_BYTES);
  if (isProjectFile(bytes)) return { kind: 'archive', archive: await readProjectFile(bytes) };
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  if (name.endsWith('.mo')) return { kind: 'code', shared: fromFiles(name.slice(0, -'.mo'.length), { [name]: fromUtf8(bytes) }) };
  return { kind: 'code', shared: validShared(parse(bytes)) };
}

/** Files as they are found elsewhere; those that no project can have are left out, but never because there are too many. */
function fromFiles(title: string, found: Readonly<Record<string, string>>): SharedProject {
  const files: Record<string, string> = {};
  if (Object.keys(found).filter((path) => pathProblem(path) === undefined).length > MAX_FILES) throw tooLarge();
  for (const [path, text] of Object.entries(found)) if (newPathProblem(path, files) === undefined) files[path] = text;
  if (!Object.keys(files).some((path) => path.toLowerCase().endsWith('.mo'))) throw refused(t`There is no Motoko in it: no file whose name ends with .mo.`, t`Name a gist, or a folder, that holds the .mo files of a project.`);
  const legacy = Object.values(files).some((text) => /^\s*actor\b/m.test(text)) && !Object.values(files).some((text) => /\bpersistent\s+actor\b/.test(text));
  return validShared({ title: title.slice(0, 200), files, language: legacy ? 'legacy' : 'persistent', persistence: 'enhanced' });
}

async function gist(source: Source, id: string): Promise<SharedProject> {
  if (!/^[0-9a-f]{5,64}$/i.test(id)) throw refused(t`That is not the id of a gist.`, t`Use the letters and digits at the end of its address.`);
  const answer = parse(await source.bytes(new URL(`https://api.github.com/gists/${id}`), MAX_LIST_BYTES));
  const files = isRecord(answer) && isRecord(answer['files']) ? Object.values(answer['files']) : [];
  const found = files.flatMap((file) => {
    if (!isRecord(file)) return [];
    const { filename, content, truncated } = file;
    if (truncated === true) throw tooLarge();
    return typeof filename === 'string' && typeof content === 'string' ? [[filename, content] as const] : [];
  });
  const description = isRecord(answer) && typeof answer['description'] === 'string' ? answer['description'] : '';
  return fromFiles(description.trim() || `Gist ${id.slice(0, 7)}`, Object.fromEntries(found));
}

const NAME = /^[\w.-]{1,100}$/;

async function github(source: Source, value: string): Promise<SharedProject> {
  const [owner = '', repository = '', ...path] = value.split('/').filter((part) => part !== '');
  if (![owner, repository, ...path].every((part) => NAME.test(part) && part !== '.' && part !== '..')) throw refused(t`That is not a place on GitHub.`, t`Write it as owner/repository/folder.`);
  const root = path.join('/');
  const listing = (folder: string) => new URL(`https://api.github.com/repos/${owner}/${repository}/contents/${folder}`);
  const files: Record<string, string> = {};
  const visit = async (folder: string, depth: number): Promise<void> => {
    const answer = parse(await source.bytes(listing(folder), MAX_LIST_BYTES));
    for (const entry of Array.isArray(answer) ? (answer as readonly unknown[]) : [answer]) {
      const found = entryOf(entry);
      if (!found) continue;
      const relative = relativePath(found, root);
      if (relative === undefined) continue;
      if (found.type === 'dir' && depth < MAX_DEPTH) await visit(found.path, depth + 1);
      else if (found.type === 'file' && pathProblem(relative) === undefined) files[relative] = fromUtf8(await source.bytes(addressOf(found.url, source.here), MAX_PROJECT_BYTES));
    }
  };
  await visit(root, 0);
  return fromFiles(path.at(-1) ?? repository, files);
}

/** `undefined` for what is not in the folder that was asked for. */
function relativePath({ name, path }: Entry, root: string): string | undefined {
  if (path === root) return name;
  if (root === '') return path;
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}

interface Entry {
  readonly type: 'file' | 'dir';
  readonly name: string;
  readonly path: string;
  readonly url: string;
}

function entryOf(value: unknown): Entry | undefined {
  if (!isRecord(value)) return undefined;
  const { type, name, path, download_url: url } = value;
  if ((type !== 'file' && type !== 'dir') || typeof name !== 'string' || typeof path !== 'string' || path.includes('..')) return undefined;
  // A module of another repository is listed as a file that cannot be loaded.
  if (type === 'file' && typeof url !== 'string') return undefined;
  return { type, name, path, url: typeof url === 'string' ? url : '' };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
