import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Reject } from '../errors.ts';
import type * as Params from '../params.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { MOTOKO_COUNTER } from '../wasm/testing.ts';
import { mutated, pseudoRandom } from './mutations.ts';
import { createTestReplica, wat, type TestReplica } from './test-replica.ts';
import { counter } from './counter.ts';

vi.mock('../params.ts', async (original) => {
  const params = await original<typeof Params>();
  const limits = Object.entries(params.INSTRUCTION_LIMIT).map(([name, limit]) => [name, Math.min(limit, name === 'install' ? 2_000_000_000 : 200_000)]);
  return { ...params, INSTRUCTION_LIMIT: Object.fromEntries(limits) as typeof params.INSTRUCTION_LIMIT };
});

/** Calls of all kinds, memory, tables, globals and control. */
const VARIED = `(module
  (import "ic0" "msg_reply" (func $reply))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "msg_arg_data_size" (func $size (result i32)))
  (import "ic0" "msg_arg_data_copy" (func $copy (param i32 i32 i32)))
  (import "ic0" "call_new" (func $call_new (param i32 i32 i32 i32 i32 i32 i32 i32)))
  (import "ic0" "call_perform" (func $perform (result i32)))
  (import "ic0" "canister_self_copy" (func $self (param i32 i32 i32)))
  (import "ic0" "stable64_grow" (func $grow (param i64) (result i64)))
  (import "ic0" "stable64_write" (func $write (param i64 i64 i64)))
  (type $env (func (param i32)))
  (memory 1 4) (table 4 funcref) (global $g (mut i64) (i64.const 7)) (global $h (mut f64) (f64.const 1.5))
  (data (i32.const 16) "update") (data $passive "some bytes") (elem (i32.const 1) $callback $callback)
  (func $callback (param i32) (global.set $g (i64.extend_i32_u (local.get 0))) (call $reply))
  (func $deep (param i32) (result i32) (if (result i32) (local.get 0) (then (call $deep (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 5))))
  (func (export "canister_init") (drop (call $grow (i64.const 1))) (i32.store8 offset=3 (i32.const 9) (i32.const 8)))
  (func (export "canister_update a") (local i32 i64 f32)
    (block $out (loop $again
      (local.set 0 (i32.add (local.get 0) (i32.const 1)))
      (br_if $out (i32.gt_u (local.get 0) (i32.const 20)))
      (br_table $again $out $again (i32.and (local.get 0) (i32.const 3)))))
    (memory.fill (i32.const 100) (i32.const 7) (i32.const 50)) (memory.copy (i32.const 200) (i32.const 100) (i32.const 50))
    (memory.init $passive (i32.const 300) (i32.const 1) (i32.const 4))
    (drop (memory.grow (i32.const 1))) (f64.store (i32.const 8) (global.get $h)) (global.set $h (f64.sqrt (f64.load (i32.const 8))))
    (call_indirect (type $env) (call $deep (i32.const 9)) (i32.const 1)))
  (func (export "canister_update b")
    (call $self (i32.const 0) (i32.const 0) (i32.const 10))
    (call $call_new (i32.const 0) (i32.const 10) (i32.const 16) (i32.const 6) (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 1))
    (drop (call $perform)))
  (func (export "canister_query c") (call $copy (i32.const 0) (i32.const 0) (call $size)) (call $append (i32.const 0) (call $size)) (call $reply))
  (func (export "canister_pre_upgrade") (call $write (i64.const 0) (i64.const 0) (i64.const 64))))`;

/** Installs a module, and calls all that it exports. Gives the rejects; whatever else goes wrong is thrown. */
async function exercise(test: TestReplica, id: Uint8Array, module: Uint8Array): Promise<Reject[]> {
  const refused = await test.install(id, module, { reinstall: null });
  if (refused) return [refused];
  const results: (Uint8Array | Reject)[] = [];
  for (const [name, kind] of test.state(id).code?.module.methods ?? []) {
    results.push(await test.query(id, name), ...(kind === 'update' ? [await test.update(id, name)] : []));
  }
  const upgraded = await test.install(id, module, { upgrade: [] });
  return [...results, ...(upgraded ? [upgraded] : [])].filter((result) => !(result instanceof Uint8Array)) as Reject[];
}

/** Every reject has a code of the specification, and none speaks of the replica itself. */
function expectCoded(rejects: readonly Reject[]): void {
  for (const { errorCode, message } of rejects) {
    expect(errorCode).toMatch(/^IC0[2-5]\d\d$/);
    expect(message).not.toMatch(/TypeError|LinkError|CompileError|\[object|ReplicaBug|replica:/);
  }
}

/** What is refused is not uploaded, most of the time: encoding the upload takes longest. */
const UPLOADED_REFUSALS = 20;

async function fuzz(modules: readonly Uint8Array[], rounds: number, seed: number): Promise<{ refused: number; ran: number }> {
  const test = await createTestReplica();
  const witness = await test.deploy(wat(counter()));
  const seen = await test.query(witness, 'read');
  const victim = await test.create();
  const next = pseudoRandom(seed);
  const counts = { refused: 0, ran: 0 };
  for (let round = 0; round < rounds; round++) {
    const module = mutated(modules[round % modules.length] as Uint8Array, next);
    const prepared = prepareModule(module, () => undefined, '00');
    counts[prepared.ok ? 'ran' : 'refused']++;
    if (prepared.ok || counts.refused % UPLOADED_REFUSALS === 0) expectCoded(await exercise(test, victim, module));
    else expectCoded([prepared.reject]);
  }
  expect(await test.query(witness, 'read')).toEqual(seen);
  return counts;
}

interface Compiler {
  saveFile(path: string, content: string): void;
  gcFlags(mode: string): void;
  compileWasm(mode: 'ic', path: string): { code: { wasm: Uint8Array<ArrayBuffer> } | null };
}

describe('damaged modules end in a coded reject or trap, and change no other canister', () => {
  it('small modules', async () => {
    const { refused, ran } = await fuzz([wat(VARIED), wat(counter())], 1000, 1);
    expect(refused).toBeGreaterThan(200);
    expect(ran).toBeGreaterThan(200);
  });

  describe('of Motoko', () => {
    let module: Uint8Array;

    beforeAll(() => {
      const { Motoko } = createRequire(import.meta.url)('motoko/versions/latest/moc.min.js') as { Motoko: Compiler };
      Motoko.gcFlags('classicOP');
      Motoko.saveFile('Main.mo', MOTOKO_COUNTER);
      module = new Uint8Array(Motoko.compileWasm('ic', 'Main.mo').code?.wasm ?? []);
    });

    it('a counter', async () => {
      const { refused, ran } = await fuzz([module], 80, 2);
      expect(refused).toBeGreaterThan(10);
      expect(ran).toBeGreaterThan(10);
    });
  });
});
