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
/** Pages of 4 KiB of stable memory that one execution may write, and that it may read or write. [embedders] */
export const STABLE_ACCESS_PAGES = { message: 524_288, upgrade: 2_097_152, query: 262_144 } as const;

/** Instructions per 4 KiB stable page first written in a run. [embedders] */
export const STABLE_DIRTY_PAGE_COST = 1000;

/** Bytes. [limits] */
export const MAX_REPLY_BYTES = { replicated: 2_097_152, query: 3_145_728 } as const;
export const MAX_CALL_PAYLOAD_BYTES = 10_485_760;
export const MAX_METHOD_NAME_BYTES = 20_000;
export const MAX_REJECT_MESSAGE_BYTES = 8192;
/** Of a reject that the system makes because a call cannot be delivered. rs/types/types/src/messages/inter_canister.rs */
export const MAX_SYNTHETIC_REJECT_BYTES = 255;
export const MAX_TRAP_MESSAGE_BYTES = 32_768;
export const MAX_CERTIFIED_DATA_BYTES = 32;

/** Bytes of a principal. Interface Specification, "Principals". */
export const MAX_PRINCIPAL_BYTES = 29;

/** Bytes that a log record takes beside its text. [limits] */
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
  ingress: 1_200_000n,
  ingressByte: 2_000n,
  canisterCreation: 500_000_000_000n,
  /** Per GiB and second. */
  storage: 127_000n,
  /** Per percent of compute allocation and second. */
  computePercent: 10_000_000n,
  /** HTTPS outcalls, per node: so much for each call, node of the subnet, byte of the request and byte of the largest response. */
  httpRequest: { base: 3_000_000n, perNode: 60_000n, requestByte: 400n, responseByte: 800n },
  provisionalBalance: 100_000_000_000_000n,
} as const;

/** Nodes of the subnet whose prices these are. */
export const SUBNET_NODES = 13n;
/** Storage and compute allocation are charged this often, nanoseconds. [config] */
export const RESOURCE_CHARGE_INTERVAL = 10_000_000_000n;
/** An `update_settings` with an argument of so many bytes is paid for afterwards. rs/cycles_account_manager/src/lib.rs */
export const MAX_DELAYED_INGRESS_BYTES = 324;
/**
 * Bytes reserved for the largest guaranteed response: 2 MiB of payload and the two records it is kept in (16 and 128 bytes on a 64-bit
 * machine). rs/types/types/src/messages.rs
 */
export const RESPONSE_MEMORY_BYTES = 2_097_296;
/** Bytes of a variable's value as the production replica counts them (an enum of a 16-byte number). rs/replicated_state */
export const GLOBAL_BYTES = 32;
/** Percent of compute that all canisters together may allocate: half of three cores, less the one percent that always stays free. [config] */
export const ALLOCATABLE_COMPUTE_PERCENT = 149n;
/** Bytes that all canisters of the subnet may use or reserve: 2 TiB, less 10 GiB for what the replica needs itself. [config] */
export const SUBNET_MEMORY_BYTES = 2_188_285_837_312n;

/** Environment variables of a canister: how many, and bytes of a name and of a value. [config] */
export const ENVIRONMENT_VARIABLES = { count: 20, nameBytes: 128, valueBytes: 128 } as const;
/** Principals in a list of allowed viewers. [limits] */
export const MAX_ALLOWED_VIEWERS = 10;
/** Bounds of `log_memory_limit`, bytes; 0 is allowed as well. [limits] */
export const LOG_MEMORY_LIMIT = { min: 4096n, max: 2_097_152n } as const;

/** Seconds. [limits] */
export const MAX_CALL_TIMEOUT_SECONDS = 300;
/** How long a call of stop_canister waits, nanoseconds. [config] */
export const STOP_CANISTER_TIMEOUT = 300_000_000_000n;
/** How long the status of an update call is kept after its expiry, nanoseconds. [limits] */
export const INGRESS_STATUS_NANOS = 300_000_000_000n;

/** Instructions that are charged for storing a chunk, for taking, loading or announcing a snapshot, and for reading a part of one. [config] */
export const STORAGE_INSTRUCTIONS = { chunk: 200_000_000, snapshot: 2_000_000_000, snapshotData: 5_000_000 } as const;
/** Chunks of modules in the store of a canister. [limits] */
export const MAX_CHUNKS = 100;
/** Snapshots of a canister. [limits] */
export const MAX_SNAPSHOTS = 10;
/** Bytes of a part of a snapshot that are read at once. [limits] */
export const MAX_SNAPSHOT_SLICE_BYTES = 2_000_000;

/** Entries. [limits] */
export const MAX_CONTROLLERS = 10;

/** First canister id of the allocation range: as local development networks number them. */
export const FIRST_CANISTER_INDEX = 0x8000_0000_0010_0001n;
/** Bytes of stable memory that may be resident at once before clean chunks are given up. */
export const STABLE_RESIDENT_BYTES = 268_435_456;
/** Chunks that are loaded together when one is missing. */
export const STABLE_READ_AHEAD = 16;
