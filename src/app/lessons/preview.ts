import { belongs, type FoundFile, readFolder } from '../state/lessons/folder.ts';
import { LIMITS, PICTURE } from '../state/lessons/limits.ts';
import type { Pictures } from '../state/lessons-model.ts';
import type { CourseFolder } from '../state/lessons/model.ts';

/** A folder of the author's disk. */
export interface PreviewedFolder {
  readonly name: string;
  /** The files as they are now; a rejection means that they cannot be read any more. */
  readonly files: () => Promise<readonly PickedFile[]>;
}

interface PickedFile {
  readonly path: string;
  readonly file: File;
}

/** What browsers that can read folders have; TypeScript's library does not know it. */
interface DirectoryPicker {
  readonly showDirectoryPicker: (options: { readonly id: string }) => Promise<DirectoryHandle>;
}
interface DirectoryHandle {
  readonly kind: 'directory';
  readonly name: string;
  readonly values: () => AsyncIterable<DirectoryHandle | FileHandle>;
}
interface FileHandle {
  readonly kind: 'file';
  readonly name: string;
  readonly getFile: () => Promise<File>;
}

export const canPickFolder = (): boolean => 'showDirectoryPicker' in window;

/** Asks for a folder; `undefined` where the author thought better of it. */
export async function pickFolder(): Promise<PreviewedFolder | undefined> {
  try {
    const handle = await (window as unknown as DirectoryPicker).showDirectoryPicker({ id: 'course' });
    return { name: handle.name, files: () => filesOf(handle, '') };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
}

async function filesOf(folder: DirectoryHandle, path: string): Promise<PickedFile[]> {
  const found: PickedFile[] = [];
  for await (const entry of folder.values()) {
    const inner = path === '' ? entry.name : `${path}/${entry.name}`;
    if (!belongs(inner) || found.length > LIMITS.files) continue;
    if (entry.kind === 'file') found.push({ path: inner, file: await entry.getFile() });
    else if (inner.split('/').length < 8) found.push(...(await filesOf(entry, inner)));
  }
  return found;
}

/** The files that were chosen with an `<input webkitdirectory>`: each has the folder's name before its path. */
export function chosenFolder(list: FileList): PreviewedFolder | undefined {
  const files = [...list].map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/'), file }));
  const name = list[0]?.webkitRelativePath.split('/')[0];
  return name === undefined ? undefined : { name, files: () => Promise.resolve(files) };
}

export interface Snapshot {
  readonly folder: CourseFolder;
  readonly pictures: Pictures;
}

/** The folder as it is now. */
export async function readPreview({ name, files }: PreviewedFolder): Promise<Snapshot> {
  const picked = (await files()).filter(({ path }) => belongs(path));
  const found = picked.map(({ path, file }): FoundFile => ({ path, bytes: file.size, text: () => file.text() }));
  const pictures = picked.filter(({ path, file }) => PICTURE.test(path) && file.size <= LIMITS.pictureBytes).slice(0, LIMITS.files);
  return { folder: await readFolder(name, found), pictures: Object.fromEntries(await Promise.all(pictures.map(async ({ path, file }) => [path, await copied(path, file)] as const))) };
}

/** The picture apart from its file, which may change or go. It needs its type to be shown, which not every system tells. */
async function copied(path: string, file: File): Promise<Blob> {
  const extension = path.split('.').at(-1)?.toLowerCase() ?? '';
  return new Blob([await file.arrayBuffer()], { type: { svg: 'image/svg+xml', jpg: 'image/jpeg' }[extension] ?? `image/${extension}` });
}

/** Changes when a file of the folder does. */
export const fingerprintOf = (files: readonly PickedFile[]): string => files.map(({ path, file }) => `${path} ${file.size} ${file.lastModified}`).sort().join('\n');
