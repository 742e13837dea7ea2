import type { Context } from './context.ts';
import type { Execution } from './execution.ts';

/** `I` is the address type of the module's memory; it reaches the implementation as a number, `i64` as an unsigned bigint. */
export type ValueType = 'I' | 'i32' | 'i64';
export type Argument = number | bigint;

/** One import of `ic0`: its type, where it may be called, what it charges, what it does. */
export interface SystemCall {
  readonly params: readonly ValueType[];
  readonly result: ValueType | undefined;
  readonly contexts: ReadonlySet<Context>;
  /** Instructions: a fixed overhead, and so many per unit of the argument with this index. */
  readonly cost: number;
  readonly perByte?: { readonly argument: number; readonly weight: number } | undefined;
  readonly run: (execution: Execution, args: Argument[]) => Argument | undefined;
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
  perByte?: { argument: number; weight: number },
): SystemCall {
  const match = /^\(([^)]*)\)(?: -> (\w+))?$/.exec(type);
  const names = (match?.[1] ?? '').split(' ').filter(Boolean) as ValueType[];
  return {
    params: names,
    result: match?.[2] as ValueType | undefined,
    contexts: new Set(typeof contexts === 'string' ? (contexts.split(' ') as Context[]) : contexts),
    cost,
    perByte,
    run,
  };
}

/** The last argument, a size, costs one instruction per byte. */
export const sizeIn = (argument: number, weight = 1): { argument: number; weight: number } => ({ argument, weight });
