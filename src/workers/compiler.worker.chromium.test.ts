import { afterAll, expect, it } from 'vitest';
import type { CompilerEvents, CompilerMethods, ProjectSource } from '../protocol/compiler.ts';
import { createClient } from '../protocol/rpc.ts';

const worker = new Worker(new URL('./compiler.worker.ts', import.meta.url), { type: 'module' });
const compiler = createClient<CompilerMethods, CompilerEvents>(worker);
afterAll(() => {
  worker.terminate();
});

const source = (type: string): ProjectSource => ({
  files: { 'Main.mo': `import Map "mo:core/Map";\npersistent actor {\n  let ages = Map.empty<Text, ${type}>();\n}` },
  language: 'persistent',
  aliases: {},
});

it('compiles a 64-bit module in a module worker, for both languages', async () => {
  await compiler.call('start', { persistence: 'enhanced' });
  const project = source('Nat');
  const { canisters, diagnostics } = await compiler.call('check', { project });
  expect(diagnostics).toMatchObject([{ code: 'M0194', severity: 'warning' }]);
  const canister = canisters[0];
  if (!canister) throw new Error('no canister');

  const result = await compiler.call('build', { project, canister });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.build.variables).toMatchObject([{ name: 'ages', type: 'Map<Text, Nat>', kind: 'stable' }]);
  await WebAssembly.compile(result.build.wasm);

  const legacy: ProjectSource = { files: { 'Main.mo': 'actor { stable var kept = 1; var lost = 2 }' }, language: 'legacy', aliases: {} };
  const old = await compiler.call('build', { project: legacy, canister });
  expect(old.ok && old.build.variables.map(({ kind }) => kind)).toEqual(['stable', 'transient']);
});

it('passes errors on as they are', async () => {
  await expect(compiler.call('start', { persistence: 'classical' })).rejects.toMatchObject({ code: 'restart-needed' });
});
