import { GuestTrap, ReplicaBug, faults } from '../errors.ts';
import { callCalls } from './calls.ts';
import { modeName } from './context.ts';
import { cyclesCalls } from './cycles.ts';
import { charge, type Execution } from './execution.ts';
import { messageCalls } from './message.ts';
import { stableCalls } from './stable.ts';
import { systemCalls } from './system.ts';
import type { Argument, SystemCall, SystemCalls, ValueType } from './table.ts';

/** Every import of `ic0` that this replica answers. */
export const SYSTEM_API: SystemCalls = { ...messageCalls, ...callCalls, ...cyclesCalls, ...stableCalls, ...systemCalls };

type WasmFunction = (...args: Argument[]) => Argument | undefined;

/**
 * The `ic0` object for a module with this word size. `current` gives the execution under way; a call outside of
 * one is a bug of the replica.
 */
export function bindSystemApi(wordSize: 32 | 64, current: () => Execution | undefined): Record<string, WasmFunction> {
  return Object.fromEntries(Object.entries(SYSTEM_API).map(([name, entry]) => [name, bind(name, entry, wordSize, current)]));
}

function bind(name: string, entry: SystemCall, wordSize: 32 | 64, current: () => Execution | undefined): WasmFunction {
  const wide = wordSize === 64;
  const inward = entry.params.map((type) => argumentReader(type, wide));
  const outward = resultWriter(entry.result, wide);
  return (...raw) => {
    const execution = current();
    if (!execution) throw new ReplicaBug(`ic0.${name} called outside of an execution`);
    const args = raw.map((value, i) => (inward[i] as (value: Argument) => Argument)(value));
    charge(execution, entry.cost + (entry.perByte ? Number(args[entry.perByte.argument]) * entry.perByte.weight : 0));
    if (!entry.contexts.has(execution.input.context)) {
      throw new GuestTrap(faults.wrongMode(name, modeName(execution.input.context, execution.input.task)));
    }
    return outward(entry.run(execution, args));
  };
}

function argumentReader(type: ValueType, wide: boolean): (value: Argument) => Argument {
  if (type === 'i32') return (value) => value;
  if (type === 'i64') return (value) => BigInt.asUintN(64, value as bigint);
  return wide ? (value) => Number(BigInt.asUintN(64, value as bigint)) : (value) => (value as number) >>> 0;
}

function resultWriter(type: ValueType | undefined, wide: boolean): (value: Argument | undefined) => Argument | undefined {
  if (type === 'I' && wide) return (value) => BigInt(value as number);
  return (value) => value;
}
