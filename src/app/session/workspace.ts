import type { WorkspaceEntry } from '../../protocol/replica.ts';
import type { CallRecord, Project } from '../state/model.ts';
import type { ReplicaLink } from './replica-link.ts';

/** What the page keeps: `project/<id>`, `calls/<project id>`, `module/<hash>`, `lesson/<course>`, `checkpoint/<id>`, `preview`, `settings` and `clock-moved`, beside the replica's state and under its lock. */

/** Milliseconds that further changes are collected for, once one was written. */
const DEBOUNCE = 150;

export interface Settings {
  readonly currentProject: string | undefined;
  readonly identity: string;
  readonly selected: string | undefined;
}

/** Calls of each canister of a project, by the canister's name. */
export type CallHistory = Readonly<Record<string, readonly CallRecord[]>>;

export interface LoadedWorkspace {
  readonly projects: readonly Project[];
  readonly calls: ReadonlyMap<string, CallHistory>;
  readonly settings: Settings | undefined;
  /** Bytes of modules that were made elsewhere, by hash. */
  readonly modules: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Progress in courses, by course. */
  readonly lessons: ReadonlyMap<string, unknown>;
  /** The course that its author looked at last; `undefined` where there is none. */
  readonly preview: unknown;
  /** Moments that can be gone back to, packed, by id. */
  readonly checkpoints: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** The replica's clock was moved ahead at some time. */
  readonly clockMoved: boolean;
}

export interface Workspace {
  load(): Promise<LoadedWorkspace>;
  /** Notes a change; it is written soon. */
  put(key: string, value: unknown): void;
  remove(keys: readonly string[]): void;
  /** Writes what is noted now; resolves when it is on disk. Failures go to `onFailure`, and the change stays noted. */
  flush(): Promise<void>;
  /** Forgets what is noted, for when another tab has gone on from the same storage. */
  discard(): void;
}

export const projectKey = (id: string): string => `project/${id}`;
export const callsKey = (projectId: string): string => `calls/${projectId}`;
export const checkpointKey = (id: string): string => `checkpoint/${id}`;
export const moduleKey = (hash: string): string => `module/${hash}`;
export const SETTINGS_KEY = 'settings';
export const PREVIEW_KEY = 'preview';
export const CLOCK_MOVED_KEY = 'clock-moved';

const REMOVED = Symbol('removed');

export function createWorkspace(link: ReplicaLink, onFailure: (error: unknown) => void): Workspace {
  let dirty = new Map<string, unknown>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (dirty.size === 0) return;
    const batch = dirty;
    dirty = new Map();
    const entries = [...batch];
    const put = entries.flatMap(([key, value]) => (value === REMOVED ? [] : [{ key, value }]));
    const remove = entries.flatMap(([key, value]) => (value === REMOVED ? [key] : []));
    try {
      await link.call('saveWorkspace', { put, remove });
    } catch (error) {
      dirty = new Map([...batch, ...dirty]);
      onFailure(error);
    }
  };

  const note = (key: string, value: unknown): void => {
    dirty.set(key, value);
    if (timer !== undefined) return;
    timer = setTimeout(() => void flush(), DEBOUNCE);
    // What follows a pause is written at once, and all that one click changes together: the page may be left the next moment.
    queueMicrotask(() => void writeSoon());
  };

  const writeSoon = (): Promise<void> => {
    writing = writing.then(write);
    return writing;
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return writeSoon();
  };

  return {
    load: async () => readEntries(await link.call('loadWorkspace', undefined)),
    put: note,
    remove: (keys) => keys.forEach((key) => note(key, REMOVED)),
    flush,
    discard: () => {
      dirty = new Map();
    },
  };
}

/** Entries of unknown shape (a later version of the page wrote them) are left alone. */
export function readEntries(entries: readonly WorkspaceEntry[]): LoadedWorkspace {
  const projects: Project[] = [];
  const calls = new Map<string, CallHistory>();
  const modules = new Map<string, Uint8Array<ArrayBuffer>>();
  const lessons = new Map<string, unknown>();
  const checkpoints = new Map<string, Uint8Array<ArrayBuffer>>();
  let settings: Settings | undefined;
  for (const { key, value } of entries) {
    if (key === SETTINGS_KEY && isRecord(value)) settings = value as unknown as Settings;
    else if (key.startsWith('project/') && isProject(value)) projects.push(value);
    else if (key.startsWith('calls/') && isRecord(value)) calls.set(key.slice('calls/'.length), value as CallHistory);
    else if (key.startsWith('checkpoint/') && value instanceof Uint8Array) checkpoints.set(key.slice('checkpoint/'.length), value as Uint8Array<ArrayBuffer>);
    else if (key.startsWith('module/') && value instanceof Uint8Array) modules.set(key.slice('module/'.length), value as Uint8Array<ArrayBuffer>);
    else if (key.startsWith('lesson/')) lessons.set(key.slice('lesson/'.length), value);
  }
  return { projects, calls, settings, modules, checkpoints, lessons, preview: entries.find(({ key }) => key === PREVIEW_KEY)?.value, clockMoved: entries.some(({ key }) => key === CLOCK_MOVED_KEY) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isProject(value: unknown): value is Project {
  if (!isRecord(value)) return false;
  const records = [value['files'], value['canisterIds'], value['installed'], value['upgrades']];
  return typeof value['id'] === 'string' && typeof value['title'] === 'string' && records.every(isRecord);
}
