import { blob, boolean, checked, choice, type Codec, count, double, hash, list, natural, nothing, optional, struct, text, variant } from '../../primitives/codec.ts';
import type { GlobalValue } from '../canister/instance.ts';
import { ENVIRONMENT_VARIABLES, LOG_MEMORY_LIMIT, MAX_ALLOWED_VIEWERS, MAX_CERTIFIED_DATA_BYTES, MAX_CHUNKS, MAX_CONTROLLERS, MAX_PRINCIPAL_BYTES, MAX_SNAPSHOTS, STABLE_PAGES_LIMIT, HEAP_PAGES_LIMIT } from '../params.ts';
import type { CanisterSettings, EnvironmentVariable, LogRecord, Visibility } from '../state/canister-state.ts';
import { WASM_CHUNK_BYTES } from '../state/chunk-store.ts';
import type { CanisterChange, CanisterHistory, ChangeDetails, ChangeOrigin } from '../state/history.ts';
import type { SnapshotGlobal } from '../state/snapshot.ts';
import type { Archive, ArchivedCanister, ArchivedCode, ArchivedModule, ArchivedSnapshot } from './model.ts';

/** What an archive consists of, as bytes. The order of fields is the format: see `archive.ts` for its version. */

const MAX_CANISTERS = 64;
const MAX_MODULE_BYTES = 104_857_600;
const MAX_MEMORY_BYTES = 268_435_456;
const MAX_GLOBALS = 10_000;
const MAX_HISTORY = 20;
const MAX_LOGS = 100_000;

const principal = blob(MAX_PRINCIPAL_BYTES);
const nat64 = natural(64);
const nat128 = natural(128);
const heapPages = count(HEAP_PAGES_LIMIT[64]);
const stablePages = count(STABLE_PAGES_LIMIT);
const memory = blob(MAX_MEMORY_BYTES);
const chunks = list(blob(WASM_CHUNK_BYTES), MAX_CHUNKS);

const integer: Codec<bigint> = {
  write: (to, value) => {
    boolean.write(to, value < 0n);
    nat128.write(to, value < 0n ? -value : value);
  },
  read: (from) => (boolean.read(from) ? -nat128.read(from) : nat128.read(from)),
};

/** Small whole numbers, as nearly all globals of 32 bits are, take few bytes. */
const globalKind = choice('whole', 'double', 'bigint');
const global: Codec<GlobalValue> = {
  write: (to, value) => {
    const kind = typeof value === 'bigint' ? 'bigint' : Number.isSafeInteger(value) && !Object.is(value, -0) ? 'whole' : 'double';
    globalKind.write(to, kind);
    if (kind === 'double') double.write(to, value as number);
    else integer.write(to, BigInt(value));
  },
  read: (from) => {
    const kind = globalKind.read(from);
    if (kind === 'double') return double.read(from);
    return kind === 'bigint' ? integer.read(from) : Number(integer.read(from));
  },
};

const visibility: Codec<Visibility> = {
  write: (to, value) => {
    choice('controllers', 'public', 'viewers').write(to, typeof value === 'string' ? value : 'viewers');
    if (typeof value !== 'string') list(principal, MAX_ALLOWED_VIEWERS).write(to, value as Uint8Array<ArrayBuffer>[]);
  },
  read: (from) => {
    const kind = choice('controllers', 'public', 'viewers').read(from);
    return kind === 'viewers' ? list(principal, MAX_ALLOWED_VIEWERS).read(from) : kind;
  },
};

const environmentVariable = struct<EnvironmentVariable>({ name: text(ENVIRONMENT_VARIABLES.nameBytes), value: text(ENVIRONMENT_VARIABLES.valueBytes) });

