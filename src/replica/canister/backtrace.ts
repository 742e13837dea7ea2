import { GuestTrap, type Fault } from '../errors.ts';
import type { CanisterState } from '../state/canister-state.ts';
import { maySeeLogs } from '../state/logs.ts';
import type { ModuleInfo } from '../wasm/module.ts';
import { demangle } from './demangle.ts';

/**
 * Back traces of traps, in the production replica's shape (`CanisterBacktrace` in rs/interfaces/src/execution_environment/errors.rs), from
 * the stacks that the engines attach to errors.
 */

/** Frames that are looked at. The texts that a back trace goes into are cut long before. */
const MAX_FRAMES = 1024;

/** Imports that the production replica adds to each module, which moves the indices of its functions. */
const PRODUCTION_IMPORTS = 5;

/** V8 and SpiderMonkey say `wasm-function[index]:0xoffset`, JavaScriptCore `wasm-function[index or name]@[wasm code]`. */
const FRAME = /wasm-function\[(\d+)\]:0x[0-9a-f]+\)?$|wasm-function\[(.*)\]@\[wasm code\]$/;

/** Functions that were running, innermost first: indices in the rewritten module, or names where the engine gives no more. */
function wasmFrames(stack: string): (number | string)[] {
  return stack.split('\n').flatMap((line) => {
    const match = FRAME.exec(line);
    if (!match) return [];
    const frame = match[1] ?? match[2] ?? '';
    return [/^\d+$/.test(frame) ? Number(frame) : frame];
  });
}

interface NamedFrame {
  readonly index: number;
  readonly name: string | undefined;
}

/** The frame's function in the canister's own module; `undefined` for those that the replica added. */
function ownFrame({ functionNames, functions }: ModuleInfo, frame: number | string): NamedFrame | undefined {
  if (typeof frame === 'string') return { index: -1, name: frame };
  const index = frame - functions.added;
  return index < functions.imports.length || index >= functions.imports.length + functions.defined ? undefined : { index, name: functionNames.get(index) };
}

/** In production, the calls on stable memory are functions of the module, named as it names the imports. */
function stableFrame({ functionNames, functions }: ModuleInfo, api: string | undefined): NamedFrame[] {
  const index = api === undefined ? -1 : functions.imports.indexOf(api);
  return index < 0 ? [] : [{ index, name: functionNames.get(index) }];
}

/**
 * The back trace of a trap as production writes it, each line ended; `undefined` where no function in it has a name.
 *
 * @param stack of the error, as the engine formats it
 * @param api the call on stable memory that trapped, if it was one
 */
export function backtraceOf(module: ModuleInfo, stack: string, api?: string): string | undefined {
  const own = wasmFrames(stack).flatMap((frame) => ownFrame(module, frame) ?? []);
  const frames = [...stableFrame(module, api), ...own];
  if (frames.every(({ name }) => name === undefined)) return undefined;
  const moved = PRODUCTION_IMPORTS - module.functions.imports.filter((name) => name.startsWith('stable')).length;
  const lines = frames.map(({ index, name }) => (name === undefined ? `unknown function at index ${index + moved}` : demangle(name)));
  return `Canister Backtrace:\n${lines.join('\n')}\n`;
}

/** How an engine limits the stacks of errors; SpiderMonkey does not. */
const limits = Error as { stackTraceLimit?: number };

/** Runs `body` with stacks long enough for a back trace. */
export function withDeepStacks<T>(body: () => T): T {
  const before = limits.stackTraceLimit;
  if (before === undefined) return body();
  limits.stackTraceLimit = MAX_FRAMES;
  try {
    return body();
  } finally {
    limits.stackTraceLimit = before;
  }
}

/** The fault with its back trace, if it is a trap of the engine or of `ic0.trap`. `error` is what was thrown. */
export function traced(module: ModuleInfo, fault: Fault, error: unknown): Fault {
  if (fault.errorCode !== 'IC0502' && fault.errorCode !== 'IC0503') return fault;
  const origin = error instanceof GuestTrap ? error.origin : error;
  const stack = origin instanceof Error ? origin.stack : undefined;
  return stack === undefined ? fault : { ...fault, backtrace: backtraceOf(module, stack, error instanceof GuestTrap ? error.api : undefined) };
}

/** The fault as `caller` may see it: back traces are for those who may see the log. A start function has no caller, and shows all. */
export function shownTo(canister: CanisterState, caller: Uint8Array | undefined, fault: Fault): Fault {
  if (fault.backtrace === undefined || caller === undefined || maySeeLogs(canister, caller)) return fault;
  return { ...fault, backtrace: undefined };
}
