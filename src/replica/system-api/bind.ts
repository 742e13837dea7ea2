import { GuestTrap, ReplicaBug, faults } from '../errors.ts';
import { callCalls } from './calls.ts';
import { modeName } from './context.ts';
import { costCalls } from './cost-calls.ts';
import { cyclesCalls } from './cycles.ts';
import { environmentCalls } from './environment.ts';
import { charge, type Execution } from './execution.ts';
import { messageCalls } from './message.ts';
import { stableCalls } from './stable.ts';
import { systemCalls } from './system.ts';
import type { Argument, PerByte, SystemCall, SystemCalls, ValueType } from './table.ts';

/** Every import of `ic0` that this replica answers. */
export const SYSTEM_API: SystemCalls = { ...messageCalls, ...callCalls, ...cyclesCalls, ...costCalls, ...stableCalls, ...environmentCalls, ...systemCalls };

/** The only two that the production replica's texts spell with a dot. */
const DOTTED = new Set(['root_key_copy', 'subnet_self_copy']);
const textName = (name: string): string => (DOTTED.has(name) ? `ic0.${name}` : `ic0_${name}`);

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
    charge(execution, entry.cost + sizeCharge(entry.perByte, args));
    if (entry.needsMemory && !execution.heap) throw new GuestTrap(faults.toolchain('WebAssembly module must define memory'));
    if (!entry.contexts.has(execution.input.context)) {
      throw new GuestTrap(faults.wrongMode(textName(name), modeName(execution.input.context, execution.input.task)));
    }
    return outward(entry.run(execution, args));
  };
}

function sizeCharge(perByte: PerByte | undefined, args: readonly Argument[]): number {
  return perByte ? perByte.arguments.reduce((sum, index) => sum + Number(args[index]), 0) * perByte.weight : 0;
}

function argumentReader(type: ValueType, wide: boolean): (value: Argument) => Argument {
  if (type === 'i32') return (value) => value;
  if (type === 'i64') return (value) => BigInt.asUintN(64, value as bigint);
  if (type === 'E') return wide ? (value) => BigInt.asUintN(64, value as bigint) : (value) => BigInt.asUintN(32, BigInt(value));
  return wide ? (value) => Number(BigInt.asUintN(64, value as bigint)) : (value) => (value as number) >>> 0;
}

function resultWriter(type: ValueType | undefined, wide: boolean): (value: Argument | undefined) => Argument | undefined {
  if (type === 'I' && wide) return (value) => BigInt(value as number);
  return (value) => value;
}
