import { IDL } from '@dfinity/candid';
import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { program, type Outcome } from '../testing/execution.ts';

/** Interface Specification, "Cycle cost calculation". */

const escaped = (bytes: Uint8Array): string => [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

function go(code: string, data = ''): Outcome {
  const reply = '(call $msg_reply_data_append (i32.const 4096) (i32.const 16)) (call $msg_reply)';
  return program(goProgram(`${code} ${reply}`, `(memory 1) (data (i32.const 0) "${data}")`)).run('go', 'U');
}

function amount(outcome: Outcome): bigint | undefined {
  const { response } = outcome.execution;
  if (outcome.fault || response?.kind !== 'reply') return undefined;
  const view = new DataView(response.data.slice().buffer);
  return (view.getBigUint64(8, true) << 64n) | view.getBigUint64(0, true);
}

describe('costs on a subnet of 13 nodes', () => {
  it('cost_http_request', () => {
    const cost = amount(go('(call $cost_http_request (i64.const 100) (i64.const 2000) (i32.const 4096))'));
    expect(cost).toBe((3_000_000n + 60_000n * 13n + 400n * 100n + 800n * 2000n) * 13n);
  });

  it('cost_create_canister', () => {
    expect(amount(go('(call $cost_create_canister (i32.const 4096))'))).toBe(500_000_000_000n);
  });

  it('cost_call: the request, the largest response and its callback', () => {
    const cost = amount(go('(call $cost_call (i64.const 4) (i64.const 6) (i32.const 4096))'));
    expect(cost).toBe(260_000n + 10n * 1000n + 2_097_152n * 1000n + 40_000_000_000n + 5_000_000n);
  });
});

describe('cost_http_request_v2', () => {
  const FIELDS = {
    request_bytes: IDL.Nat64,
    http_roundtrip_time_ms: IDL.Nat64,
    raw_response_bytes: IDL.Nat64,
    transformed_response_bytes: IDL.Nat64,
    transform_instructions: IDL.Nat64,
  };
  const usage = { request_bytes: 100n, http_roundtrip_time_ms: 5000n, raw_response_bytes: 2000n, transformed_response_bytes: 1500n, transform_instructions: 1_300_000n };
  const priced = (bytes: Uint8Array): Outcome => go(`(call $cost_http_request_v2 (i32.const 0) (i32.const ${bytes.length}) (i32.const 4096))`, escaped(bytes));

  it('prices what each node consumes', () => {
    const expected =
      (1_000_000n + 50n * 100n + 140_000n * 13n + 800n * 169n + 50n * 2000n + 300n * 5000n + 100_000n + (10n * 13n + 650n) * 1500n) * 13n;
    expect(amount(priced(new Uint8Array(IDL.encode([IDL.Record(FIELDS)], [usage]))))).toBe(expected);
    const typed = IDL.Record({ ...FIELDS, outcall_type: IDL.Opt(IDL.Variant({ fully_replicated: IDL.Null })) });
    expect(amount(priced(new Uint8Array(IDL.encode([typed], [{ ...usage, outcall_type: [{ fully_replicated: null }] }]))))).toBe(expected);
  });

  it.each([
    ['no Candid', new TextEncoder().encode('no Candid')],
    ['another record', new Uint8Array(IDL.encode([IDL.Record({ request_bytes: IDL.Nat64 })], [{ request_bytes: 1n }]))],
    ['a large one', new Uint8Array(2000)],
  ])('traps where the parameters are %s', (_, bytes) => {
    const { fault } = priced(bytes);
    expect(fault?.errorCode).toBe('IC0504');
    expect(fault?.text).toContain('Canister violated contract: Failed to decode HTTP request cost parameters');
  });
});

describe.each([
  ['cost_sign_with_ecdsa', 2],
  ['cost_sign_with_schnorr', 2],
  ['cost_vetkd_derive_key', 1],
] as const)('%s', (name, curves) => {
  const code = (curve: number): string => `(i32.store (i32.const 4096) (call $${name} (i32.const 0) (i32.const 5) (i32.const ${curve}) (i32.const 64)))`;

  it('knows the curves, but no key: this network signs nothing', () => {
    expect([amount(go(code(0), 'key_1')), amount(go(code(curves - 1), 'key_1')), amount(go(code(curves), 'key_1')), amount(go(code(-1), 'key_1'))]).toEqual([2n, 2n, 1n, 1n]);
  });

  it('traps where the name is not UTF-8, and where a range is out of the heap', () => {
    expect(go(code(0), '\\ff').fault?.text).toBe('Canister violated contract: Failed to decode key name \uFFFD\0\0\0\0');
    expect(go(`(drop (call $${name} (i32.const 65535) (i32.const 2) (i32.const 0) (i32.const 0)))`).fault?.text).toBe(
      `Canister violated contract: ic0.${name} heap: src=65535 + length=2 exceeds the slice size=65536`,
    );
    expect(go(`(drop (call $${name} (i32.const 0) (i32.const 2) (i32.const 0) (i32.const 65521)))`).fault?.errorCode).toBe('IC0504');
  });
});
