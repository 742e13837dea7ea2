import { describe, expect, it } from 'vitest';
import { program } from '../testing/execution.ts';
import { createTestReplica, rejected, STRANGER, USER, wat, type TestReplica } from '../testing/test-replica.ts';
import { backtraceOf } from './backtrace.ts';

/** Back traces of traps, as rs/execution_environment/tests/backtraces.rs of the production replica has them. */

const IMPORTS = `
  (import "ic0" "trap" (func $trap (param i32 i32)))
  (import "ic0" "stable64_write" (func $stable64_write (param i64 i64 i64)))
  (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
  (import "ic0" "debug_print" (func $print (param i32 i32)))`;

/** `inner` is called by `outer`, which is called by the exported method `go`. */
const nested = (code: string, extra = ''): string => `(module ${IMPORTS}
  (memory 1) (data (i32.const 0) "uh oh") ${extra}
  (func $inner ${code})
  (func $outer (call $inner) (drop (i32.const 0)))
  (func $go (export "canister_update go") (call $outer)))`;

const unnamed = (code: string): string => `(module ${IMPORTS.replaceAll(/\$\w+/g, '')}
  (memory 1) (data (i32.const 0) "uh oh")
  (func ${code})
  (func (export "canister_update go") (call 4) (drop (i32.const 0))))`;

const backtrace = (text: string): string | undefined => program(text).run('canister_update go', 'U').fault?.backtrace;
const NESTED = 'Canister Backtrace:\ninner\nouter\ngo\n';

describe('a trap has the names of the functions that were running', () => {
  it.each([
    ['unreachable', '(unreachable)'],
    ['ic0.trap', '(call $trap (i32.const 0) (i32.const 5))'],
    ['a load out of bounds', '(drop (i32.load (i32.const 65536)))'],
    ['a store out of bounds', '(i32.store (i32.const 65536) (i32.const 1))'],
    ['a bulk operation out of bounds', '(memory.fill (i32.const 65536) (i32.const 1) (i32.const 1))'],
    ['a division by zero', '(drop (i32.div_u (i32.const 1) (i32.const 0)))'],
    ['a call through an empty table', '(call_indirect (i32.const 7))'],
  ])('%s', (_, code) => {
    expect(backtrace(nested(code, '(table 1 funcref)'))).toBe(NESTED);
  });

  it('with the call on stable memory in front, where that trapped', () => {
    expect(backtrace(nested('(call $stable64_write (i64.const 65536) (i64.const 0) (i64.const 1))'))).toBe('Canister Backtrace:\nstable64_write\ninner\nouter\ngo\n');
  });

  it('with functions that have no name by their index in the module as the production replica instruments it', () => {
    const text = nested('(unreachable)').replaceAll('$outer', '').replace('(func $go', '(func $go').replace('(call )', '(call 5)');
    expect(backtrace(text)).toBe('Canister Backtrace:\ninner\nunknown function at index 9\ngo\n');
  });

  it('as deep as the stack was, within what is kept of it', () => {
    const lines = backtrace(nested('(call $inner) (drop (i32.const 0))'))?.split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(500);
    expect(new Set(lines.slice(1, -1))).toEqual(new Set(['inner']));
  });

  it('but not where no function has a name', () => {
    expect(backtrace(unnamed('(unreachable)'))).toBeUndefined();
    expect(backtrace(unnamed('(call 0 (i32.const 0) (i32.const 5))'))).toBeUndefined();
  });

  it('and no other fault has it', () => {
    const { fault } = program(nested('(call $append (i32.const 65536) (i32.const 1))')).run('canister_update go', 'U');
    expect([fault?.errorCode, fault?.backtrace]).toEqual(['IC0504', undefined]);
  });
});

