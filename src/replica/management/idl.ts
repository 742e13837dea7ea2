import { IDL } from '@dfinity/candid';
import { REFUSED_ARGUMENTS } from './idl-refused.ts';
import { INFO_ARGUMENTS, INFO_RESULTS, SNAPSHOT_ARGUMENTS, SNAPSHOT_RESULTS, chunkArguments } from './idl-snapshots.ts';

/** Argument and result types of the management canister's methods (ic.did of the Interface Specification). */

const visibility = IDL.Variant({ controllers: IDL.Null, public: IDL.Null, allowed_viewers: IDL.Vec(IDL.Principal) });
const environmentVariables = IDL.Vec(IDL.Record({ name: IDL.Text, value: IDL.Text }));

const settings = IDL.Record({
  controllers: IDL.Opt(IDL.Vec(IDL.Principal)),
  compute_allocation: IDL.Opt(IDL.Nat),
  memory_allocation: IDL.Opt(IDL.Nat),
  freezing_threshold: IDL.Opt(IDL.Nat),
  reserved_cycles_limit: IDL.Opt(IDL.Nat),
  minimum_incoming_canister_call_cycles: IDL.Opt(IDL.Nat),
  log_visibility: IDL.Opt(visibility),
  log_memory_limit: IDL.Opt(IDL.Nat),
  snapshot_visibility: IDL.Opt(visibility),
  status_visibility: IDL.Opt(visibility),
  wasm_memory_limit: IDL.Opt(IDL.Nat),
  wasm_memory_threshold: IDL.Opt(IDL.Nat),
  environment_variables: IDL.Opt(environmentVariables),
});

const definiteSettings = IDL.Record({
  controllers: IDL.Vec(IDL.Principal),
  compute_allocation: IDL.Nat,
  memory_allocation: IDL.Nat,
  freezing_threshold: IDL.Nat,
  reserved_cycles_limit: IDL.Nat,
  minimum_incoming_canister_call_cycles: IDL.Nat,
  log_visibility: visibility,
  log_memory_limit: IDL.Nat,
  snapshot_visibility: visibility,
  status_visibility: visibility,
  wasm_memory_limit: IDL.Nat,
  wasm_memory_threshold: IDL.Nat,
  environment_variables: environmentVariables,
});

const upgradeOptions = IDL.Opt(
  IDL.Record({
    skip_pre_upgrade: IDL.Opt(IDL.Bool),
    wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })),
  }),
);

const installMode = IDL.Variant({ install: IDL.Null, reinstall: IDL.Null, upgrade: upgradeOptions });
const canisterId = IDL.Record({ canister_id: IDL.Principal });
const logRange = IDL.Record({ start: IDL.Nat64, end: IDL.Nat64 });
const senderVersion = IDL.Opt(IDL.Nat64);

export const ARGUMENTS = {
  create_canister: IDL.Record({ settings: IDL.Opt(settings), sender_canister_version: senderVersion }),
  provisional_create_canister_with_cycles: IDL.Record({
    amount: IDL.Opt(IDL.Nat),
    settings: IDL.Opt(settings),
    specified_id: IDL.Opt(IDL.Principal),
    sender_canister_version: senderVersion,
  }),
  provisional_top_up_canister: IDL.Record({ canister_id: IDL.Principal, amount: IDL.Nat }),
  update_settings: IDL.Record({ canister_id: IDL.Principal, settings, sender_canister_version: senderVersion }),
  install_code: IDL.Record({
    mode: installMode,
    canister_id: IDL.Principal,
    wasm_module: IDL.Vec(IDL.Nat8),
    arg: IDL.Vec(IDL.Nat8),
    sender_canister_version: senderVersion,
  }),
  uninstall_code: IDL.Record({ canister_id: IDL.Principal, sender_canister_version: senderVersion }),
  start_canister: canisterId,
  stop_canister: canisterId,
  delete_canister: canisterId,
  canister_status: canisterId,
  deposit_cycles: canisterId,
  fetch_canister_logs: IDL.Record({
    canister_id: IDL.Principal,
    filter: IDL.Opt(IDL.Variant({ by_idx: logRange, by_timestamp_nanos: logRange })),
  }),
  ...chunkArguments(installMode),
  ...SNAPSHOT_ARGUMENTS,
  ...INFO_ARGUMENTS,
  ...REFUSED_ARGUMENTS,
} as const;

export const RESULTS = {
  created: IDL.Record({ canister_id: IDL.Principal }),
  status: IDL.Record({
    status: IDL.Variant({ running: IDL.Null, stopping: IDL.Null, stopped: IDL.Null }),
    ready_for_migration: IDL.Bool,
    version: IDL.Nat64,
    settings: definiteSettings,
    module_hash: IDL.Opt(IDL.Vec(IDL.Nat8)),
    memory_size: IDL.Nat,
    memory_metrics: IDL.Record({
      wasm_memory_size: IDL.Nat,
      stable_memory_size: IDL.Nat,
      global_memory_size: IDL.Nat,
      wasm_binary_size: IDL.Nat,
      custom_sections_size: IDL.Nat,
      canister_history_size: IDL.Nat,
      wasm_chunk_store_size: IDL.Nat,
      snapshots_size: IDL.Nat,
      log_memory_store_size: IDL.Nat,
    }),
    cycles: IDL.Nat,
    reserved_cycles: IDL.Nat,
    idle_cycles_burned_per_day: IDL.Nat,
    query_stats: IDL.Record({
      num_calls_total: IDL.Nat,
      num_instructions_total: IDL.Nat,
      request_payload_bytes_total: IDL.Nat,
      response_payload_bytes_total: IDL.Nat,
    }),
  }),
  random: IDL.Vec(IDL.Nat8),
  logs: IDL.Record({
    canister_log_records: IDL.Vec(IDL.Record({ idx: IDL.Nat64, timestamp_nanos: IDL.Nat64, content: IDL.Vec(IDL.Nat8) })),
  }),
  ...SNAPSHOT_RESULTS,
  ...INFO_RESULTS,
} as const;
