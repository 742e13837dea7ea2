import { concat, utf8 } from '../../primitives/bytes.ts';
import { encodeUnsigned } from '../../primitives/leb128.ts';
import type { Diagnostic } from '../../protocol/compiler.ts';

export type Assembled = { readonly ok: true; readonly wasm: Uint8Array<ArrayBuffer> } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** What the Internet Computer takes, and annotations, which give a module custom sections. */
const FEATURES = {
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  memory64: true,
  annotations: true,
};

/**
 * Makes a module of WebAssembly text, with the interface in `candid` as its metadata. The assembler is loaded the first time: whoever
 * opens no such text never fetches it.
 */
export async function assemble(path: string, text: string, candid: string | undefined): Promise<Assembled> {
  const { default: wabt } = await import('wabt');
  const assembler = await wabt();
  try {
    const module = assembler.parseWat(path, text, FEATURES);
    try {
      module.validate();
      const wasm = new Uint8Array(module.toBinary({ write_debug_names: true }).buffer);
      return { ok: true, wasm: candid === undefined ? wasm : concat([wasm, metadata('candid:service', candid)]) };
    } finally {
      module.destroy();
    }
  } catch (error) {
    return { ok: false, diagnostics: diagnosticsOf(path, error instanceof Error ? error.message : String(error)) };
  }
}

/** A public custom section, as `ic-wasm` writes it. */
function metadata(name: string, content: string): Uint8Array {
  const title = utf8(`icp:public ${name}`);
  const payload = concat([Uint8Array.from(encodeUnsigned(title.length)), title, utf8(content)]);
  return concat([Uint8Array.of(0), Uint8Array.from(encodeUnsigned(payload.length)), payload]);
}

/** The assembler's words: `main.wat:3:5: error: unexpected token ...`, the source line, and a line that points at the place. */
export function diagnosticsOf(path: string, output: string): readonly Diagnostic[] {
  const found = [...output.matchAll(/^[^\n]*?:(\d+):(\d+): error: (.*(?:\n(?![^\n]*:\d+:\d+: error:)[^\n]*)?)/gm)].map(([, line, column, message = '']): Diagnostic => {
    const start = { line: Number(line) - 1, character: Number(column) - 1 };
    const range = { start, end: { ...start, character: start.character + 1 } };
    return { path, range, severity: 'error', code: '', message: message.split('\n')[0] ?? message };
  });
  if (found.length > 0) return found;
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return [{ path, range: nowhere, severity: 'error', code: '', message: output.trim() }];
}
