import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { breakingChanges } from './app/candid/breaking.ts';
import { decodeReply } from './app/candid/decode.ts';
import { candidText } from './app/candid/candid-text.ts';
import { browserOptions } from './app/session/browser.ts';
import type { IcReplica } from './app/session/ic-replica.ts';
import { createSession } from './app/session/session.ts';

declare global {
  interface Window {
    /** The replica in this page, for programs. */
    icReplica: IcReplica;
  }
}

const session = createSession(
  browserOptions({
    createReplicaWorker: () => new Worker(new URL('./workers/replica.worker.ts', import.meta.url), { type: 'module', name: 'replica' }),
    createCompilerWorker: (persistence) =>
      new Worker(new URL('./workers/compiler.worker.ts', import.meta.url), { type: 'module', name: `compiler-${persistence}` }),
    decodeReply,
    candidText,
    breakingChanges,
  }),
);

window.icReplica = session.icReplica;
addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void session.flush();
});
addEventListener('pagehide', () => void session.flush());

const root = document.getElementById('root');
if (root) createRoot(root).render(<App store={session.store} />);
