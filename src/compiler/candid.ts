import { concat, fromUtf8, utf8 } from '../primitives/bytes.ts';
import { decodeUnsigned, encodeUnsigned } from '../primitives/leb128.ts';
import { INSPECTOR_METHOD } from '../protocol/compiler.ts';

/** The inspector's method: its type holds a record, whose own semicolon does not end the method. */
const INSPECTOR = new RegExp(`\\s*${INSPECTOR_METHOD}\\s*:\\s*\\(\\)\\s*->\\s*\\(vec\\s+record\\s*\\{[^}]*\\}\\)\\s*query;`);

/** Takes the inspector out of an interface in Candid's syntax. */
export function withoutInspector(candid: string): string {
  return candid.replace(INSPECTOR, '');
}

const SECTION_NAMES: readonly string[] = ['icp:private candid:service', 'icp:public candid:service'];
const HEADER_BYTES = 8;
const CUSTOM_SECTION = 0;

/** Takes the inspector out of the interface that a module carries as metadata. */
export function withoutInspectorMetadata(wasm: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [wasm.subarray(0, HEADER_BYTES)];
  for (let at = HEADER_BYTES; at < wasm.length; ) {
    const size = decodeUnsigned(wasm, at + 1);
    if (!size) return concat([wasm]);
    const end = size.next + Number(size.value);
    parts.push((wasm[at] === CUSTOM_SECTION ? rewritten(wasm.subarray(size.next, end)) : undefined) ?? wasm.subarray(at, end));
    at = end;
  }
  return concat(parts);
}

/** The whole custom section with a clean interface; `undefined` for other sections. */
function rewritten(content: Uint8Array): Uint8Array | undefined {
  const length = decodeUnsigned(content);
  if (!length) return undefined;
  const dataStart = length.next + Number(length.value);
  if (!SECTION_NAMES.includes(fromUtf8(content.subarray(length.next, dataStart)))) return undefined;
  const data = utf8(withoutInspector(fromUtf8(content.subarray(dataStart))));
  const body = concat([content.subarray(0, dataStart), data]);
  return concat([Uint8Array.of(CUSTOM_SECTION, ...encodeUnsigned(body.length)), body]);
}
