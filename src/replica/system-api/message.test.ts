import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { CANISTER_ID, program, type Outcome, type Setting } from '../testing/execution.ts';
import { TOOLCHAIN_HELP } from '../errors.ts';
import type { Context } from './context.ts';

/** Interface Specification, "Blob-typed arguments and results", "Method arguments", "Responding" and "Ingress message inspection". */

const DOCUMENTATION = 'https://internetcomputer.org/docs/current/references/execution-errors#';

function go(body: string, context: Context = 'U', setting?: Setting, extra?: string): Outcome {
  return program(goProgram(body, extra)).run('go', context, setting);
}

const violated = (text: string): { errorCode: string; text: string } => ({ errorCode: 'IC0504', text: `Canister violated contract: ${text}` });

/** What the replica's texts call the blob, where it can be read, and how long it is in these tests. */
const BLOBS: readonly (readonly [name: string, part: string, context: Context, bytes: number])[] = [
  ['msg_arg_data', 'payload', 'U', 8],
  ['msg_caller', 'id', 'U', 29],
  ['msg_caller_info_data', 'data', 'U', 4],
  ['msg_caller_info_signer', 'signer', 'U', 10],
  ['msg_reject_msg', 'msg', 'Rt', 8],
  ['msg_method_name', 'payload', 'F', 8],
  ['canister_self', 'id', 'U', 10],
  ['subnet_self', 'id', 'U', 29],
  ['root_key', 'bytes', 'U', 133],
];

describe.each(BLOBS)('the blob of %s', (name, part, context, bytes) => {
  const setting: Setting = { input: { callerInfo: { data: Uint8Array.of(1, 2, 3, 4), signer: CANISTER_ID } } };
  const copy = (dst: number, offset: number, size: number): Outcome =>
    go(`(call $${name}_copy (i32.const ${dst}) (i32.const ${offset}) (i32.const ${size}))`, context, setting);

  it('has the size that NAME_size tells', () => {
    expect(go(`(if (i32.ne (call $${name}_size) (i32.const ${bytes})) (then (unreachable)))`, context, setting).fault).toBeUndefined();
  });

  it('can be copied up to its end, to the end of the heap', () => {
    expect(copy(65_536 - bytes, 0, bytes).fault).toBeUndefined();
    expect(copy(65_536, bytes, 0).fault).toBeUndefined();
  });

  it('cannot be read beyond its end', () => {
    expect(copy(0, 1, bytes).fault).toMatchObject(violated(`ic0.${name}_copy ${part}: src=1 + length=${bytes} exceeds the slice size=${bytes}`));
    expect(copy(0, bytes + 1, 0).fault).toMatchObject(violated(`ic0.${name}_copy ${part}: src=${bytes + 1} + length=0 exceeds the slice size=${bytes}`));
  });

  it('cannot be written beyond the heap, which is found first', () => {
    expect(copy(65_535, 1, bytes).fault).toMatchObject(violated(`ic0.${name}_copy heap: src=65535 + length=${bytes} exceeds the slice size=65536`));
  });
});

describe('caller information', () => {
  it('is empty where the caller did not sign through a canister', () => {
    const { fault } = go('(if (i32.or (call $msg_caller_info_data_size) (call $msg_caller_info_signer_size)) (then (unreachable)))');
    expect(fault).toBeUndefined();
  });
});

describe('a module without a memory', () => {
  it('cannot pass addresses', () => {
    expect(go('(call $msg_reply_data_append (i32.const 0) (i32.const 0))', 'U', {}, '').fault).toMatchObject(violated('WebAssembly module must define memory'));
  });

  it('can reply', () => {
    expect(go('(call $msg_reply)', 'U', {}, '').execution.response).toEqual({ kind: 'reply', data: new Uint8Array() });
  });
});

describe('msg_reply', () => {
  it('sends what was appended, from various places', () => {
    const body = '(call $msg_reply_data_append (i32.const 0) (i32.const 2)) (call $msg_reply_data_append (i32.const 5) (i32.const 1)) (call $msg_reply)';
    expect(go(body, 'U', {}, '(memory 1) (data (i32.const 0) "abcdef")').execution.response).toEqual({ kind: 'reply', data: new TextEncoder().encode('abf') });
  });

  it.each(['msg_reply', 'msg_reject'])('after a reply, %s traps', (name) => {
    const second = name === 'msg_reply' ? '(call $msg_reply)' : '(call $msg_reject (i32.const 0) (i32.const 0))';
    const { fault } = go(`(call $msg_reply) ${second}`);
    expect(fault).toMatchObject({ ...violated(`ic0.${name}: the call is already replied`), help: TOOLCHAIN_HELP });
  });

  it('after a reject it traps', () => {
    expect(go('(call $msg_reject (i32.const 0) (i32.const 0)) (call $msg_reply)').fault).toMatchObject(violated('ic0.msg_reply: the call is already replied'));
  });

  it('traps in a callback of a call that was answered before', () => {
    const setting: Setting = { input: { responded: true } };
    expect(go('(call $msg_reply)', 'Ry', setting).fault).toMatchObject(violated('ic0.msg_reply: the call is already replied'));
    expect(go('(call $msg_reply_data_append (i32.const 0) (i32.const 0))', 'Ry', setting).fault).toMatchObject(
      violated('ic0.msg_reply_data_append: the call is already replied.'),
    );
  });
});

