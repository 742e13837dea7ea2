import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { CANISTER_ID, program, type Outcome, type Setting } from '../testing/execution.ts';

/** Interface Specification, "Inter-canister method calls": how a call is put together. */

const DATA = `(data (i32.const 0) "${[...CANISTER_ID].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}") (data (i32.const 16) "method")`;

function go(body: string, setting?: Setting, pages = 1): Outcome {
  return program(goProgram(body, `(memory ${pages}) ${DATA}`)).run('go', 'U', setting);
}

const callNew = (calleeSize = 10, nameSize = 6, name = 16): string =>
  `(call $call_new (i32.const 0) (i32.const ${calleeSize}) (i32.const ${name}) (i32.const ${nameSize}) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const -1))`;
const append = (size: number): string => `(call $call_data_append (i32.const 0) (i32.const ${size}))`;
const cleanup = '(call $call_on_cleanup (i32.const 5) (i32.const 6))';
const bestEffort = (seconds: number): string => `(call $call_with_best_effort_response (i32.const ${seconds}))`;
const perform = '(drop (call $call_perform))';

const violated = (text: string): { errorCode: string; text: string } => ({ errorCode: 'IC0504', text: `Canister violated contract: ${text}` });

describe('a call', () => {
  it('is what was put together', () => {
    const { execution } = go(`${callNew()} ${append(3)} ${append(2)} ${cleanup} ${bestEffort(60)} (call $call_cycles_add (i64.const 5)) (call $call_cycles_add128 (i64.const 0) (i64.const 6)) ${perform}`);
    expect(execution.calls).toEqual([
      {
        callee: CANISTER_ID,
        method: 'method',
        payload: Uint8Array.from([...CANISTER_ID.subarray(0, 3), ...CANISTER_ID.subarray(0, 2)]),
        amount: 11n,
        callback: { reply: { fun: 1n, env: 2n }, reject: { fun: 3n, env: 0xffff_ffffn }, cleanup: { fun: 5n, env: 6n } },
        timeoutSeconds: 60,
      },
    ]);
  });

  it('is not made without call_perform', () => {
    expect(go(`${callNew()} ${append(3)}`).execution.calls).toEqual([]);
  });

  it('gives its cycles back where another call is begun', () => {
    const before = 100_000_000_000_000n;
    const { execution } = go(`${callNew()} (call $call_cycles_add (i64.const 1000)) ${callNew()}`);
    expect(execution.balance).toBe(before);
  });

  it('needs no more than 300 seconds of patience', () => {
    expect(go(`${callNew()} ${bestEffort(-1)} ${perform}`).execution.calls[0]?.timeoutSeconds).toBe(300);
  });

  it('returns 2 where the queue to the callee is full, and gives the cycles back', () => {
    const { execution } = go(`${callNew()} (call $call_cycles_add (i64.const 1000)) (if (i32.ne (call $call_perform) (i32.const 2)) (then (unreachable)))`, {
      canister: { queueRoom: () => 0 },
    });
    expect([execution.calls, execution.balance]).toEqual([[], 100_000_000_000_000n]);
  });

  it('takes a method name that is not UTF-8 with the bytes replaced', () => {
    expect(go(`${callNew(10, 1, 0)} ${perform}`).execution.calls[0]?.method).toBe('\uFFFD');
  });
});

describe('call_new', () => {
  it('takes method names of 20,000 bytes', () => {
    expect(go(callNew(10, 20_000)).fault).toBeUndefined();
    expect(go(callNew(10, 20_001)).fault).toMatchObject({
      ...violated('Size of method_name 20001 exceeds the allowed limit of 20000.'),
      help:
        'Size of method_name {} exceeds the allowed limit of {}. See documentation: ' +
        'https://internetcomputer.org/docs/current/references/execution-errors#canister-made-a-call-with-too-large-method-name',
    });
  });

  it('takes principals of 29 bytes', () => {
    expect(go(callNew(29)).fault).toBeUndefined();
    expect(go(callNew(0)).fault).toBeUndefined();
    expect(go(callNew(30)).fault).toMatchObject({ errorCode: 'IC0504', text: 'Canister provided invalid principal id' });
  });

  it('reads the name and the callee inside of the heap', () => {
    expect(go(callNew(10, 6, 65_535)).fault).toMatchObject(violated('ic0.call_new method_name: src=65535 + length=6 exceeds the slice size=65536'));
    expect(go(callNew(65_537)).fault).toMatchObject(violated('ic0.call_new callee_src: src=0 + length=65537 exceeds the slice size=65536'));
  });
});

describe('without a call under construction', () => {
  it.each([
    [append(1), 'ic0.call_data_append'],
    [cleanup, 'ic0.call_on_cleanup'],
    [bestEffort(1), 'ic0.call_with_best_effort_response'],
    ['(call $call_cycles_add (i64.const 1))', 'ic0_call_cycles_add'],
    ['(call $call_cycles_add128 (i64.const 0) (i64.const 1))', 'ic0_call_cycles_add128'],
    [perform, 'ic0.call_perform'],
  ])('%s traps', (code, name) => {
    const trap = violated(`${name} called when no call is under construction.`);
    expect(go(code).fault).toMatchObject(trap);
    expect(go(`${callNew()} ${perform} ${code}`).fault).toMatchObject(trap);
  });
});

describe('twice in one call', () => {
  it('call_on_cleanup traps', () => {
    expect(go(`${callNew()} ${cleanup} ${cleanup}`).fault).toMatchObject(
      violated('ic0.call_on_cleanup can be called at most once between `ic0.call_new` and `ic0.call_perform`'),
    );
  });

  it('call_with_best_effort_response traps', () => {
    expect(go(`${callNew()} ${bestEffort(1)} ${bestEffort(1)}`).fault).toMatchObject(
      violated('ic0_call_with_best_effort_response failed because a timeout is already set.'),
    );
  });
});

describe('call_data_append', () => {
  const LIMIT = 10_485_760;

  it('takes 10 MiB with the name', () => {
    expect(go(`${callNew()} ${append(LIMIT - 6)}`, {}, 161).fault).toBeUndefined();
    expect(go(`${callNew()} ${append(LIMIT - 6)} ${append(1)}`, {}, 161).fault).toMatchObject({
      ...violated('Request to bkyz2-fmaaa-aaaaa-qaaaq-cai:method has a payload size of 10485761, which exceeds the allowed limit of 10485760.'),
      help:
        'Check the canister for errors or redesign the target API to allow shorter messages See documentation: ' +
        'https://internetcomputer.org/docs/current/references/execution-errors#canister-made-a-call-with-too-large-payload',
    });
  });

  it('reads inside of the heap', () => {
    expect(go(`${callNew()} ${append(65_537)}`).fault).toMatchObject(violated('ic0.call_data_append: src=0 + length=65537 exceeds the slice size=65536'));
  });
});

describe('call_cycles_add', () => {
  it('traps where there are not so many cycles', () => {
    expect(go(`${callNew()} (call $call_cycles_add128 (i64.const 1) (i64.const 0))`).fault).toMatchObject({
      errorCode: 'IC0504',
      text: 'Canister bkyz2-fmaaa-aaaaa-qaaaq-cai is out of cycles',
    });
  });
});
