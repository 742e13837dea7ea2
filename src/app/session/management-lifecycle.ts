import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ListedSnapshot } from '../state/lifecycle-model.ts';

/** Arguments of the management canister for snapshots. Interface Specification: "take_canister_snapshot" and its neighbours. */

const Blob = IDL.Vec(IDL.Nat8);
const Snapshot = IDL.Record({ id: Blob, taken_at_timestamp: IDL.Nat64, total_size: IDL.Nat64 });
const TakeArguments = IDL.Record({ canister_id: IDL.Principal, replace_snapshot: IDL.Opt(Blob) });
const SnapshotArguments = IDL.Record({ canister_id: IDL.Principal, snapshot_id: Blob });

interface SnapshotValue {
  readonly id: Uint8Array;
  readonly taken_at_timestamp: bigint;
  readonly total_size: bigint;
}

const listed = ({ id, taken_at_timestamp, total_size }: SnapshotValue): ListedSnapshot => ({
  id: toHex(Uint8Array.from(id)),
  takenAt: taken_at_timestamp,
  bytes: Number(total_size),
});

/** Argument of `take_canister_snapshot`; `replaced`: id of the snapshot that the new one takes the place of, hex. */
export const encodeTake = (canisterId: string, replaced?: string): Uint8Array =>
  IDL.encode([TakeArguments], [{ canister_id: Principal.fromText(canisterId), replace_snapshot: replaced === undefined ? [] : [snapshotId(replaced)] }]);

/** Argument of `load_canister_snapshot` and of `delete_canister_snapshot`; `id` is hex. @throws PlaygroundError `bad-snapshot` */
export const encodeSnapshot = (canisterId: string, id: string): Uint8Array =>
  IDL.encode([SnapshotArguments], [{ canister_id: Principal.fromText(canisterId), snapshot_id: snapshotId(id) }]);

function snapshotId(hex: string): Uint8Array {
  const id = fromHex(hex);
  if (!id || id.length === 0) throw new PlaygroundError('bad-snapshot', `“${hex}” is no snapshot id: it is written in hex digits, two for each byte.`, 'List the snapshots to see their ids.');
  return id;
}

/** Reply of `take_canister_snapshot`. */
export function decodeSnapshot(reply: Uint8Array): ListedSnapshot {
  const [value] = IDL.decode([Snapshot], reply) as unknown as [SnapshotValue];
  return listed(value);
}

/** Reply of `list_canister_snapshots`, the newest first. */
export function decodeSnapshots(reply: Uint8Array): readonly ListedSnapshot[] {
  const [values] = IDL.decode([IDL.Vec(Snapshot)], reply) as unknown as [SnapshotValue[]];
  return values.map(listed).sort((a, b) => (a.id < b.id ? 1 : -1));
}
