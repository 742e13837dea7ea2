import { beforeAll, expect, it } from 'vitest';
import { questionText } from '../protocol/prepared.ts';
import type { Compiler } from './compiler.ts';
import { prepareVersions } from './prepare.ts';
import { startCompiler } from './testing/node.ts';

const version = (text: string) => ({ files: { 'Main.mo': text }, language: 'persistent' as const });
const ONE = version('persistent actor { let count : Nat = 0; transient let twin : Nat = 0; public query func get() : async Nat { count + twin } };');
const TWO = version('persistent actor { let count : Nat = 0; let step : Nat = 1; public query func get() : async Nat { count + step } };');

let compiler: Compiler;
beforeAll(async () => {
  compiler = await startCompiler('enhanced');
});

it('what is prepared is what the compiler answers, for each version and each upgrade between them', async () => {
  const [first, second] = await prepareVersions(compiler, 'enhanced', [ONE, TWO]);
  expect(first?.answers.map(({ method }) => method)).toEqual(['check', 'build', 'forecast', 'compatible']);
  expect(second?.answers.map(({ method }) => method)).toEqual(['check', 'build', 'forecast', 'compatible', 'forecast', 'compatible']);

  const project = { ...TWO, aliases: {} };
  const { canisters: [canister] } = await compiler.check({ project });
  if (!canister) throw new Error('There is no canister.');
  const [before, after] = [await compiler.build({ project: { ...ONE, aliases: {} }, canister }), await compiler.build({ project, canister })];
  if (!before.ok || !after.ok) throw new Error('It was not built.');
  const { stableSignature, variables } = before.build;
  const question = { canister, installed: { stableSignature, variables } };
  const known = second?.answers.find((each) => each.method === 'forecast' && questionText(each.question as Record<string, unknown>) === questionText(question));
  expect(known?.answer).toEqual(await compiler.forecast({ project, ...question }));

  const built = second?.answers.find(({ method }) => method === 'build');
  const { wasm, ...build } = after.build;
  expect(built?.answer).toEqual({ ok: true, build, diagnostics: [] });
  expect(built?.wasm).toEqual(wasm);
});

it.each([
  ['a warning', 'persistent actor { public func f(unused : Nat) : async () {} };'],
  ['an error', 'persistent actor { let x : Nat = "" };'],
])('nothing is prepared where the compiler has something to say: %s', async (_what, text) => {
  await expect(prepareVersions(compiler, 'enhanced', [version(text)])).rejects.toThrow('The compiler has something to say');
});
