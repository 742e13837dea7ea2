import { IDL } from '@dfinity/candid';

/** Types of the chunk store, of snapshots and of `canister_info` (ic.did of the Interface Specification). */

const blob = IDL.Vec(IDL.Nat8);
const canisterId = IDL.Record({ canister_id: IDL.Principal });
const chunkHash = IDL.Record({ hash: blob });
const senderVersion = IDL.Opt(IDL.Nat64);
const snapshot = IDL.Record({ id: blob, taken_at_timestamp: IDL.Nat64, total_size: IDL.Nat64 });
const snapshotOf = IDL.Record({ canister_id: IDL.Principal, snapshot_id: blob });
const source = IDL.Variant({ taken_from_canister: IDL.Reserved, metadata_upload: IDL.Reserved });
const globals = IDL.Vec(IDL.Variant({ i32: IDL.Int32, i64: IDL.Int64, f32: IDL.Float32, f64: IDL.Float64, v128: IDL.Nat }));
const globalTimer = IDL.Opt(IDL.Variant({ inactive: IDL.Null, active: IDL.Nat64 }));
const hookStatus = IDL.Opt(IDL.Variant({ condition_not_satisfied: IDL.Null, ready: IDL.Null, executed: IDL.Null }));
const slice = IDL.Record({ offset: IDL.Nat64, size: IDL.Nat64 });
const offset = IDL.Record({ offset: IDL.Nat64 });

/** @param mode `canister_install_mode` */
export const chunkArguments = <Mode extends IDL.Type>(mode: Mode) =>
  ({
    upload_chunk: IDL.Record({ canister_id: IDL.Principal, chunk: blob }),
    clear_chunk_store: canisterId,
    stored_chunks: canisterId,
    install_chunked_code: IDL.Record({
      mode,
      target_canister: IDL.Principal,
      store_canister: IDL.Opt(IDL.Principal),
      chunk_hashes_list: IDL.Vec(chunkHash),
      wasm_module_hash: blob,
      arg: blob,
      sender_canister_version: senderVersion,
    }),
  }) as const;

export const SNAPSHOT_ARGUMENTS = {
  take_canister_snapshot: IDL.Record({
    canister_id: IDL.Principal,
    replace_snapshot: IDL.Opt(blob),
    uninstall_code: IDL.Opt(IDL.Bool),
    sender_canister_version: senderVersion,
  }),
  load_canister_snapshot: IDL.Record({ canister_id: IDL.Principal, snapshot_id: blob, sender_canister_version: senderVersion }),
  list_canister_snapshots: canisterId,
  delete_canister_snapshot: snapshotOf,
  read_canister_snapshot_metadata: snapshotOf,
  read_canister_snapshot_data: IDL.Record({
    canister_id: IDL.Principal,
    snapshot_id: blob,
    kind: IDL.Variant({ wasm_module: slice, wasm_memory: slice, stable_memory: slice, wasm_chunk: chunkHash }),
  }),
  upload_canister_snapshot_metadata: IDL.Record({
    canister_id: IDL.Principal,
    replace_snapshot: IDL.Opt(blob),
    wasm_module_size: IDL.Nat64,
    globals,
    wasm_memory_size: IDL.Nat64,
    stable_memory_size: IDL.Nat64,
    certified_data: blob,
    global_timer: globalTimer,
    on_low_wasm_memory_hook_status: hookStatus,
  }),
  upload_canister_snapshot_data: IDL.Record({
    canister_id: IDL.Principal,
    snapshot_id: blob,
    kind: IDL.Variant({ wasm_module: offset, wasm_memory: offset, stable_memory: offset, wasm_chunk: IDL.Null }),
    chunk: blob,
  }),
} as const;

