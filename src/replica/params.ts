/**
 * Every limit and cost of the replica, with its unit and its source.
 * [limits]: Interface Specification and "resource limits"; [config]: rs/config/src/subnet_config.rs and execution_environment.rs of the production replica;
 * [embedders]: rs/config/src/embedders.rs. An application subnet of 13 nodes.
 */

/** Bytes of the pages by which writes are charged and tracked. [embedders] */
export const PAGE_BYTES = 4096;

/** Instruction limits of one execution. [config] */
export const INSTRUCTION_LIMIT = {
  /** Updates, timers, heartbeats and callbacks. */
  message: 40_000_000_000,
  query: 5_000_000_000,
  /** install_code as a whole: compilation, pre_upgrade, start, init or post_upgrade. */
  install: 300_000_000_000,
  inspectMessage: 200_000_000,
} as const;

/** Part of a callback's limit that is kept for the cleanup callback, in percent. rs/execution_environment/src/execution/response.rs */
export const CLEANUP_RESERVE_PERCENT = 5;

/** Memory limits in Wasm pages of 64 KiB. [limits] */
export const HEAP_PAGES_LIMIT = { 32: 65_536, 64: 98_304 } as const;
/** 500 GiB. [limits] */
export const STABLE_PAGES_LIMIT = 8_192_000;

/** Instructions per 4 KiB heap page whose content changed, charged after the run. [embedders] */
export const DIRTY_PAGE_COST = { 32: 1000, 64: 4000 } as const;
/** Instructions per 4 KiB stable page first written in a run. [embedders] */
export const STABLE_DIRTY_PAGE_COST = 1000;

/** Bytes. [limits] */
export const MAX_REPLY_BYTES = { replicated: 2_097_152, query: 3_145_728 } as const;
export const MAX_CALL_PAYLOAD_BYTES = 10_485_760;
export const MAX_METHOD_NAME_BYTES = 20_000;
export const MAX_REJECT_MESSAGE_BYTES = 8192;
export const MAX_TRAP_MESSAGE_BYTES = 32_768;
export const MAX_CERTIFIED_DATA_BYTES = 32;

/** Bytes of all log records of a canister, and what a record costs beside its text. [limits] */
export const LOG_CAPACITY_BYTES = 4096;
export const LOG_RECORD_OVERHEAD_BYTES = 40;

/** Messages per pair of canisters and direction. rs/replicated_state/src/canister_state/queues.rs */
export const QUEUE_CAPACITY = 500;

/** Cycles. [config] `CyclesAccountManagerConfig::application_subnet` */
export const CYCLES = {
  updateExecution: 5_000_000n,
  /** Per instruction, by word size. */
  instruction: { 32: 1n, 64: 2n },
  call: 260_000n,
  callByte: 1_000n,
  canisterCreation: 500_000_000_000n,
  provisionalBalance: 100_000_000_000_000n,
} as const;

/** Seconds. [limits] */
export const MAX_CALL_TIMEOUT_SECONDS = 300;
/** How long the status of an update call is kept after its expiry, nanoseconds. [limits] */
export const INGRESS_STATUS_NANOS = 300_000_000_000n;

/** Entries. [limits] */
export const MAX_CONTROLLERS = 10;

/** First canister id of the allocation range: as local development networks number them. */
export const FIRST_CANISTER_INDEX = 0x8000_0000_0010_0001n;
/** Bytes of stable memory that may be resident at once before clean chunks are given up. */
export const STABLE_RESIDENT_BYTES = 268_435_456;
/** Chunks that are loaded together when one is missing. */
export const STABLE_READ_AHEAD = 16;
