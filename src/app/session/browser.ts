import type { Persistence } from '../../protocol/compiler.ts';
import { createClient, type Events, type Methods } from '../../protocol/rpc.ts';
import { createAgentCalls } from './agent-calls.ts';
import type { CompilerHandle } from './compilers.ts';
import type { SessionOptions } from './context.ts';
import { detectEnhanced } from './features.ts';
import { createIdentities } from './identities.ts';
import type { ReplicaHandle, WorkerHandle } from './replica-link.ts';
import { loadSamples } from './samples.ts';

/** What only the root of the page can give: its workers, and the decoder of Candid. */
export interface PageParts {
  readonly createReplicaWorker: () => Worker;
  readonly createCompilerWorker: (persistence: Persistence) => Worker;
  readonly decodeReply: SessionOptions['decodeReply'];
  readonly candidText: SessionOptions['candidText'];
  readonly breakingChanges: SessionOptions['breakingChanges'];
}

/** The surroundings of a session in a browser window. */
export function browserOptions({ createReplicaWorker, createCompilerWorker, decodeReply, candidText, breakingChanges }: PageParts): SessionOptions {
  const identities = createIdentities();
  return {
    createReplica: (): ReplicaHandle => workerHandle(createReplicaWorker()),
    createCompiler: (persistence): CompilerHandle => workerHandle(createCompilerWorker(persistence)),
    createCalls: ({ fetch, rootKey }) => createAgentCalls({ fetch, rootKey, identities, host: location.origin }),
    loadSamples: () => loadSamples(globalThis.fetch.bind(globalThis), new URL('samples/', document.baseURI)),
    decodeReply,
    candidText,
    breakingChanges,
    clipboard: (navigator as Partial<Navigator>).clipboard,
    address: {
      href: () => location.href,
      replace: (href) => history.replaceState(history.state, '', href),
      onHashChange: (listener) => addEventListener('hashchange', listener),
    },
    now: () => Date.now(),
    newId: () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join(''),
    identities: identities.map(({ name, principal }) => ({ name, principal })),
    enhanced: detectEnhanced((module) => WebAssembly.validate(module)),
    reload: () => location.reload(),
  };
}

function workerHandle<M extends Methods, E extends Events>(worker: Worker): WorkerHandle<M, E> {
  return {
    client: createClient<M, E>(worker),
    terminate: () => worker.terminate(),
    onFailure: (listener) => worker.addEventListener('error', (event) => listener(event.message || 'its program did not load.')),
  };
}
