import { t } from '@lingui/core/macro';
import type { AppState } from '../state/model.ts';

/** `(module (memory i64 1) (table i64 0 funcref))`: what Motoko's enhanced orthogonal persistence is compiled to. */
const MEMORY64 = [0x05, 0x03, 0x01, 0x04, 0x01];
const TABLE64 = [0x04, 0x04, 0x01, 0x70, 0x04, 0x00];
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** Whether 64-bit modules run here. `validate` is `WebAssembly.validate` outside of tests. */
export function detectEnhanced(validate: (module: Uint8Array<ArrayBuffer>) => boolean): AppState['enhanced'] {
  if (validate(new Uint8Array([...HEADER, ...TABLE64, ...MEMORY64]))) return { available: true };
  const reason = validate(new Uint8Array([...HEADER, ...MEMORY64]))
    ? t`it has 64-bit memories, but no 64-bit tables.`
    : t`it has no 64-bit memories (WebAssembly memory64).`;
  return { available: false, reason };
}