describe('msg_reply_data_append', () => {
  const LIMITS: readonly (readonly [Context, number])[] = [
    ['U', 2_097_152],
    ['RQ', 2_097_152],
    ['Ry', 2_097_152],
    ['NRQ', 3_145_728],
    ['CQ', 3_145_728],
    ['CRy', 3_145_728],
  ];
  const MEMORY = '(memory 64)';

  it.each(LIMITS)('in %s takes %i bytes in all', (context, limit) => {
    const append = (size: number): string => `(call $msg_reply_data_append (i32.const 0) (i32.const ${size}))`;
    expect(go(`${append(limit - 1)} ${append(1)} (call $msg_reply)`, context, {}, MEMORY).fault).toBeUndefined();
    const { fault } = go(`${append(limit - 1)} ${append(2)}`, context, {}, MEMORY);
    expect(fault).toMatchObject({
      ...violated(`ic0.msg_reply_data_append: application payload size (${limit + 1}) cannot be larger than ${limit}.`),
      help: `Consider checking the response size and returning an error if it is too long. See documentation: ${DOCUMENTATION}msg_reply_data_append-payload-too-large`,
    });
  });

  it('reads inside of the heap', () => {
    const { fault } = go('(call $msg_reply_data_append (i32.const 65535) (i32.const 2))');
    expect(fault).toMatchObject(violated('msg.reply: src=65535 + length=2 exceeds the slice size=65536'));
  });

  it('is discarded without msg_reply', () => {
    expect(go('(call $msg_reply_data_append (i32.const 0) (i32.const 8))').execution.response).toBeUndefined();
  });
});

describe('msg_reject', () => {
  const rejecting = (data: string, size: number): Outcome =>
    go(`(call $msg_reject (i32.const 0) (i32.const ${size}))`, 'U', {}, `(memory 64) (data (i32.const 0) "${data}")`);

  it('takes text', () => {
    expect(rejecting('n\\c3\\b6', 3).execution.response).toEqual({ kind: 'reject', message: 'nö' });
  });

  it('takes a byte order mark and U+FFFD for what they are', () => {
    expect(rejecting('\\ef\\bb\\bf\\ef\\bf\\bd', 6).execution.response).toEqual({ kind: 'reject', message: '\uFEFF\uFFFD' });
  });

  it.each(['\\ff', '\\f0\\9f\\98', '\\c0\\80', '\\ed\\a0\\80'])('traps where the bytes %s are not UTF-8', (data) => {
    expect(rejecting(data, data.length / 3).fault).toMatchObject(violated('ic0.msg_reject: invalid UTF-8 string provided'));
  });

  it('takes 2 MiB in replicated execution', () => {
    expect(rejecting('', 2_097_152).fault).toBeUndefined();
    expect(rejecting('', 2_097_153).fault).toMatchObject({
      ...violated('ic0.msg_reject: application payload size (2097153) cannot be larger than 2097152.'),
      help: `Try truncating the error messages that are too long. See documentation: ${DOCUMENTATION}msg_reject-payload-too-large`,
    });
  });

  it('discards the data appended', () => {
    const { execution } = go('(call $msg_reply_data_append (i32.const 0) (i32.const 8)) (call $msg_reject (i32.const 0) (i32.const 0))');
    expect(execution.response).toEqual({ kind: 'reject', message: '' });
  });
});

describe('reject codes', () => {
  it.each([
    ['Ry', 0],
    ['Rt', 4],
    ['CRy', 0],
    ['CRt', 4],
    ['C', 4],
  ] as const)('in %s', (context, code) => {
    const body = `(if (i32.ne (call $msg_reject_code) (i32.const ${code})) (then (unreachable)))`;
    expect(go(body, context, { input: { rejectCode: code } }).fault).toBeUndefined();
  });
});

describe('accept_message', () => {
  it('accepts once', () => {
    expect(go('(call $accept_message)', 'F').execution.accepted).toBe(true);
    expect(go('(call $accept_message) (call $accept_message)', 'F').fault).toMatchObject(violated('ic0.accept_message: the function was already called.'));
  });
});
