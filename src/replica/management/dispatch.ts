import type { Principal } from '@dfinity/principal';
import { reject, type Reject } from '../errors.ts';
import type { World } from '../state/world.ts';
import { decodeArgument, targetOf } from './arguments.ts';
import { canisterInfo, canisterMetadata, nodeMetricsHistory, subnetInfo } from './canister_info.ts';
import { canisterStatus, fetchCanisterLogs } from './canister_status.ts';
import { clearChunkStore, installChunkedCode, storedChunks, uploadChunk } from './chunk_store.ts';
import { isVisible, refuse, type ManagementCall, type ManagementMethod, type ManagementResult } from './common.ts';
import { createCanister, provisionalCreateCanisterWithCycles } from './create_canister.ts';
import { depositCycles, provisionalTopUpCanister, rawRand } from './cycles.ts';
import type { ARGUMENTS } from './idl.ts';
import { installCode } from './install_code.ts';
import { deleteCanister, startCanister, stopCanister, uninstallCode } from './lifecycle.ts';
import { loadCanisterSnapshot } from './load_canister_snapshot.ts';
import { readCanisterSnapshotData, readCanisterSnapshotMetadata, uploadCanisterSnapshotData, uploadCanisterSnapshotMetadata } from './snapshot_data.ts';
import { deleteCanisterSnapshot, listCanisterSnapshots, takeCanisterSnapshot } from './snapshots.ts';
import { noBitcoin, notAuthorized, notEnabled, renameCanister, unknownKeys } from './unavailable.ts';
import { updateSettings } from './update_settings.ts';

/** Interface Specification: "The IC management canister". Who may call what, and how. */

interface Entry {
  /**
   * Through ingress: `canister` methods are refused, `controller` methods need one of the canister, `anyone` is free, and the others go
   * by the visibility that they name. `query` is no update at all, `composed` none but from canisters.
   */
  readonly access: 'canister' | 'controller' | 'anyone' | 'query' | 'composed' | 'statusVisibility' | 'snapshotVisibility';
  /** Whether it can be queried, too. */
  readonly queried?: boolean;
  readonly run: ManagementMethod;
}

const METHODS: Readonly<Record<keyof typeof ARGUMENTS | 'raw_rand' | 'list_canisters', Entry>> = {
  create_canister: { access: 'canister', run: createCanister },
  provisional_create_canister_with_cycles: { access: 'anyone', run: provisionalCreateCanisterWithCycles },
  provisional_top_up_canister: { access: 'anyone', run: provisionalTopUpCanister },
  update_settings: { access: 'controller', run: updateSettings },
  upload_chunk: { access: 'controller', run: uploadChunk },
  clear_chunk_store: { access: 'controller', run: clearChunkStore },
  stored_chunks: { access: 'controller', run: storedChunks },
  install_code: { access: 'controller', run: installCode },
  install_chunked_code: { access: 'controller', run: installChunkedCode },
  uninstall_code: { access: 'controller', run: uninstallCode },
  start_canister: { access: 'controller', run: startCanister },
  stop_canister: { access: 'controller', run: stopCanister },
  delete_canister: { access: 'controller', run: deleteCanister },
  canister_status: { access: 'statusVisibility', queried: true, run: canisterStatus },
  canister_metrics: { access: 'controller', queried: true, run: notEnabled },
  canister_info: { access: 'canister', run: canisterInfo },
  canister_metadata: { access: 'canister', run: canisterMetadata },
  deposit_cycles: { access: 'canister', run: depositCycles },
  raw_rand: { access: 'canister', run: rawRand },
  take_canister_snapshot: { access: 'controller', run: takeCanisterSnapshot },
  load_canister_snapshot: { access: 'controller', run: loadCanisterSnapshot },
  list_canister_snapshots: { access: 'snapshotVisibility', run: listCanisterSnapshots },
  delete_canister_snapshot: { access: 'controller', run: deleteCanisterSnapshot },
  read_canister_snapshot_metadata: { access: 'snapshotVisibility', run: readCanisterSnapshotMetadata },
  read_canister_snapshot_data: { access: 'snapshotVisibility', run: readCanisterSnapshotData },
  upload_canister_snapshot_metadata: { access: 'controller', run: uploadCanisterSnapshotMetadata },
  upload_canister_snapshot_data: { access: 'controller', run: uploadCanisterSnapshotData },
  fetch_canister_logs: { access: 'composed', queried: true, run: fetchCanisterLogs },
  list_canisters: { access: 'query', queried: true, run: notAuthorized },
  node_metrics_history: { access: 'canister', run: nodeMetricsHistory },
  subnet_metrics: { access: 'canister', run: notEnabled },
  subnet_info: { access: 'canister', run: subnetInfo },
  http_request: { access: 'canister', run: notEnabled },
  ecdsa_public_key: { access: 'canister', run: unknownKeys.ecdsa_public_key },
  sign_with_ecdsa: { access: 'canister', run: unknownKeys.sign_with_ecdsa },
  schnorr_public_key: { access: 'canister', run: unknownKeys.schnorr_public_key },
  sign_with_schnorr: { access: 'canister', run: unknownKeys.sign_with_schnorr },
  vetkd_public_key: { access: 'canister', run: unknownKeys.vetkd_public_key },
  vetkd_derive_key: { access: 'canister', run: unknownKeys.vetkd_derive_key },
  bitcoin_get_balance: { access: 'canister', run: noBitcoin },
  bitcoin_get_utxos: { access: 'canister', run: noBitcoin },
  bitcoin_send_transaction: { access: 'canister', run: noBitcoin },
  bitcoin_get_current_fee_percentiles: { access: 'canister', run: noBitcoin },
  bitcoin_get_block_headers: { access: 'canister', run: noBitcoin },
  rename_canister: { access: 'canister', run: renameCanister },
};

