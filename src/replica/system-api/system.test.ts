import { describe, expect, it } from 'vitest';
import { TOOLCHAIN_HELP } from '../errors.ts';
import { goProgram } from '../testing/api-program.ts';
import { CALLER, CANISTER_ID, program, type Outcome, type Setting } from '../testing/execution.ts';
import type { Context } from './context.ts';

/** Interface Specification, from "Canister status" to "Certified data", and "Debugging aids". */

const data = (bytes: Uint8Array): string => [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

function go(body: string, context: Context = 'U', setting?: Setting, content = ''): Outcome {
  return program(goProgram(body, `(memory 2) (data (i32.const 0) "${content}")`)).run('go', context, setting);
}

const is32 = (code: string, value: number): string => `(if (i32.ne ${code} (i32.const ${value})) (then (unreachable)))`;
const is64 = (code: string, value: bigint): string => `(if (i64.ne ${code} (i64.const ${value})) (then (unreachable)))`;
const violated = (error: string): { errorCode: string; text: string } => ({ errorCode: 'IC0504', text: `Canister violated contract: ${error}` });

describe('facts about the canister', () => {
  it.each([1, 2, 3] as const)('canister_status is %i', (status) => {
    expect(go(is32('(call $canister_status)', status), 'U', { canister: { status } }).fault).toBeUndefined();
  });

  it('canister_version, time and the number of nodes', () => {
    const body = `${is64('(call $canister_version)', 7n)} ${is64('(call $time)', 1_700_000_000_000_000_000n)} ${is32('(call $subnet_self_node_count)', 13)}`;
    expect(go(body).fault).toBeUndefined();
  });

  it('msg_deadline is that of the call', () => {
    expect(go(is64('(call $msg_deadline)', 5n), 'U', { input: { deadline: 5n } }).fault).toBeUndefined();
  });

  it.each([
    [1, ['I', 'G', 'U', 'RQ', 'Ry', 'Rt', 'C', 'T', 's']],
    [0, ['NRQ', 'CQ', 'CRy', 'CRt', 'CC', 'F']],
  ] as const)('in_replicated_execution is %i', (expected, contexts) => {
    for (const context of contexts) expect(go(is32('(call $in_replicated_execution)', expected), context).fault).toBeUndefined();
  });
});

describe('is_controller', () => {
  const asking = (principal: Uint8Array, size = principal.length): Outcome =>
    go(`(i32.store (i32.const 256) (call $is_controller (i32.const 0) (i32.const ${size}))) (call $msg_reply_data_append (i32.const 256) (i32.const 1)) (call $msg_reply)`, 'U', {}, data(principal));
  const answer = (principal: Uint8Array): number | undefined => {
    const { response } = asking(principal).execution;
    return response?.kind === 'reply' ? response.data[0] : undefined;
  };

  it('knows controllers from others', () => {
    expect([answer(CALLER), answer(CANISTER_ID), answer(new Uint8Array())]).toEqual([1, 0, 0]);
  });

  it('traps where the bytes are no principal', () => {
    expect(asking(new Uint8Array(30)).fault).toMatchObject({ errorCode: 'IC0504', text: 'Canister provided invalid principal id', help: TOOLCHAIN_HELP });
    expect(asking(CALLER, 131_072).fault).toMatchObject({ errorCode: 'IC0504', text: 'Canister provided invalid principal id' });
    expect(asking(CALLER, 131_073).fault).toMatchObject(violated('ic0.is_controller: src=0 + length=131073 exceeds the slice size=131072'));
  });
});

describe('global_timer_set', () => {
  it('returns what was set before, in this execution or an earlier one', () => {
    const body = `${is64('(call $global_timer_set (i64.const 20))', 10n)} ${is64('(call $global_timer_set (i64.const 0))', 20n)} ${is64('(call $global_timer_set (i64.const -1))', 0n)}`;
    const { fault, execution } = go(body, 'U', { canister: { globalTimer: 10n } });
    expect([fault, execution.globalTimer]).toEqual([undefined, 0xffff_ffff_ffff_ffffn]);
  });
});

describe('performance_counter', () => {
  it('0 counts this execution, 1 the call context', () => {
    const between = '(i64.sub (call $performance_counter (i32.const 1)) (call $performance_counter (i32.const 0)))';
    // The second call costs its import: the constant and the call were charged with the whole block.
    expect(go(is64(between, 5000n - 200n), 'U', { input: { instructionsBefore: 5000 } }).fault).toBeUndefined();
  });

  it.each([2, -1])('%i traps', (type) => {
    expect(go(`(drop (call $performance_counter (i32.const ${type})))`).fault).toMatchObject({
      ...violated(`Error getting performance counter type ${type >>> 0}`),
      help: '',
    });
  });
});

describe('certified_data_set', () => {
  it('takes 32 bytes, the last ones set', () => {
    const { execution } = go('(call $certified_data_set (i32.const 0) (i32.const 32)) (call $certified_data_set (i32.const 1) (i32.const 2))', 'U', {}, 'abc');
    expect(execution.certifiedData).toEqual(new TextEncoder().encode('bc'));
  });

  it('traps beyond 32 bytes, which is found before the end of the heap', () => {
    expect(go('(call $certified_data_set (i32.const 131072) (i32.const 33))').fault).toMatchObject({
      ...violated('ic0_certified_data_set failed because the passed data must be no larger than 32 bytes. Found 33 bytes.'),
      help:
        'Try certifying just the hash of your data instead of the full contents. See documentation: ' +
        'https://internetcomputer.org/docs/current/references/execution-errors#certified_data_set-payload-too-large',
    });
  });

  it('traps beyond the heap', () => {
    expect(go('(call $certified_data_set (i32.const 131071) (i32.const 2))').fault).toMatchObject(
      violated('ic0_certified_data_set failed because src + size is out of bounds. Found src = 131071 and size = 2 while src + size must be <= 131072'),
    );
  });
});

describe('the data certificate', () => {
  const absent: Setting = { input: { dataCertificate: undefined } };

  it('is present where the query has one', () => {
    expect(go(is32('(call $data_certificate_present)', 1), 'NRQ').fault).toBeUndefined();
    expect(go(is32('(call $data_certificate_size)', 11), 'NRQ').fault).toBeUndefined();
    const body = '(call $data_certificate_copy (i32.const 0) (i32.const 2) (i32.const 3)) (call $msg_reply_data_append (i32.const 0) (i32.const 3)) (call $msg_reply)';
    expect(go(body, 'CQ').execution.response).toEqual({ kind: 'reply', data: new TextEncoder().encode('rti') });
  });

  it('cannot be read where it is absent', () => {
    expect(go(is32('(call $data_certificate_present)', 0), 'NRQ', absent).fault).toBeUndefined();
    expect(go('(drop (call $data_certificate_size))', 'NRQ', absent).fault).toMatchObject(violated('"ic0_data_certificate_size" cannot be executed in non replicated query mode'));
    expect(go('(call $data_certificate_copy (i32.const 0) (i32.const 0) (i32.const 0))', 'CQ', absent).fault).toMatchObject(
      violated('"ic0_data_certificate_copy" cannot be executed in composite query mode'),
    );
  });

  it('is copied inside of its own bounds and those of the heap', () => {
    expect(go('(call $data_certificate_copy (i32.const 131072) (i32.const 9) (i32.const 3))', 'NRQ').fault).toMatchObject(
      violated('ic0_data_certificate_copy failed because offset + size is out of bounds. Found offset = 9 and size = 3 while offset + size must be <= 11'),
    );
    expect(go('(call $data_certificate_copy (i32.const 131070) (i32.const 0) (i32.const 3))', 'NRQ').fault).toMatchObject(
      violated('ic0_data_certificate_copy failed because dst + size is out of bounds. Found dst = 131070 and size = 3 while dst + size must be <= 131072'),
    );
  });
});

describe('debug_print', () => {
  it('keeps the bytes as they are', () => {
    expect(go('(call $debug_print (i32.const 0) (i32.const 3))', 'U', {}, 'a\\ff\\00').execution.logs.contents).toEqual([Uint8Array.of(97, 255, 0)]);
  });

  it.each(['(memory 1)', ''])('does not trap out of bounds, or without a memory', (memory) => {
    const { fault, execution } = program(goProgram('(call $debug_print (i32.const 65535) (i32.const 2))', memory)).run('go', 'U');
    expect(fault).toBeUndefined();
    expect(execution.logs.contents.map((content) => new TextDecoder().decode(content))).toEqual(['(debug_print message out of memory bounds)']);
  });
});

describe('trap', () => {
  const trapping = (content: string, src: number, size: number): string | undefined =>
    go(`(call $trap (i32.const ${src}) (i32.const ${size}))`, 'U', {}, content).fault?.text;
  const calledTrap = (message: string): string => `Canister called \`ic0.trap\` with message: '${message}'`;

  it('ends the execution with IC0503 and the text', () => {
    expect(go('(call $trap (i32.const 0) (i32.const 2))', 'U', {}, 'no').fault).toMatchObject({
      errorCode: 'IC0503',
      text: calledTrap('no'),
      help:
        'Consider gracefully handling failures from this canister or altering the canister to handle exceptions. See documentation: ' +
        'https://internetcomputer.org/docs/current/references/execution-errors#trapped-explicitly',
    });
  });

  it('replaces what is not UTF-8', () => {
    expect(trapping('a\\ffb', 0, 3)).toBe(calledTrap('a\uFFFDb'));
  });

  it('keeps 32 KiB', () => {
    expect(trapping('', 0, 100_000)).toBe(calledTrap('\0'.repeat(32_768)));
  });

  it('looks at no more than these 32 KiB for the end of the heap', () => {
    expect(trapping('', 131_072 - 32_768, 40_000)).toBe(calledTrap('\0'.repeat(32_768)));
    expect(trapping('', 131_072 - 32_767, 40_000)).toBe(calledTrap('(trap message out of memory bounds)'));
  });
});

describe('amounts of cycles', () => {
  it.each([
    ['canister_cycle_balance', { execution: { balance: 2n ** 64n } }],
    ['msg_cycles_available', { input: { cyclesAvailable: 2n ** 64n } }],
    ['msg_cycles_refunded', { input: { cyclesRefunded: 2n ** 64n } }],
  ] as const)('%s traps where it does not fit into 64 bits', (name, setting) => {
    expect(go(`(drop (call $${name}))`, 'Ry', setting).fault).toMatchObject({ errorCode: 'IC0502', text: 'Canister trapped: cycles amount exceeds 64-bit representation' });
  });

  it.each([
    'canister_cycle_balance128',
    'canister_liquid_cycle_balance128',
    'msg_cycles_available128',
    'msg_cycles_refunded128',
    'msg_cycles_accept128 (i64.const 0) (i64.const 1)',
    'cycles_burn128 (i64.const 0) (i64.const 1)',
    'cost_call (i64.const 0) (i64.const 1)',
    'cost_create_canister',
    'cost_http_request (i64.const 0) (i64.const 1)',
  ])('%s needs 16 bytes of heap', (code) => {
    expect(go(`(call $${code} (i32.const 131056))`, 'Ry').fault).toBeUndefined();
    expect(go(`(call $${code} (i32.const 131057))`, 'Ry').fault).toMatchObject(
      violated(`ic0_${code.split(' ')[0]} failed because dst + size is out of bounds.Found dst = 131057 and size = 16 while must be <= 131072`),
    );
  });

  it('mint_cycles128 is for the cycles minting canister', () => {
    const minting = program('(module (import "ic0" "mint_cycles128" (func $mint (param i64 i64 i32))) (memory 1) (func (export "go") (call $mint (i64.const 0) (i64.const 1) (i32.const 0))))');
    const only = 'ic0.mint_cycles128 cannot be executed on non Cycles Minting Canister: bkyz2-fmaaa-aaaaa-qaaaq-cai != rkp4c-7iaaa-aaaaa-aaaca-cai';
    for (const context of ['U', 'Ry', 'Rt', 'T'] as const) expect(minting.run('go', context).fault).toMatchObject(violated(only));
    expect(minting.run('go', 'NRQ').fault).toMatchObject(violated('"ic0_mint_cycles128" cannot be executed in non replicated query mode'));
  });
});
