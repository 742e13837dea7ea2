import { describe, expect, it, vi } from 'vitest';
import type { CheckResult } from '../../protocol/compiler.ts';
import type { PreparedSource } from '../../protocol/prepared.ts';
import type { Compilers } from './compilers.ts';
import { withPrepared } from './prepared.ts';
import { World } from './testing-world.ts';

const FILES = { 'Main.mo': 'stable count : Nat = 0\ntransient hits : Nat = 0' };
const CANISTER = { name: 'main', path: 'Main.mo', imports: [] };
const CHECKED: CheckResult = { diagnostics: [], canisters: [CANISTER] };
const MODULE = Uint8Array.of(0, 97, 115, 109);
const project = (files: Readonly<Record<string, string>> = FILES, aliases = {}) => ({ files, language: 'persistent' as const, aliases });
const SOURCE: PreparedSource = {
  persistence: 'enhanced',
  project: { files: FILES, language: 'persistent' },
  answers: [
    { method: 'check', question: {}, answer: CHECKED },
    { method: 'build', question: { canister: { imports: [], path: 'Main.mo', name: 'main' } }, answer: { ok: true, build: { key: 'k', canister: 'main' }, diagnostics: [] }, wasm: 'counter.wasm' },
  ],
};

function compilers() {
  const asked: string[] = [];
  const call = (async (_persistence: string, method: string) => {
    asked.push(method);
    return 'from the compiler';
  }) as unknown as Compilers['call'];
  return { asked, compilers: { start: async () => 'moc', isPrepared: async () => false, call } satisfies Compilers };
}

function prepared(fetchModule: (address: string) => Promise<Uint8Array<ArrayBuffer>> = async () => MODULE) {
  const world = compilers();
  const sources = vi.fn(async () => [SOURCE]);
  return { ...world, sources, answers: withPrepared(world.compilers, { prepared: { sources, fetchModule } }) };
}

describe('answers that come with the page', () => {
  it('are given without the compiler, modules among them', async () => {
    const { answers, asked, sources } = prepared();
    expect(await answers.call('enhanced', 'check', { project: project() })).toEqual(CHECKED);
    expect(await answers.call('enhanced', 'build', { project: project(), canister: CANISTER })).toEqual({ ok: true, build: { key: 'k', canister: 'main', wasm: MODULE }, diagnostics: [] });
    expect(await answers.isPrepared('enhanced', project())).toBe(true);
    expect(asked).toEqual([]);
    expect(sources).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['another text', 'enhanced', project({ 'Main.mo': `${FILES['Main.mo']} ` })],
    ['one more file', 'enhanced', project({ ...FILES, 'More.mo': '' })],
    ['another persistence', 'classical', project()],
    ['another language', 'enhanced', { ...project(), language: 'legacy' as const }],
    ['canisters that it imports', 'enhanced', project(FILES, { ledger: { id: 'aaaaa-aa', candid: '' } })],
  ] as const)('are not given for %s: the compiler is asked', async (_what, persistence, source) => {
    const { answers, asked } = prepared();
    expect(await answers.call(persistence, 'check', { project: source })).toBe('from the compiler');
    expect(asked).toEqual(['check']);
  });

  it('are not given to other questions about the same source', async () => {
    const { answers, asked } = prepared();
    await answers.call('enhanced', 'build', { project: project(), canister: { ...CANISTER, name: 'other' } });
    await answers.call('enhanced', 'exported', { project: project(), canister: CANISTER });
    expect(asked).toEqual(['build', 'exported']);
  });

  it('are done without where they cannot be loaded', async () => {
    const { answers, asked } = prepared(() => Promise.reject(new TypeError('offline')));
    expect(await answers.call('enhanced', 'build', { project: project(), canister: CANISTER })).toBe('from the compiler');
    expect(asked).toEqual(['build']);
  });

  it('let a project be deployed while the compiler is not loaded yet', async () => {
    const world = new World();
    const { builds, ...fake } = await preparedByFake(world);
    const session = await world.started({ prepared: fake });
    await session.store.actions.deploy();
    expect(session.store.getState().canisters['main']?.rows.map(({ variable }) => variable)).toEqual(['count', 'hits']);
    expect(session.store.getState().compiler.phase).toBe('loading');
    expect(world.compiler.started).toBe(builds);
  });
});

/** The first sample of the stand-ins, prepared by the compiler of the stand-ins; `builds`: how often that was started. */
async function preparedByFake(world: World) {
  const { client } = world.compiler.create('enhanced');
  await client.call('start', { persistence: 'enhanced' });
  const check = await client.call('check', { project: project() });
  const [canister = CANISTER] = check.canisters;
  const built = await client.call('build', { project: project(), canister });
  if (!built.ok) throw new Error('The stand-in did not build.');
  const { wasm, ...build } = built.build;
  const source: PreparedSource = {
    ...SOURCE,
    answers: [
      { method: 'check', question: {}, answer: check },
      { method: 'build', question: { canister }, answer: { ...built, build }, wasm: 'module' },
      { method: 'forecast', question: { canister, installed: { stableSignature: build.stableSignature, variables: build.variables } }, answer: { path: canister.path, variables: [], refusals: [] } },
    ],
  };
  return { builds: world.compiler.started, sources: async () => [source], fetchModule: async () => wasm };
}
