import { describe, expect, it } from 'vitest';
import { ReplicaBug } from '../errors.ts';
import { classifyTrap } from './traps.ts';

const SIGNATURE = 'function invocation does not match its signature';

/** As V8, SpiderMonkey and JavaScriptCore say it. */
const TRAPS: readonly (readonly [kind: string, texts: readonly string[]])[] = [
  ['unreachable', ['unreachable', 'unreachable executed', "Unreachable code should not be executed (evaluating 'this.#exports[entry.name]()')"]],
  ['integer division by 0', ['divide by zero', 'remainder by zero', 'integer divide by zero', "Division by zero (evaluating 'f()')"]],
  ['heap out of bounds', ['memory access out of bounds', 'index out of bounds', "Out of bounds memory access (evaluating 'table.get(call_indirect)')", 'data segment out of bounds']],
  ['table out of bounds', ['table index is out of bounds', 'table access out of bounds', 'table index out of bounds', "Out of bounds call_indirect (evaluating 'f()')", "Out of bounds table access (evaluating 'f()')"]],
  ['unknown', ['divide result unrepresentable', 'float unrepresentable in integer range', 'integer overflow', 'invalid conversion to integer', "Integer overflow (evaluating 'f()')", "Out of bounds Trunc operation (evaluating 'f()')", 'something new']],
];

describe('exceptions of engines', () => {
  it.each(TRAPS)('%s', (kind, texts) => {
    for (const text of texts) {
      expect(classifyTrap(new WebAssembly.RuntimeError(text))).toMatchObject({ errorCode: 'IC0502', text: `Canister trapped: ${kind}` });
    }
  });

  it.each(['null function or function signature mismatch', 'indirect call to null', 'indirect call signature mismatch', "call_indirect to a null table entry (evaluating 'f()')", "call_indirect to a signature that does not match (evaluating 'f()')"])(
    'a call of another signature: %s',
    (text) => {
      expect(classifyTrap(new WebAssembly.RuntimeError(text))).toMatchObject({ errorCode: 'IC0504', text: `Canister violated contract: ${SIGNATURE}` });
    },
  );

  it('stack overflow', () => {
    const tooMuch = Object.assign(new Error('too much recursion'), { name: 'InternalError' });
    for (const error of [new RangeError('Maximum call stack size exceeded'), new RangeError('Maximum call stack size exceeded.'), tooMuch]) {
      expect(classifyTrap(error)).toMatchObject({ errorCode: 'IC0502', text: 'Canister trapped: stack overflow' });
    }
  });

  it('what a canister cannot cause is a bug of the replica, with its cause', () => {
    const errors = [new TypeError('x is undefined'), new RangeError('Array buffer allocation failed'), new RangeError('Invalid array length'), new Error('recursion'), 'text'];
    for (const error of errors) {
      expect(() => classifyTrap(error)).toThrow(ReplicaBug);
      expect(() => classifyTrap(error)).toThrow(expect.objectContaining({ cause: error }));
    }
  });
});