describe('stacks of the engines', () => {
  const { module } = program(nested('(unreachable)'));
  // Four imports of the canister, four of the replica: `inner` is 4 in the canister, 8 in the rewritten module.
  const [inner, outer, go] = [4, 5, 6].map((index) => index + module.functions.added) as [number, number, number];

  it.each([
    [
      'V8',
      `RuntimeError: unreachable\n    at canister.inner (wasm://wasm/0f3a:wasm-function[${inner}]:0x1a2)\n    at wasm://wasm/0f3a:wasm-function[${outer}]:0x1b\n    at go (wasm://wasm/0f3a:wasm-function[${go}]:0x1c)\n    at CanisterInstance.run (file:///instance.ts:1:2)`,
    ],
    [
      'SpiderMonkey',
      `inner@https://host/index.js line 5 > WebAssembly.Module:wasm-function[${inner}]:0x1a2\n@https://host/index.js:wasm-function[${outer}]:0x1b\ngo@https://host/index.js:wasm-function[${go}]:0x1c\nrun@https://host/index.js:3:4`,
    ],
    ['JavaScriptCore', `<?>.wasm-function[${inner}]@[wasm code]\n<?>.wasm-function[outer]@[wasm code]\n<?>.wasm-function[go]@[wasm code]\nwasm-stub@[wasm code]\nrun@https://host/index.js:3:4`],
  ])('%s', (_, stack) => {
    expect(backtraceOf(module, stack)).toBe(NESTED);
  });

  it('functions that the replica added are left out', () => {
    expect(backtraceOf(module, `at wasm://wasm/1:wasm-function[${go + 1}]:0x1\nat wasm://wasm/1:wasm-function[${inner}]:0x1`)).toBe('Canister Backtrace:\ninner\n');
  });
});

const TRAPPING = wat(`(module ${IMPORTS}
  (memory 1) (data (i32.const 0) "uh oh")
  (func $inner (unreachable))
  (func $unreachable (export "canister_update unreachable") (call $inner))
  (func $query (export "canister_query query") (call $inner))
  (func $trapping (export "canister_update trap") (call $trap (i32.const 0) (i32.const 5))))`);

const HELP = '.\nConsider gracefully handling failures from this canister or altering the canister to handle exceptions. See documentation: https://internetcomputer.org/docs/current/references/execution-errors#trapped';

type Visibility = { controllers: null } | { public: null };

async function deployed(visibility: Visibility): Promise<{ test: TestReplica; id: Uint8Array; prefix: string }> {
  const test = await createTestReplica();
  const id = await test.deploy(TRAPPING);
  const canister = test.state(id);
  canister.settings = { ...canister.settings, logVisibility: 'public' in visibility ? 'public' : 'controllers' };
  return { test, id, prefix: `Error from Canister ${canister.text}: ` };
}

describe('who sees a back trace', () => {
  it('controllers do, in the reject and in the log', async () => {
    const { test, id, prefix } = await deployed({ controllers: null });
    expect(rejected(await test.update(id, 'unreachable', undefined, USER)).message).toBe(`${prefix}Canister trapped: unreachable\nCanister Backtrace:\ninner\nunreachable\n${HELP}`);
    expect(rejected(await test.update(id, 'trap', undefined, USER)).message).toBe(
      `${prefix}Canister called \`ic0.trap\` with message: 'uh oh'\nCanister Backtrace:\ntrapping\n${HELP}-explicitly`,
    );
    expect(rejected(await test.query(id, 'query', undefined, USER)).message).toContain('Canister Backtrace:\ninner\nquery\n');
    expect(test.logged).toEqual(['[TRAP]: unreachable\nCanister Backtrace:\ninner\nunreachable\n', '[TRAP]: uh oh\nCanister Backtrace:\ntrapping\n']);
  });

  it('others find it neither in rejects nor, without the right, in the log, which has it all the same', async () => {
    const { test, id, prefix } = await deployed({ controllers: null });
    expect(rejected(await test.update(id, 'unreachable', undefined, STRANGER)).message).toBe(`${prefix}Canister trapped: unreachable${HELP}`);
    expect(rejected(await test.query(id, 'query', undefined, STRANGER)).message).toBe(`${prefix}Canister trapped: unreachable${HELP}`);
    expect(test.logged).toEqual(['[TRAP]: unreachable\nCanister Backtrace:\ninner\nunreachable\n']);
  });

  it('all do where the log is public', async () => {
    const { test, id } = await deployed({ public: null });
    expect(rejected(await test.update(id, 'unreachable', undefined, STRANGER)).message).toContain('Canister Backtrace:\ninner\nunreachable\n');
  });

  it('those do who may read the log', async () => {
    const { test, id } = await deployed({ controllers: null });
    const canister = test.state(id);
    canister.settings = { ...canister.settings, logVisibility: [STRANGER] };
    expect(rejected(await test.update(id, 'unreachable', undefined, STRANGER)).message).toContain('Canister Backtrace:\ninner\nunreachable\n');
  });
});
