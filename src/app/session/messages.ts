import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';
import { mayChangeState, type MessageReport } from '../../protocol/replica.ts';
import { canisterName, withLog, withView } from '../state/canisters.ts';
import { notices } from '../state/notices.ts';
import { type Context, currentProject, notify, patch } from './context.ts';
import type { Inspector } from './inspect.ts';

/** Milliseconds a message may execute before the page offers to stop it. */
const RUNNING_SHOWN_AFTER = 400;
/** Requests whose reports are remembered until their call has its answer. */
const REMEMBERED_REQUESTS = 200;

/** The message that executes now; there is one at a time. */
export interface Executing {
  readonly messageId: string;
  readonly canisterId: string;
  readonly method: string;
  readonly since: number;
}

export interface Messages {
  /** The message that executes at this moment. */
  executing(): Executing | undefined;
  /** The worker was ended: nothing executes any more. */
  ended(): void;
}

/** Turns what the replica reports into state. */
export function followReplica(context: Context, inspector: Inspector, onStorage: (code: 'lost' | 'full' | 'failed', message: string) => void): Messages {
  const { link, store, options } = context;
  let executing: Executing | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ended = (): void => {
    clearTimeout(timer);
    executing = undefined;
    store.update((state) => (state.running ? { ...state, running: undefined } : state));
  };

  link.on('started', ({ messageId, canisterId, method }) => {
    ended();
    const started = { messageId, canisterId, method, since: options.now() };
    executing = started;
    timer = setTimeout(() => store.update((state) => ({ ...state, running: { canisterId, method, since: started.since } })), RUNNING_SHOWN_AFTER);
  });
  link.on('message', (report) => {
    if (executing?.messageId === report.messageId) ended();
    context.instructions.add(report);
    const name = canisterName(currentProject(context), report.canisterId);
    if (name !== undefined && changesState(report)) inspector.changed(name);
  });
  link.on('install', (report) => {
    ended();
    remember(context.installReports, report.requestId, report);
  });
  link.on('canister', (view) => store.update((state) => withView(state, view)));
  link.on('log', ({ canisterId, record }) => {
    const project = currentProject(context);
    const name = canisterName(project, canisterId);
    if (project && name !== undefined) patch(context, project.id, name, ({ logs }) => ({ logs: withLog(logs, record) }));
  });
  link.on('storage', ({ code, message }) => onStorage(code, message));
  link.onFailure((message) => notify(context, notices.replicaFailed(message)));

  return { executing: () => executing, ended };
}

/** Whether it may have changed what the canister remembers. */
export const changesState = ({ kind, method }: MessageReport): boolean => mayChangeState(kind) && method !== INSPECTOR_METHOD;

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= REMEMBERED_REQUESTS) return;
    map.delete(oldest);
  }
}