const settings = struct<CanisterSettings>({
  computeAllocation: checked(nat64, (value) => (value > 100n ? 'a compute allocation is more than 100 percent' : undefined)),
  memoryAllocation: natural(48),
  freezingThreshold: nat64,
  reservedCyclesLimit: nat128,
  wasmMemoryLimit: natural(48),
  wasmMemoryThreshold: nat64,
  logVisibility: visibility,
  logMemoryLimit: checked(nat64, (value) => (value > LOG_MEMORY_LIMIT.max ? 'a log is larger than it may be' : undefined)),
  snapshotVisibility: visibility,
  statusVisibility: visibility,
  minimumIncomingCanisterCallCycles: nat128,
  environmentVariables: list(environmentVariable, ENVIRONMENT_VARIABLES.count),
});

const logRecord = struct<LogRecord>({ index: nat64, timestampNanos: nat64, content: blob(Number(LOG_MEMORY_LIMIT.max)) });

const changeOrigin = variant<ChangeOrigin>({
  user: struct({ id: principal }),
  canister: struct({ id: principal, version: optional(nat64) }),
});

const sha = blob(32);
const changeDetails = variant<ChangeDetails>({
  creation: struct({ controllers: list(principal, MAX_CONTROLLERS), environmentVariablesHash: optional(sha) }),
  code_uninstall: nothing,
  code_deployment: struct({ mode: choice('install', 'reinstall', 'upgrade'), moduleHash: sha }),
  load_snapshot: struct({ from: optional(principal), snapshot: blob(37), version: nat64, takenAt: nat64, source: choice('taken_from_canister', 'metadata_upload') }),
  controllers_change: struct({ controllers: list(principal, MAX_CONTROLLERS) }),
});

const change = struct<CanisterChange>({ timestampNanos: nat64, version: nat64, origin: changeOrigin, details: changeDetails });
const history = struct<CanisterHistory>({ total: nat64, changes: list(change, MAX_HISTORY) });

const code = struct<ArchivedCode>({ module: hash, heapPages, globals: list(global, MAX_GLOBALS), heap: memory });

const snapshotGlobal = struct<SnapshotGlobal>({ type: choice('i32', 'i64', 'f32', 'f64', 'v128'), value: global });

const snapshot = struct<ArchivedSnapshot>({
  id: blob(37),
  source: choice('taken_from_canister', 'metadata_upload'),
  takenAt: nat64,
  version: nat64,
  certifiedData: blob(MAX_CERTIFIED_DATA_BYTES),
  globalTimer: optional(nat64),
  hookStatus: optional(choice('condition_not_satisfied', 'ready', 'executed')),
  globals: list(snapshotGlobal, MAX_GLOBALS),
  moduleBytes: count(MAX_MODULE_BYTES),
  heapPages,
  stablePages,
  size: count(),
  chunks,
  module: memory,
  heap: memory,
  stable: memory,
});

const canister = struct<ArchivedCanister>({
  id: principal,
  controllers: list(principal, MAX_CONTROLLERS),
  status: choice('running', 'stopped'),
  cycles: nat128,
  reservedCycles: nat128,
  chargedUntil: nat64,
  endlessCycles: boolean,
  upgradeInstructionLimit: optional(count()),
  version: nat64,
  certifiedData: blob(MAX_CERTIFIED_DATA_BYTES),
  globalTimer: nat64,
  nextLogIndex: nat64,
  nextTurn: choice('global timer', 'heartbeat', 'message'),
  turn: choice('canisters', 'users'),
  lowMemoryHook: choice('condition_not_satisfied', 'ready', 'executed'),
  nextSnapshot: nat64,
  logs: list(logRecord, MAX_LOGS),
  history,
  settings: optional(settings),
  stablePages,
  stable: memory,
  chunks,
  code: optional(code),
  snapshots: list(snapshot, MAX_SNAPSHOTS),
});

const module = struct<ArchivedModule>({ hash, bytes: optional(blob(MAX_MODULE_BYTES)) });

export const archive: Codec<Archive> = struct<Archive>({ canisters: list(canister, MAX_CANISTERS), modules: list(module, MAX_CANISTERS) });
