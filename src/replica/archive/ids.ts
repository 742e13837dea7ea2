import { Principal } from '@dfinity/principal';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { MalformedBytes } from '../../primitives/codec.ts';
import { FIRST_CANISTER_INDEX } from '../params.ts';
import type { World } from '../state/world.ts';
import type { Modules } from './check.ts';
import { decodePages, type Reading } from './memory.ts';
import { type Archive, type ArchivedCanister, ArchiveError } from './model.ts';

/**
 * Which ids canisters have here. They keep theirs wherever it is free. One whose id is taken gets another, unless a canister that comes
 * along knows it by the old one: its calls would go to a stranger.
 */

export interface Renaming {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** True where it has another id, and its own memory or code holds the old one. */
  readonly remembersOldId: boolean;
  /** What the number of the next new canister has to be at least. */
  readonly nextCanister: bigint;
}

interface Options {
  readonly modules: Modules;
  readonly replaced: readonly Uint8Array[];
  readonly mayRename: boolean;
}

const ID_BYTES = 10;
/** As many ids as one subnet has. */
const RANGE = 1n << 20n;

const numberOf = (id: Uint8Array): bigint => BigInt(`0x${toHex(id.subarray(0, 8))}`);
const idOf = (number: bigint): Uint8Array => fromHex(`${number.toString(16).padStart(16, '0')}0101`) as Uint8Array;

/** @throws MalformedBytes where ids are none of this subnet; ArchiveError `id-taken` */
export function renamings(world: World, { canisters }: Archive, { modules, replaced, mayRename }: Options): Renaming[] {
  const gone = new Set(replaced.map(toHex));
  const coming = new Set(canisters.map(({ id }) => toHex(id)));
  if (coming.size < canisters.length) throw new MalformedBytes('two canisters have the same id');
  const isTaken = (id: Uint8Array): boolean => world.canisters.has(toHex(id)) && !gone.has(toHex(id));
  let next = canisters.reduce((number, { id }) => after(id, number, isTaken(id)), world.nextCanister);
  return canisters.map((canister) => {
    const { id } = canister;
    if (!isTaken(id)) return { from: id, to: id, remembersOldId: false, nextCanister: next };
    const text = Principal.fromUint8Array(id).toText();
    if (!mayRename) throw new ArchiveError('id-taken', `Canister ${text} belongs to another project now.`);
    const knowing = canisters.filter((other) => mentions(other, id, modules));
    if (knowing.some((other) => other !== canister)) throw new ArchiveError('id-taken', `Its canisters know each other by their ids, and ${text} is taken here by another project.`);
    return { from: id, to: idOf(next++), remembersOldId: knowing.length > 0, nextCanister: next };
  });
}

/** The next number that is free behind `id` too. @throws MalformedBytes */
function after(id: Uint8Array, next: bigint, taken: boolean): bigint {
  if (id.length !== ID_BYTES || id[8] !== 1 || id[9] !== 1) throw new MalformedBytes('an id is none of a canister of this subnet');
  const number = numberOf(id);
  const isNumbered = number >= 0x8000_0000_0000_0000n;
  if (isNumbered && (number < FIRST_CANISTER_INDEX || number >= next + RANGE)) throw new MalformedBytes('an id lies outside of the range of this subnet');
  return isNumbered && !taken && number >= next ? number + 1n : next;
}

/** Whether the id stands in the memories of a canister, or in its module. */
function mentions({ code, stable, stablePages }: ArchivedCanister, id: Uint8Array, modules: Modules): boolean {
  const module = code && modules.get(code.module);
  const base = module?.uploaded ?? new Uint8Array();
  const reading: Reading = { memory: { canister: '', memory: 'heap' }, memoryBytes: Number.MAX_SAFE_INTEGER, base };
  const memories = [...decodePages(stable, reading), ...(code ? decodePages(code.heap, reading) : [])].map(({ bytes }) => bytes);
  return (stablePages > 0 || code !== undefined) && [base, ...memories].some((bytes) => holds(bytes, id));
}

function holds(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const first = wanted[0] as number;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
