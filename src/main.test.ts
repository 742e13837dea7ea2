import { IDL } from '@dfinity/candid';
import { describe, expect, it, vi } from 'vitest';
import { galleryTexts } from '../scripts/sample-files.mjs';
import { candidText } from './app/candid/candid-text.ts';
import { breakingChanges } from './app/candid/breaking.ts';
import { decodeReply } from './app/candid/decode.ts';
import { createAgentCalls } from './app/session/agent-calls.ts';
import type { SessionOptions } from './app/session/context.ts';
import { CALLERS } from './app/session/callers.ts';
import { createIdentities } from './app/session/identities.ts';
import { loadSamples } from './app/session/samples.ts';
import { createSession, type Session } from './app/session/session.ts';
import { createCompiler } from './compiler/compiler.ts';
import { loadMocInNode, loadPackageInNode } from './compiler/testing/node.ts';
import type { CompilerEvents, CompilerMethods } from './protocol/compiler.ts';
import type { ReplicaEvents, ReplicaMethods } from './protocol/replica.ts';
import { createClient, serve } from './protocol/rpc.ts';
import { createMemoryState, createMemoryStore } from './storage/memory.ts';
import { createReplicaService } from './workers/replica-service.ts';

/** The whole page but its looks and its browser: session, agent, compiler and replica, each at its end of a message channel. */

const NO_ARGUMENTS = new Uint8Array(IDL.encode([], []));

function createPage(state = createMemoryState()): Session {
  const identities = createIdentities();
  const options: SessionOptions = {
    createReplica: () => {
      const { port1, port2 } = new MessageChannel();
      const emit = serve<ReplicaMethods, ReplicaEvents>(
        port2,
        createReplicaService(
          {
            openStorage: () => Promise.resolve({ storage: createMemoryStore(state), memoryReason: undefined }),
            clock: () => BigInt(Date.now()) * 1_000_000n,
            random: (length) => new Uint8Array(length).fill(3),
            defer: () => new Promise((resolve) => setTimeout(resolve)),
            schedule: () => () => undefined,
          },
          (name, payload) => emit(name, payload),
        ),
      );
      port1.start();
      port2.start();
      return { client: createClient<ReplicaMethods, ReplicaEvents>(port1), terminate: () => port1.close(), onFailure: () => undefined };
    },
    createCompiler: () => {
      const { port1, port2 } = new MessageChannel();
      serve<CompilerMethods, CompilerEvents>(port2, { ...createCompiler({ loadMoc: loadMocInNode, loadPackage: loadPackageInNode }) });
      port1.start();
      port2.start();
      return { client: createClient<CompilerMethods, CompilerEvents>(port1), terminate: () => port1.close(), onFailure: () => undefined };
    },
    createCalls: ({ fetch, rootKey }) => createAgentCalls({ fetch, rootKey, identities, host: 'http://localhost' }),
    loadSamples: () => loadSamples(readFromDisk, new URL('http://localhost/samples/')),
    courseFile: async () => [],
    decodeReply,
    candidText,
    breakingChanges,
    clipboard: undefined,
    address: { href: () => 'http://localhost/', replace: () => undefined, onHashChange: () => undefined },
    now: () => Date.now(),
    newId: () => 'project',
    identities: CALLERS.map(({ name, principal }) => ({ name, principal })),
    enhanced: { available: false, reason: 'Node 20 has no 64-bit tables.' },
    reload: () => undefined,
  };
  return createSession(options);
}

const readFromDisk: typeof fetch = async () => Response.json(await galleryTexts('index.json'));

const rows = (session: Session) =>
  session.store.getState().canisters['main']?.rows.map(({ variable, before, after, outcome }) => [variable, before, after, outcome]);

describe('the page, headless', () => {
  it('deploys the counter, calls it, upgrades it, moves the clock, and has it all again after a reload', async () => {
    const state = createMemoryState();
    const session = createPage(state);
    const { actions, getState } = session.store;
    await session.started;
    await actions.deploy();
    expect(getState().notices.map(({ id }) => id)).toEqual(['no-enhanced']);
    const record = await actions.call('increment', 'update', NO_ARGUMENTS, '()');
    expect(record).toMatchObject({ phase: 'replied', result: '(1)' });
    expect(record.instructions).toBeGreaterThan(1000);
    await actions.advanceTime(86_400_000);
    expect(await actions.call('increment', 'update', NO_ARGUMENTS, '()')).toMatchObject({ phase: 'replied', result: '(2)' });
    expect(await actions.call('read', 'query', NO_ARGUMENTS, '()')).toMatchObject({ phase: 'replied', result: '(2, 2)' });
    actions.loadSampleVersion(2);
    await actions.upgrade();
    expect(rows(session)).toEqual(expect.arrayContaining([['count', '2', '2', 'kept']]));
    expect(getState().project?.upgrades['main']).toMatchObject({ error: undefined, mainMemory: 'replaced' });
    await session.flush();

    const again = createPage(state);
    await again.started;
    await vi.waitFor(() => expect(rows(again)).toEqual(rows(session)));
    expect(await again.store.actions.call('read', 'query', NO_ARGUMENTS, '()')).toMatchObject({ phase: 'replied', result: '(2, 0)' });
  });
});
