import { Reader } from './reader.ts';
import { ModuleRefused } from './refusal.ts';
import { Writer } from './writer.ts';

/** Offset of the content of the function names (subsection 1) in a name section; `undefined` where there are none. */
function functionNames(content: Uint8Array): Reader | undefined {
  const reader = new Reader(content);
  while (reader.at < reader.end) {
    const id = reader.byte();
    const size = reader.u32();
    const start = reader.at;
    reader.skip(size);
    if (id === 1) return new Reader(content, start, reader.at);
  }
  return undefined;
}

/** A name section that is damaged says nothing: engines ignore it as well. */
function tolerant<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ModuleRefused) return otherwise;
    throw error;
  }
}

/** Function names by index. */
export function readFunctionNames(content: Uint8Array | undefined): Map<number, string> {
  const names = new Map<number, string>();
  if (!content) return names;
  return tolerant(() => {
    const reader = functionNames(content);
    if (reader) for (let count = reader.u32(); count > 0; count--) names.set(reader.u32(), reader.name());
    return names;
  }, names);
}

/** A name section with nothing but the function names, moved to their new indices; `undefined` where there are none. */
export function shiftFunctionNames(content: Uint8Array | undefined, shift: (index: number) => number): Uint8Array | undefined {
  if (!content) return undefined;
  return tolerant(() => {
    const reader = functionNames(content);
    if (!reader) return undefined;
    const names = new Writer(content.length + 1024);
    const count = reader.u32();
    names.u32(count);
    for (let i = 0; i < count; i++) {
      names.u32(shift(reader.u32()));
      names.vector(reader.vector());
    }
    const section = new Writer(names.at + 16);
    section.vector(new Uint8Array([0x6e, 0x61, 0x6d, 0x65]));
    section.byte(1);
    section.vector(names.written());
    return section.written();
  }, undefined);
}
