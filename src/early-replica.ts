export const replicaWorker = (name: 'replica' | 'replica-ahead' | 'replica-embedded'): Worker =>
  new Worker(new URL('./workers/replica.worker.ts', import.meta.url), { type: 'module', name });

const parameters = new URLSearchParams(location.search);
/** Not where a reader is asked first (`?join`), and not in another page, where the playground waits for a click (`?embed`). */
let early = parameters.has('embed') || parameters.has('join') ? undefined : replicaWorker('replica-ahead');

// Nobody listens yet: another worker fails in front of those who do.
early?.addEventListener('error', () => {
  early = undefined;
});

/** The worker that was started before the page; the first who asks has it. `undefined` where there is none, or its program did not load. */
export function earlyReplica(): Worker | undefined {
  const worker = early;
  early = undefined;
  return worker;
}
