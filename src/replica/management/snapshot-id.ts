import type { Principal } from '@dfinity/principal';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { reject, type Reject } from '../errors.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { Snapshot } from '../state/snapshot.ts';
import type { World } from '../state/world.ts';
import { textOf } from './common.ts';
import { refusals } from './refusals.ts';

/** Snapshots by their ids: eight bytes of a number that the canister counts, and the canister's id. rs/types/base_types/src/lib.rs */

export interface Target {
  readonly canister_id: Principal;
}

export interface SnapshotTarget extends Target {
  readonly snapshot_id: Uint8Array;
}

const NUMBER_BYTES = 8;
const MAX_BYTES = 37;

/** As the production replica prints an id. */
export const snapshotText = (id: Uint8Array): string => `${textOf(id.subarray(NUMBER_BYTES))}-${BigInt(`0x${toHex(id.subarray(0, NUMBER_BYTES))}`)}`;

function malformed({ length }: Uint8Array): Reject | undefined {
  const bound = length < NUMBER_BYTES ? 'minumum' : length > MAX_BYTES ? 'maximum' : undefined;
  if (!bound) return undefined;
  const problem = `Invalid snapshot ID length: provided ${length}, ${bound} length expected ${MAX_BYTES}.`;
  return reject('IC0408', `Error decoding candid: Invalid length of SnapshotId: ${problem}`);
}

/** The snapshot, wherever it belongs. */
export function anySnapshot(world: World, canister: CanisterState, id: Uint8Array): Snapshot | Reject {
  return malformed(id) ?? world.snapshots.get(toHex(id)) ?? refusals.snapshotNotFound(canister.text, snapshotText(id));
}

/** The snapshot, where it belongs to the canister. */
export function findSnapshot(world: World, canister: CanisterState, id: Uint8Array): Snapshot | Reject {
  const snapshot = anySnapshot(world, canister, id);
  if ('errorCode' in snapshot || snapshot.canister === canister.key) return snapshot;
  return refusals.snapshotOfAnother(canister.text, snapshotText(id));
}

export const ownerOf = (snapshot: Snapshot): Uint8Array => fromHex(snapshot.canister) as Uint8Array;
