import { ReplicaBug, faults, type Fault, type TrapKind } from '../errors.ts';

/** Texts of V8, SpiderMonkey and JavaScriptCore for each trap, in the order they are tried. */
const KINDS: readonly (readonly [RegExp, TrapKind])[] = [
  [/call stack|recursion|stack overflow/i, 'stack overflow'],
  [/unreachable/i, 'unreachable'],
  [/divide by zero|remainder by zero|division by zero/i, 'integer division by 0'],
  [/table (index|access)|element segment|call_indirect|out of bounds table|table.*out of bounds/i, 'table out of bounds'],
  [/memory|data segment|index out of bounds|out of bounds/i, 'heap out of bounds'],
  [/unrepresentable|integer overflow|invalid conversion|trunc/i, 'unknown'],
];

const BAD_SIGNATURE = /signature|null function|indirect call to null/i;

/**
 * The fault for an exception of the engine.
 * @throws ReplicaBug where it is none that a canister can cause
 */
export function classifyTrap(error: unknown): Fault {
  const isTrap = error instanceof WebAssembly.RuntimeError;
  const isOverflow = error instanceof RangeError || (error instanceof Error && error.name === 'InternalError');
  if (!isTrap && !isOverflow) throw new ReplicaBug('an exception that is no trap left a canister', { cause: error });
  const { message } = error;
  if (isTrap && BAD_SIGNATURE.test(message)) return faults.toolchain('function invocation does not match its signature');
  const kind = KINDS.find(([pattern]) => pattern.test(message))?.[1];
  return faults.trapped(kind ?? 'unknown');
}
