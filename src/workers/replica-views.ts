import { Principal } from '@dfinity/principal';
import { fromUtf8 } from '../primitives/bytes.ts';
import type { CanisterView, InstallOutcome as InstallOutcomeView, InstallReport as InstallView, LogRecord as LogView, MessageReport, QueryAnswer, Rehearsal as RehearsalView } from '../protocol/replica.ts';
import type { Reject } from '../replica/errors.ts';
import type { QueryResult } from '../replica/machine.ts';
import type { Rehearsal } from '../replica/management/rehearsal.ts';
import { heapBytes, type CanisterState, type LogRecord } from '../replica/state/canister-state.ts';
import type { ExecutionReport, InstallReport } from '../replica/state/world.ts';
import { ENHANCED_PERSISTENCE_SECTION } from '../replica/wasm/module.ts';

/** What the page sees of the replica's state. */

export function canisterView(canister: CanisterState): CanisterView {
  const { code } = canister;
  const section = (name: string): string | undefined => {
    const found = code?.module.metadata.get(name);
    return found && fromUtf8(found.content);
  };
  return {
    id: canister.text,
    status: canister.status.kind,
    moduleHash: code?.module.hash,
    moduleBytes: code?.uploaded.length ?? 0,
    wordSize: code?.module.wordSize ?? 32,
    heapBytes: heapBytes(code),
    stableBytes: canister.stable.size,
    cycles: canister.cycles,
    endlessCycles: canister.endlessCycles,
    upgradeInstructionLimit: canister.upgradeInstructionLimit,
    version: canister.version,
    controllers: canister.controllers.map((id) => Principal.fromUint8Array(id).toText()),
    globalTimer: canister.globalTimer === 0n ? undefined : canister.globalTimer,
    candid: section('candid:service'),
    stableTypes: section('motoko:stable-types'),
    methods: [...(code?.module.methods ?? [])].map(([name, kind]) => ({ name, kind })),
    enhancedPersistence: code?.module.metadata.has(ENHANCED_PERSISTENCE_SECTION) ?? false,
  };
}

export const logView = ({ index, timestampNanos, content }: LogRecord): LogView => ({ index, timestampNanos, text: fromUtf8(content) });

export function messageView({ canister, trap, ...report }: ExecutionReport): MessageReport {
  return { ...report, canisterId: canister.text, trap: trap && { errorCode: trap.errorCode, message: trap.message } };
}

const NOTHING_DONE: InstallOutcomeView = {
  mode: 'upgrade',
  mainMemory: undefined,
  error: undefined,
  before: { heapBytes: 0, stableBytes: 0 },
  after: { heapBytes: 0, stableBytes: 0 },
  timerDeactivated: false,
  steps: [],
};

export function rehearsalView(result: Rehearsal | Reject): RehearsalView {
  if ('code' in result) {
    return { outcome: { ...NOTHING_DONE, error: errorView(result) }, logs: [], probed: undefined, instructions: 0, cycles: 0n };
  }
  const { report, logs, ...rest } = result;
  return { ...rest, outcome: { ...report, steps: stepsView(report), error: report.error && errorView(report.error) }, logs: logs.map((content) => fromUtf8(content)) };
}

export const queryAnswer = (result: QueryResult, told: Pick<QueryAnswer, 'executed' | 'followed'>): QueryAnswer =>
  result.kind === 'replied' ? { ok: true, reply: result.reply, ...told } : { ok: false, message: result.reject.message, ...told };

const errorView = ({ errorCode, message }: Reject): { errorCode: string; message: string } => ({ errorCode, message });

const stepsView = ({ steps }: Pick<InstallReport, 'steps'>): InstallOutcomeView['steps'] =>
  steps.map(({ work, ...step }) => ({ ...step, work: { ...work, logs: work.logs.map((content) => fromUtf8(content)) } }));

export function installView({ canister, requestId, error, ...report }: InstallReport): InstallView {
  return {
    ...report,
    steps: stepsView(report),
    canisterId: canister.text,
    requestId: requestId ?? '',
    error: error && errorView(error),
  };
}
