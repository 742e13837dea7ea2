import { t } from '@lingui/core/macro';
import type { Persistence } from '../../protocol/compiler.ts';
import { createClient, type Events, type Methods } from '../../protocol/rpc.ts';
import { language } from '../../texts/language.ts';
import { CALLERS } from './callers.ts';
import type { CompilerHandle } from './compilers.ts';
import type { SessionOptions } from './context.ts';
import { serviceWorker } from './browser-offline.ts';
import { detectEnhanced } from './features.ts';
import { createLaterCalls } from './later-calls.ts';
import type { ReplicaHandle, WorkerHandle } from './replica-link.ts';
import { loadSamples } from './samples.ts';

/** What only the root of the page can give: its workers, and the decoder of Candid. */
export interface PageParts {
  readonly createReplicaWorker: () => Worker;
  readonly createCompilerWorker: (persistence: Persistence) => Worker | SharedWorker;
  readonly decodeReply: SessionOptions['decodeReply'];
  readonly candidText: SessionOptions['candidText'];
  readonly breakingChanges: SessionOptions['breakingChanges'];
  readonly arrangement?: SessionOptions['arrangement'];
  /** Loaded when the compiler is first asked for something. */
  readonly preparedSources: NonNullable<SessionOptions['prepared']>['sources'];
  readonly commandText: NonNullable<SessionOptions['commandText']>;
}

/** The surroundings of a session in a browser window. */
export function browserOptions({ createReplicaWorker, createCompilerWorker, decodeReply, candidText, breakingChanges, commandText, arrangement, preparedSources }: PageParts): SessionOptions {
  return {
    createReplica: (): ReplicaHandle => workerHandle(createReplicaWorker()),
    createCompiler: (persistence): CompilerHandle => workerHandle(createCompilerWorker(persistence)),
    createCalls: (replica) =>
      createLaterCalls(async () => {
        const [{ createAgentCalls }, { createIdentities }] = await Promise.all([import('./agent-calls.ts'), import('./identities.ts')]);
        return createAgentCalls({ ...replica, identities: createIdentities(), host: location.origin });
      }),
    language: language(),
    loadSamples: () => loadSamples(globalThis.fetch.bind(globalThis), new URL('samples/', document.baseURI), { index: 'index.json', language: language() }),
    prepared: { sources: preparedSources, fetchModule },
    courseFile: async (file): Promise<unknown> => {
      const response = await fetch(new URL(`courses/${file}`, document.baseURI));
      if (!response.ok) throw new TypeError(t`${{ address: `courses/${file}` }} answered ${{ status: response.status }}`);
      return (await response.json()) as unknown;
    },
    loadFailureLab: () => loadSamples(globalThis.fetch.bind(globalThis), new URL('samples/', document.baseURI), { index: 'failures.json', language: language() }),
    decodeReply,
    candidText,
    breakingChanges,
    commandText,
    arrangement,
    clipboard: (navigator as Partial<Navigator>).clipboard,
    address: {
      href: () => location.href,
      replace: (href) => history.replaceState(history.state, '', href),
      onHashChange: (listener) => addEventListener('hashchange', listener),
    },
    now: () => Date.now(),
    newId: () => [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join(''),
    identities: CALLERS.map(({ name, principal }) => ({ name, principal })),
    enhanced: detectEnhanced((module) => WebAssembly.validate(module)),
    reload: () => location.reload(),
    offline: import.meta.env.PROD ? serviceWorker : undefined,
  };
}

async function fetchModule(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address);
  if (!response.ok) throw new TypeError(t`${{ address }} answered ${{ status: response.status }}`);
  return new Uint8Array(await response.arrayBuffer());
}

function workerHandle<M extends Methods, E extends Events>(worker: Worker | SharedWorker): WorkerHandle<M, E> {
  const port = 'port' in worker ? worker.port : worker;
  const client = createClient<M, E>(port);
  if (port instanceof MessagePort) port.start();
  return {
    client,
    terminate: () => (port instanceof MessagePort ? port.close() : port.terminate()),
    onFailure: (listener) => worker.addEventListener('error', (event) => listener((event instanceof ErrorEvent && event.message) || t`its program did not load.`)),
  };
}
