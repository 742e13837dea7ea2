import type { Context } from './context.ts';
import type { Execution } from './execution.ts';

/**
 * `I` is the address type of the module's memory; it reaches the implementation as a number. `E` is the same type for a value that must
 * come back to the canister bit by bit (the environment of a callback); it and `i64` arrive as an unsigned bigint.
 */
export type ValueType = 'I' | 'E' | 'i32' | 'i64';
export type Argument = number | bigint;

/** One import of `ic0`: its type, where it may be called, what it charges, what it does. */
export interface SystemCall {
  readonly params: readonly ValueType[];
  readonly result: ValueType | undefined;
  readonly contexts: ReadonlySet<Context>;
  /** Instructions: a fixed overhead, and so many per unit of the arguments with these indices. */
  readonly cost: number;
  readonly perByte?: PerByte | undefined;
  /** True where the module must have a memory to make the call at all. */
  readonly needsMemory: boolean;
  readonly run: (execution: Execution, args: Argument[]) => Argument | undefined;
}

export interface PerByte {
  readonly arguments: readonly number[];
  readonly weight: number;
}

export type SystemCalls = Readonly<Record<string, SystemCall>>;

export const ALL: readonly Context[] = ['I', 'G', 'U', 'RQ', 'NRQ', 'CQ', 'Ry', 'Rt', 'CRy', 'CRt', 'C', 'CC', 'F', 'T'];
export const ALL_AND_START: readonly Context[] = [...ALL, 's'];

/** Shorthand for a row of the table: `call('I U', '(I I I) -> I', 500, run)`. */
export function call(
  contexts: readonly Context[] | string,
  type: string,
  cost: number,
  run: SystemCall['run'],
  perByte?: PerByte,
): SystemCall {
  const match = /^\(([^)]*)\)(?: -> (\w+))?$/.exec(type);
  const names = (match?.[1] ?? '').split(' ').filter(Boolean) as ValueType[];
  return {
    params: names,
    result: match?.[2] as ValueType | undefined,
    contexts: new Set(typeof contexts === 'string' ? (contexts.split(' ') as Context[]) : contexts),
    cost,
    perByte,
    needsMemory: names.includes('I'),
    run,
  };
}

/** The argument with this index is a size, and costs so many instructions per byte. */
export const sizeIn = (argument: number, weight = 1): PerByte => ({ arguments: [argument], weight });

/** The row of a call that works without a memory although it has an argument of the address type. */
export const withoutMemory = (entry: SystemCall): SystemCall => ({ ...entry, needsMemory: false });
