/** From what was uploaded to the bytes of a module. `embedders/src/wasm_utils/decoding.rs`. */
import { crc32 } from './crc32.ts';
import { MAX_MODULE_BYTES } from './limits.ts';
import { refusedWithAdvice, undecodable } from './refusal.ts';

/** Decompresses gzip, up to `maxBytes` of what comes out; `undefined` where the data are damaged. */
export type Gunzip = (bytes: Uint8Array, maxBytes: number) => Uint8Array | undefined;

const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];
const GZIP_MAGIC = [0x1f, 0x8b, 0x08];
const GZIP_MIN_BYTES = 16;
const FOOTER_BYTES = 8;

/** The module as a copy. Throws `ModuleRefused` where it is too large, no module, or damaged gzip. */
export function decodeModule(uploaded: Uint8Array, gunzip: Gunzip): Uint8Array<ArrayBuffer> {
  if (startsWith(uploaded, WASM_MAGIC)) {
    checkModuleSize(uploaded.length);
    return uploaded.slice();
  }
  if (!startsWith(uploaded, GZIP_MAGIC)) throw undecodable('unsupported canister module format');
  if (uploaded.length < GZIP_MIN_BYTES) throw undecodable('invalid Wasm module: gzip stream is too short');
  return unpack(uploaded, gunzip);
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

/** The size that the footer promises cannot be trusted: it says how much to unpack at most, one byte more to notice that there is more. */
function unpack(uploaded: Uint8Array, gunzip: Gunzip): Uint8Array<ArrayBuffer> {
  const footer = new DataView(uploaded.buffer, uploaded.byteOffset + uploaded.length - FOOTER_BYTES, FOOTER_BYTES);
  const size = footer.getUint32(4, true);
  checkModuleSize(size);
  const bytes = gunzip(uploaded, size + 1);
  if (!bytes) throw undecodable('failed to decode compressed Wasm module: invalid gzip stream');
  if (bytes.length !== size) throw undecodable(`specified uncompressed size ${size} does not match extracted size ${bytes.length}`);
  const [expected, value] = [footer.getUint32(0, true), crc32(bytes)];
  if (value !== expected) throw undecodable(`failed to decode compressed Wasm module: CRC32 mismatched: value=${value}, expected=${expected}`);
  return bytes.slice();
}

function checkModuleSize(size: number): void {
  if (size <= MAX_MODULE_BYTES) return;
  throw refusedWithAdvice(
    `Wasm module size of ${size} exceeds the maximum allowed size of ${MAX_MODULE_BYTES}.`,
    'Try shrinking the module using tools like `ic-wasm` or splitting the logic across multiple canisters.',
    'wasm-module-too-large',
  );
}