const entryOf = (method: string): Entry | undefined => (Object.hasOwn(METHODS, method) ? METHODS[method as keyof typeof METHODS] : undefined);

/** Whether there is such a method, whoever may call it. */
export const isManagementMethod = (name: string): boolean => Object.hasOwn(METHODS, name);

/**
 * The canister that a call from outside is about, and that pays for it; `undefined` where it names none, and for the provisional
 * methods, which are free: rs/types/types/src/messages/ingress_messages.rs, `extract_effective_canister_id`.
 */
export function payerOf(method: string, arg: Uint8Array): Uint8Array | undefined {
  return method.startsWith('provisional_') ? undefined : targetOf(method, arg)?.toUint8Array();
}

/** Why a call from outside is refused before it is executed; `undefined` where it is let in. */
export function refuseIngress(world: World, sender: Uint8Array, method: string, arg: Uint8Array): Reject | undefined {
  const access = entryOf(method)?.access;
  if (access === undefined || access === 'canister') return reject('IC0406', `Only canisters can call ic00 method ${method}`);
  if (access === 'query' || access === 'composed') return reject('IC0406', `${method} API is not accessible via ingress in replicated mode`);
  if (access === 'anyone') return undefined;
  const decoded = decodeArgument(method, arg);
  if ('problem' in decoded) return reject('IC0408', `Error decoding candid: ${decoded.problem}`);
  const id = targetOf(method, arg) as Principal;
  const canister = world.find(id.toUint8Array());
  if (!canister) return reject('IC0301', `Canister ${id.toText()} not found`);
  if (isVisible(canister, access === 'controller' ? 'controllers' : canister.settings[access], sender)) return undefined;
  return reject('IC0512', `Only controllers of canister ${canister.text} can call ic00 method ${method}`);
}

/** Executes a call to the management canister. */
export async function callManagement(call: ManagementCall, method: string, arg: Uint8Array): Promise<ManagementResult> {
  const entry = entryOf(method);
  if (!entry || entry.access === 'query') return refuse('IC0536', `Management canister has no method '${method}'`);
  return run(entry, call, method, arg);
}

/** The methods that answer to queries. */
export async function queryManagement(world: World, sender: Uint8Array, method: string, arg: Uint8Array): Promise<ManagementResult> {
  const entry = entryOf(method);
  if (!entry?.queried) return refuse('IC0536', `Query method ${method} not found.`);
  return run(entry, { world, caller: sender, origin: { kind: 'task' }, cycles: 0n }, method, arg);
}

async function run(entry: Entry, call: ManagementCall, method: string, arg: Uint8Array): Promise<ManagementResult> {
  const decoded = decodeArgument(method, arg);
  if ('problem' in decoded) return refuse('IC0408', `Error decoding candid: ${decoded.problem}`);
  return entry.run(call, decoded.value as never);
}
