import { ReplicaBug, faults, type Fault, type TrapKind } from '../errors.ts';

/** Texts of V8, SpiderMonkey and JavaScriptCore for each trap, in the order they are tried. */
const KINDS: readonly (readonly [RegExp, TrapKind])[] = [
  [/unreachable/i, 'unreachable'],
  [/(divide|division|remainder) by zero/i, 'integer division by 0'],
  [/unrepresentable|integer overflow|invalid conversion|trunc/i, 'unknown'],
  [/table|element segment|call_indirect/i, 'table out of bounds'],
  [/memory|data segment|out of bounds/i, 'heap out of bounds'],
];

const BAD_SIGNATURE = /signature|null function|indirect(_call)? to a null|indirect call to null/i;
/** V8 and JavaScriptCore throw a `RangeError`, SpiderMonkey an `InternalError`. */
const STACK_OVERFLOW = /call stack|recursion/i;
/** What JavaScriptCore appends: the expression of this program that called into Wasm. */
const EVALUATING = / \(evaluating .*\)$/s;

/**
 * The fault for an exception of the engine.
 * @throws ReplicaBug where it is none that a canister can cause
 */
export function classifyTrap(error: unknown): Fault {
  if (!(error instanceof Error)) throw bug(error);
  if (error instanceof WebAssembly.RuntimeError) return trapOf(error.message.replace(EVALUATING, ''));
  const isOverflow = (error instanceof RangeError || error.name === 'InternalError') && STACK_OVERFLOW.test(error.message);
  if (!isOverflow) throw bug(error);
  return faults.trapped('stack overflow');
}

const bug = (cause: unknown): ReplicaBug => new ReplicaBug('an exception that is no trap left a canister', { cause });

function trapOf(message: string): Fault {
  if (BAD_SIGNATURE.test(message)) return faults.toolchain('function invocation does not match its signature');
  return faults.trapped(KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? 'unknown');
}
