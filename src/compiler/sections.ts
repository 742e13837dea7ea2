import { concat, fromUtf8 } from '../primitives/bytes.ts';
import { decodeUnsigned, encodeUnsigned } from '../primitives/leb128.ts';

/** Custom sections of modules. WebAssembly specification: "Custom Section", "Name Section". */

const HEADER_BYTES = 8;
const CUSTOM_SECTION = 0;
const LOCAL_NAMES = 2;

/** Changes the content of custom sections; `undefined` leaves one as it is. A module that cannot be read stays as it is. */
export function withCustomSections(wasm: Uint8Array, change: (name: string, data: Uint8Array) => Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [wasm.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < wasm.length; ) {
    const section = entryAt(wasm, at);
    if (!section) return concat([wasm]);
    const changed = section.id === CUSTOM_SECTION ? changedCustom(section.content, change) : undefined;
    parts.push(changed ? entry(CUSTOM_SECTION, changed) : wasm.subarray(at, section.end));
    at = section.end;
  }
  return concat(parts);
}

function changedCustom(content: Uint8Array, change: (name: string, data: Uint8Array) => Uint8Array | undefined): Uint8Array | undefined {
  const length = decodeUnsigned(content);
  if (!length) return undefined;
  const start = length.next + Number(length.value);
  const data = change(fromUtf8(content.subarray(length.next, start)), content.subarray(start));
  return data && concat([content.subarray(0, start), data]);
}

/** The content of a name section without the names of locals: an eighth of a module, and not the same for the same source each time. */
export function withoutLocalNames(names: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at < names.length; ) {
    const subsection = entryAt(names, at);
    if (!subsection) return names;
    if (subsection.id !== LOCAL_NAMES) kept.push(names.subarray(at, subsection.end));
    at = subsection.end;
  }
  return concat(kept);
}

/** Sections, and parts of the name section: an id, a size, a content. */
function entryAt(bytes: Uint8Array, at: number): { readonly id: number; readonly content: Uint8Array; readonly end: number } | undefined {
  const id = bytes[at];
  const size = decodeUnsigned(bytes, at + 1);
  if (id === undefined || !size) return undefined;
  const end = size.next + Number(size.value);
  return end > bytes.length ? undefined : { id, content: bytes.subarray(size.next, end), end };
}

const entry = (id: number, content: Uint8Array): Uint8Array => concat([Uint8Array.of(id, ...encodeUnsigned(content.length)), content]);
