import { IDL } from '@dfinity/candid';
import { toHex } from '../../primitives/bytes.ts';
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
  return (wire && tryDecode(wire.args, wire.environment, bytes)) ?? toHex(bytes);
}

function tryDecode(args: readonly Argument[], environment: TypeEnvironment, bytes: Uint8Array): string | undefined {
  try {
    return printValues(IDL.decode(toIdl(args, environment), bytes), args, environment);
  } catch {
    return undefined;
  }
}
