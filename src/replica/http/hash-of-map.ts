/** Interface Specification: "Representation-independent hashing of structured data", "Request ids". */
import { sha256 } from '@noble/hashes/sha2';
import { compareBytes, concat, utf8 } from '../../primitives/bytes.ts';
import { encodeSigned, encodeUnsigned } from '../../primitives/leb128.ts';

export type Hashable = Uint8Array | string | number | bigint | readonly Hashable[] | HashableMap;

/** Fields that are `undefined` or `null` count as omitted. */
export interface HashableMap {
  readonly [field: string]: Hashable | undefined | null;
}

/** 32 bytes. Of the `content` of an envelope it is the request id. */
export function hashOfMap(map: HashableMap): Uint8Array {
  const fields = Object.entries(map).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [concat([sha256(utf8(name)), hashOf(value)])],
  );
  return sha256(concat(fields.sort(compareBytes)));
}

function hashOf(value: Hashable): Uint8Array {
  if (value instanceof Uint8Array) return sha256(value);
  if (typeof value === 'string') return sha256(utf8(value));
  if (typeof value === 'number' || typeof value === 'bigint') return sha256(Uint8Array.from((value < 0 ? encodeSigned : encodeUnsigned)(value)));
  return isArray(value) ? sha256(concat(value.map(hashOf))) : hashOfMap(value);
}

const isArray = (value: readonly Hashable[] | HashableMap): value is readonly Hashable[] => Array.isArray(value);
