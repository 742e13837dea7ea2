import { t } from '@lingui/core/macro';
import type { CompilerEvents, CompilerMethods, Persistence, ProjectSource } from '../../protocol/compiler.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { WorkerHandle } from './replica-link.ts';

export type CompilerHandle = WorkerHandle<CompilerMethods, CompilerEvents>;

/** The compiler, in one worker per persistence: one that has compiled for the one cannot compile for the other. */
export interface Compilers {
  /** Loads the compiler for a persistence, once; resolves with its version. */
  start(persistence: Persistence): Promise<string>;
  /** What the page asks of this source first is answered without the compiler. */
  isPrepared(persistence: Persistence, project: Pick<ProjectSource, 'files' | 'language'>): Promise<boolean>;
  call<K extends keyof CompilerMethods>(
    persistence: Persistence,
    method: K,
    argument: Parameters<CompilerMethods[K]>[0],
  ): Promise<Awaited<ReturnType<CompilerMethods[K]>>>;
}

interface Running {
  readonly handle: CompilerHandle;
  readonly started: Promise<{ version: string }>;
}

export function createCompilers(createWorker: (persistence: Persistence) => CompilerHandle, language?: string): Compilers {
  const running = new Map<Persistence, Running>();

  const discard = (persistence: Persistence, { handle }: Running): void => {
    if (running.get(persistence)?.handle !== handle) return;
    running.delete(persistence);
    handle.client.close(new PlaygroundError('restarted', t`The compiler was started afresh.`, t`Try again.`));
    handle.terminate();
  };

  const start = (persistence: Persistence): Running => {
    const known = running.get(persistence);
    if (known) return known;
    const handle = createWorker(persistence);
    handle.onFailure((message) => handle.client.close(new PlaygroundError('compiler-failed', message, t`Reload the page.`)));
    const fresh = { handle, started: handle.client.call('start', { persistence, language }) };
    running.set(persistence, fresh);
    fresh.started.catch(() => discard(persistence, fresh));
    return fresh;
  };

  return {
    start: async (persistence) => (await start(persistence).started).version,
    isPrepared: async () => false,
    call: (persistence, method, argument) => {
      const attempt = (worker: Running) => worker.started.then(() => worker.handle.client.call(method, argument));
      const worker = start(persistence);
      return attempt(worker).catch((error: unknown) => {
        if (!mendedByFreshWorker(error)) throw error;
        discard(persistence, worker);
        return attempt(start(persistence));
      });
    },
  };
}

/** `restart-needed`: the compiler's flags cannot be unset; `restarted`: another call found that out while this one waited. */
const mendedByFreshWorker = (error: unknown): boolean =>
  error instanceof PlaygroundError && (error.code === 'restart-needed' || error.code === 'restarted');
