import { IDL } from '@dfinity/candid';
import { fromUtf8, toHex } from '../../primitives/bytes.ts';
import { toIdl } from './idl.ts';
import { parseCandid } from './parse-types.ts';
import { printValues } from './print.ts';
import type { Argument, TypeEnvironment } from './types.ts';
import { wireTypes } from './wire-types.ts';

/**
 * Pretty Candid text of a reply. Where the interface does not tell its types, or the reply does not fit them, the types that the reply
 * declares of itself are used (fields are numbers then), and hexadecimal digits where it is no Candid at all.
 */
export function decodeReply(candid: string, method: string, bytes: Uint8Array): string {
  const parsed = parseCandid(candid);
  const known = parsed.ok ? parsed.service.find(({ name }) => name === method) : undefined;
  const text = parsed.ok && known ? tryDecode(known.type.results, parsed.types, bytes) : undefined;
  return text ?? decodeUntyped(bytes);
}

function decodeUntyped(bytes: Uint8Array): string {
  const wire = wireTypes(bytes);
  return (wire && tryDecode(wire.args, wire.environment, bytes)) ?? plainText(bytes) ?? toHex(bytes);
}

/** Bytes that are readable text, as text beside their hexadecimal digits. */
function plainText(bytes: Uint8Array): string | undefined {
  const text = fromUtf8(bytes);
  return bytes.length > 0 && /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n\t]+$/u.test(text) && !text.includes('\uFFFD') ? `${JSON.stringify(text)} (${toHex(bytes)})` : undefined;
}

function tryDecode(args: readonly Argument[], environment: TypeEnvironment, bytes: Uint8Array): string | undefined {
  try {
    return printValues(IDL.decode(toIdl(args, environment), bytes), args, environment);
  } catch {
    return undefined;
  }
}
