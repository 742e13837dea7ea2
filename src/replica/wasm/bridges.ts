import { ADDED_TYPES, meteredType, shiftFunction, type Bridge, type Helper, type Layout } from './layout.ts';
import { OP } from './opcodes.ts';
import type { FunctionType, ParsedModule } from './parse.ts';
import { Writer } from './writer.ts';

/** Functions where the counter changes from the exported global to a parameter, or back. */

const NO_LOCALS = 0;

export const isBridge = (helper: Helper): helper is Bridge => helper === 'callback' || helper.startsWith('export ') || helper.startsWith('thunk ');

const target = (bridge: Bridge): number => Number(bridge.slice(bridge.indexOf(' ') + 1));

/** Index of the type of a bridge. */
export function bridgeType(module: ParsedModule, layout: Layout, bridge: Bridge): number {
  if (bridge === 'callback') return layout.firstType + ADDED_TYPES.callback;
  const type = module.functions[target(bridge)] as number;
  return bridge.startsWith('thunk ') ? meteredType(layout, type) : type;
}

/** The entry of the code section. */
export function bridgeBody(module: ParsedModule, layout: Layout, bridge: Bridge): Uint8Array {
  const out = new Writer(64);
  out.byte(NO_LOCALS);
  if (bridge === 'callback') writeCallback(out, layout);
  else {
    const index = target(bridge);
    const { params } = module.types[module.functions[index] as number] as FunctionType;
    if (bridge.startsWith('thunk ')) writeThunk(out, layout, index, params.length);
    else writeExport(out, layout, index, params.length);
  }
  out.byte(OP.end);
  const body = new Writer(out.at + 5);
  body.vector(out.written());
  return body.written();
}

function indexed(out: Writer, opcode: number, index: number): void {
  out.byte(opcode);
  out.u32(index);
}

function writeParameters(out: Writer, count: number): void {
  for (let i = 0; i < count; i++) indexed(out, OP.localGet, i);
}

function writeExport(out: Writer, layout: Layout, index: number, parameters: number): void {
  writeParameters(out, parameters);
  indexed(out, OP.globalGet, layout.counter);
  indexed(out, OP.call, shiftFunction(layout, index));
  indexed(out, OP.globalSet, layout.counter);
}

function writeThunk(out: Writer, layout: Layout, index: number, parameters: number): void {
  indexed(out, OP.localGet, parameters);
  indexed(out, OP.globalSet, layout.counter);
  writeParameters(out, parameters);
  indexed(out, OP.call, index);
  indexed(out, OP.globalGet, layout.counter);
}

function writeCallback(out: Writer, layout: Layout): void {
  indexed(out, OP.localGet, 1);
  indexed(out, OP.globalGet, layout.counter);
  indexed(out, OP.localGet, 0);
  indexed(out, OP.callIndirect, layout.firstType + ADDED_TYPES.callbackEntry);
  out.u32(0);
  indexed(out, OP.globalSet, layout.counter);
}
