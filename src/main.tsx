import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { breakingChanges } from './app/candid/breaking.ts';
import { decodeReply } from './app/candid/decode.ts';
import { candidText } from './app/candid/candid-text.ts';
import { arrangementPort } from './app/layout/arrangement-port.ts';
import { browserOptions, type PageParts } from './app/session/browser.ts';
import type { IcReplica } from './app/session/ic-replica.ts';
import { createSession, type Session } from './app/session/session.ts';
import { embedParameters } from './app/state/embed.ts';
import { earlyReplica, replicaWorker } from './early-replica.ts';
import { beforeNewLanguage } from './texts/language.ts';
import type { Persistence } from './protocol/compiler.ts';

declare global {
  interface Window {
    /** The replica in this page, for programs. In an embedded page it is there once that is started. */
    icReplica: IcReplica;
  }
}

const compilerWorker = (persistence: Persistence): Worker =>
  new Worker(new URL('./workers/compiler.worker.ts', import.meta.url), { type: 'module', name: `compiler-${persistence}` });
const sharedCompiler = (persistence: Persistence): SharedWorker =>
  new SharedWorker(new URL('./workers/compiler.shared.ts', import.meta.url), { type: 'module', name: `compiler-${persistence}` });

const parts: Pick<PageParts, 'decodeReply' | 'candidText' | 'breakingChanges' | 'commandText' | 'preparedSources'> = {
  decodeReply,
  candidText,
  breakingChanges,
  commandText: () => import('./app/candid/command-text.ts').then((module) => module.commandText),
  preparedSources: () => import('./prepared-sources.ts').then((module) => module.sources),
};

function begin(session: Session): Session {
  window.icReplica = session.icReplica;
  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void session.flush();
  });
  addEventListener('pagehide', () => void session.flush());
  beforeNewLanguage(() => session.flush());
  return session;
}

const root = document.getElementById('root');
const embed = embedParameters(location.search);
if (root && embed) {
  const createCompilerWorker = 'SharedWorker' in globalThis ? sharedCompiler : compilerWorker;
  const options = browserOptions({ createReplicaWorker: () => replicaWorker('replica-embedded'), createCompilerWorker, ...parts });
  const start = (address: typeof options.address) => begin(createSession({ ...options, address, embedded: true, offline: undefined })).store;
  const { mountEmbed } = await import('./app/layout/embed.tsx');
  mountEmbed(root, { parameters: embed, start, candidText, loadSamples: options.loadSamples });
} else if (root) {
  const options = browserOptions({ createReplicaWorker: () => earlyReplica() ?? replicaWorker('replica'), createCompilerWorker: compilerWorker, ...parts, arrangement: arrangementPort });
  const joined = new URLSearchParams(location.search).has('join') ? await (await import('./app/layout/join.tsx')).askToJoin(root, options) : undefined;
  const session = begin(createSession(options));
  createRoot(root).render(<App store={session.store} />);
  await joined?.(session);
}
