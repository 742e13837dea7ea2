import { boolean, choice, type Codec, count, hash, list, optional, struct, text } from '../../primitives/codec.ts';
import type { InstallDetail, InstallStep, ModuleFacts, Sizes, StepWork } from '../../protocol/install-detail.ts';
import type { InstallOutcome } from '../../protocol/replica.ts';
import type { RanInstallation } from '../state/timeline-model.ts';

/** What an installation did step by step, as part of a moment. */

const KINDS = ['init', 'start', 'pre_upgrade', 'post_upgrade', 'update', 'query', 'composite_query', 'reply', 'reject', 'cleanup', 'heartbeat', 'global_timer', 'inspect_message', 'on_low_wasm_memory'] as const;
const PHASES = ['begin', 'pre_upgrade', 'module', 'memory', 'start', 'init', 'post_upgrade', 'limits'] as const;

const line = text(65_536);
const sizes = struct<Sizes>({ heapBytes: count(), stableBytes: count() });
const work = struct<StepWork>({ heapPages: count(), stableReadBytes: count(), stableWrittenBytes: count(), logs: list(line, 10_000), trappedAt: optional(sizes) });
const step = struct<InstallStep>({ kind: choice(...KINDS), instructions: count(), heapBytes: count(), stableBytes: count(), work: optional(work) });
const facts = struct<ModuleFacts>({ hash, bytes: count(), enhancedPersistence: boolean, stableTypes: boolean });
const detail = struct<InstallDetail>({
  status: choice('running', 'stopping', 'stopped'),
  awaitedReplies: count(),
  old: optional(facts),
  fresh: optional(facts),
  preUpgrade: optional(choice('ran', 'skipped', 'absent')),
  preparation: count(),
  adopted: optional(sizes),
  timer: struct<InstallDetail['timer']>({ before: boolean, after: boolean }),
  instructionLimit: count(),
  failedAt: optional(choice(...PHASES)),
});

export const ranInstallation: Codec<RanInstallation> = struct<RanInstallation>({
  mode: choice('install', 'reinstall', 'upgrade'),
  mainMemory: optional(choice('kept', 'replaced')),
  error: optional(struct<NonNullable<InstallOutcome['error']>>({ errorCode: line, message: line })),
  before: sizes,
  after: sizes,
  timerDeactivated: boolean,
  steps: list(step, 16),
  detail,
});