const change = IDL.Record({
  timestamp_nanos: IDL.Nat64,
  canister_version: IDL.Nat64,
  origin: IDL.Variant({
    from_user: IDL.Record({ user_id: IDL.Principal }),
    from_canister: IDL.Record({ canister_id: IDL.Principal, canister_version: IDL.Opt(IDL.Nat64) }),
  }),
  details: IDL.Variant({
    creation: IDL.Record({ controllers: IDL.Vec(IDL.Principal), environment_variables_hash: IDL.Opt(blob) }),
    code_uninstall: IDL.Null,
    code_deployment: IDL.Record({ mode: IDL.Variant({ install: IDL.Null, reinstall: IDL.Null, upgrade: IDL.Null }), module_hash: blob }),
    load_snapshot: IDL.Record({
      from_canister_id: IDL.Opt(IDL.Principal),
      snapshot_id: blob,
      canister_version: IDL.Nat64,
      taken_at_timestamp: IDL.Nat64,
      source,
    }),
    controllers_change: IDL.Record({ controllers: IDL.Vec(IDL.Principal) }),
  }),
});

export const INFO_ARGUMENTS = {
  canister_info: IDL.Record({ canister_id: IDL.Principal, num_requested_changes: IDL.Opt(IDL.Nat64) }),
  canister_metadata: IDL.Record({ canister_id: IDL.Principal, name: IDL.Text }),
  canister_metrics: canisterId,
  node_metrics_history: IDL.Record({ subnet_id: IDL.Principal, start_at_timestamp_nanos: IDL.Nat64 }),
  subnet_metrics: IDL.Record({ subnet_id: IDL.Principal }),
  subnet_info: IDL.Record({ subnet_id: IDL.Principal }),
} as const;

export const SNAPSHOT_RESULTS = {
  chunk: chunkHash,
  chunks: IDL.Vec(chunkHash),
  snapshot,
  snapshots: IDL.Vec(snapshot),
  snapshotMetadata: IDL.Record({
    source,
    taken_at_timestamp: IDL.Nat64,
    wasm_module_size: IDL.Nat64,
    globals,
    wasm_memory_size: IDL.Nat64,
    stable_memory_size: IDL.Nat64,
    wasm_chunk_store: IDL.Vec(chunkHash),
    canister_version: IDL.Nat64,
    certified_data: blob,
    global_timer: globalTimer,
    on_low_wasm_memory_hook_status: hookStatus,
  }),
  snapshotData: IDL.Record({ chunk: blob }),
  snapshotUploaded: IDL.Record({ snapshot_id: blob }),
} as const;

export const INFO_RESULTS = {
  info: IDL.Record({
    total_num_changes: IDL.Nat64,
    recent_changes: IDL.Vec(change),
    module_hash: IDL.Opt(blob),
    controllers: IDL.Vec(IDL.Principal),
  }),
  metadata: IDL.Record({ value: blob }),
  metrics: IDL.Record({
    cycles_consumed: IDL.Record({
      memory: IDL.Nat,
      compute_allocation: IDL.Nat,
      ingress_induction: IDL.Nat,
      instructions: IDL.Nat,
      request_and_response_transmission: IDL.Nat,
      uninstall: IDL.Nat,
      canister_creation: IDL.Nat,
      http_outcalls: IDL.Nat,
      burned_cycles: IDL.Nat,
    }),
  }),
  nodeMetrics: IDL.Vec(
    IDL.Record({
      timestamp_nanos: IDL.Nat64,
      node_metrics: IDL.Vec(IDL.Record({ node_id: IDL.Principal, num_blocks_proposed_total: IDL.Nat64, num_block_failures_total: IDL.Nat64 })),
    }),
  ),
  subnetMetrics: IDL.Record({
    block_height: IDL.Nat,
    num_canisters: IDL.Nat,
    canister_state_bytes: IDL.Nat,
    consumed_cycles_total: IDL.Nat,
    update_transactions_total: IDL.Nat,
  }),
  subnetInfo: IDL.Record({ replica_version: IDL.Text, registry_version: IDL.Nat64 }),
} as const;
