import { t } from '@lingui/core/macro';
import type { InstallStep } from '../../protocol/install-detail.ts';
import { formatBytes, shortened } from '../common/format.ts';
import type { RanInstallation } from '../state/timeline-model.ts';
import { figuresOf, instructionsFigure, type Figure } from './figures.ts';
import { adopted, grew, same, Memories, restored, worked, type Moment } from './moments.ts';
import * as words from './words.ts';

/** One step of an installation as it ran, or why it did not. */
export interface StoryStep {
  readonly id: string;
  readonly title: string;
  readonly state: 'done' | 'failed' | 'not run' | 'undone';
  /** What happened, for somebody who never saw an upgrade. */
  readonly sentence: string;
  readonly problem: { readonly errorCode: string; readonly message: string } | undefined;
  readonly figures: readonly Figure[];
  readonly logs: readonly string[];
  /** Both memories at the end of the step. */
  readonly heap: Moment;
  readonly stable: Moment;
}

/** Tells an installation step by step: only what the replica reported. `rehearsed`: it was undone in the end, whatever came of it. */
export function storyOf(ran: RanInstallation, rehearsed: boolean): readonly StoryStep[] {
  const memories = new Memories(ran.before);
  const upgrade = ran.mode === 'upgrade' && ran.detail.old !== undefined;
  const parts = [begin(ran), ...(upgrade ? [...preUpgrade(ran), ...stableWritten(ran)] : []), ...moduleAdopted(ran), ...newCode(ran), ...limits(ran), end(ran, rehearsed)];
  return parts.flatMap((part) => (part ? [{ ...NOTHING, ...part.told, ...memories.after(part.moves) }] : []));
}

type Told = Pick<StoryStep, 'id' | 'title' | 'state' | 'sentence'> & Partial<Pick<StoryStep, 'problem' | 'figures' | 'logs'>>;

interface Part {
  readonly told: Told;
  /** What the step did to the memories; nothing where it is absent. */
  readonly moves?: Parameters<Memories['after']>[0];
}

const NOTHING = { problem: undefined, figures: [], logs: [] } as const;

function begin(ran: RanInstallation): Part | undefined {
  const { detail, error, mode } = ran;
  if (detail.failedAt === 'begin') {
    return { told: { id: 'begin', title: t`Refused`, state: 'failed', sentence: t`Refused before any code ran.`, problem: error } };
  }
  if (mode === 'install') return undefined;
  const figures: Figure[] = [[t`canister`, words.STATUS[detail.status]]];
  if (detail.awaitedReplies > 0) figures.push([t`answers it waits for`, detail.awaitedReplies.toString()]);
  return { told: { id: 'begin', title: t`Other messages wait`, state: 'done', sentence: words.waiting(detail), figures } };
}

const execution = (ran: RanInstallation, kind: InstallStep['kind']): InstallStep | undefined => ran.steps.find((step) => step.kind === kind);

function preUpgrade(ran: RanInstallation): readonly Part[] {
  const step = execution(ran, 'pre_upgrade');
  const title = 'canister_pre_upgrade';
  if (!step) {
    const sentence = words.noPreUpgrade(ran.detail);
    return sentence === undefined ? [] : [{ told: { id: 'pre_upgrade', title, state: 'not run', sentence } }];
  }
  if (ran.detail.failedAt === 'pre_upgrade') return [trapped(ran, step, t`canister_pre_upgrade of the old version failed, and with it the whole installation.`)];
  const moves = { heap: worked(step.heapBytes, step.work?.heapPages) };
  return [{ told: { id: 'pre_upgrade', title, state: 'done', sentence: words.preUpgrade(ran, step), ...told(ran, step) }, moves }];
}

const told = ({ detail }: RanInstallation, step: InstallStep): Pick<StoryStep, 'figures' | 'logs'> => ({ figures: figuresOf(step, detail.instructionLimit), logs: step.work?.logs ?? [] });

const titleOf = (kind: InstallStep['kind']): string => (kind === 'start' ? t`start function` : `canister_${kind}`);

function trapped(ran: RanInstallation, step: InstallStep, sentence: string): Part {
  const { work } = step;
  const heap = work?.trappedAt?.heapBytes ?? step.heapBytes;
  const stable = work?.trappedAt?.stableBytes ?? step.stableBytes;
  return {
    told: { id: step.kind, title: titleOf(step.kind), state: 'failed', sentence, problem: ran.error, ...told(ran, step) },
    moves: { heap: worked(heap, work?.heapPages), stable: grew(stable, work?.stableWrittenBytes) },
  };
}

/** What `canister_pre_upgrade` put into stable memory. */
function stableWritten(ran: RanInstallation): readonly Part[] {
  const step = execution(ran, 'pre_upgrade');
  if (!step || ran.detail.failedAt === 'pre_upgrade') return [];
  const written = step.work?.stableWrittenBytes ?? 0;
  const title = t`Stable memory written`;
  if (written === 0 && step.stableBytes === ran.before.stableBytes) {
    return [{ told: { id: 'stable', title, state: 'not run', sentence: words.nothingWritten(ran.detail) } }];
  }
  const figures: Figure[] = [[t`written`, formatBytes(written)], [t`size`, sizes(ran.before.stableBytes, step.stableBytes)]];
  return [{ told: { id: 'stable', title, state: 'done', sentence: words.written(ran, step), figures }, moves: { stable: grew(step.stableBytes, written) } }];
}

const sizes = (before: number, after: number): string => (before === after ? t`${{ size: formatBytes(after) }}, as before` : `${formatBytes(before)} → ${formatBytes(after)}`);

/** What became of main memory, and the new module. */
function moduleAdopted(ran: RanInstallation): readonly Part[] {
  const { detail, error } = ran;
  if (detail.failedAt === 'module') {
    const sentence = t`The new module was looked at before anything was replaced, and it cannot be used.`;
    return [{ told: { id: 'module', title: t`New module checked`, state: 'failed', sentence, problem: error, figures: preparation(ran) } }];
  }
  if (detail.failedAt === 'memory') {
    return [{ told: { id: 'heap', title: t`Main memory`, state: 'failed', sentence: t`What was asked for main memory does not fit the two modules, so nothing was replaced.`, problem: error } }];
  }
  if (!detail.adopted || !detail.fresh) return [];
  return [...mainMemory(ran), modulePlaced(ran), ...timer(ran)];
}

const preparation = ({ detail }: RanInstallation): Figure[] => [instructionsFigure(t`checking and compiling`, detail.preparation, detail.instructionLimit)];

function mainMemory(ran: RanInstallation): readonly Part[] {
  const { mode, before } = ran;
  const { heapBytes, stableBytes } = ran.detail.adopted ?? before;
  if (mode === 'install') return [];
  if (mode === 'reinstall') {
    const figures: Figure[] = [[t`main memory`, t`${{ size: formatBytes(before.heapBytes) }} erased`], [t`stable memory`, t`${{ size: formatBytes(before.stableBytes) }} erased`]];
    return [{ told: { id: 'heap', title: t`Both memories erased`, state: 'done', sentence: words.erased, figures }, moves: { heap: adopted(heapBytes), stable: adopted(stableBytes) } }];
  }
  if (ran.mainMemory === 'kept') {
    return [{ told: { id: 'heap', title: t`Main memory kept`, state: 'done', sentence: words.heapKept(heapBytes), figures: [[t`kept`, formatBytes(heapBytes)]] }, moves: { heap: { bytes: heapBytes, fate: 'kept', note: t`kept as it was` } } }];
  }
  const figures: Figure[] = [[t`dropped`, formatBytes(execution(ran, 'pre_upgrade')?.heapBytes ?? before.heapBytes)], [t`fresh`, formatBytes(heapBytes)]];
  return [{ told: { id: 'heap', title: t`Main memory dropped`, state: 'done', sentence: words.heapDropped(ran), figures }, moves: { heap: adopted(heapBytes), stable: same(t`not touched by this`) } }];
}

function modulePlaced(ran: RanInstallation): Part {
  const { detail, mode } = ran;
  const { hash = '', bytes = 0 } = detail.fresh ?? {};
  const figures: Figure[] = [[t`module hash`, shortened(hash, 8, 6)], [t`module size`, detail.old ? sizes(detail.old.bytes, bytes) : formatBytes(bytes)], ...preparation(ran)];
  const moves = mode === 'install' && detail.adopted ? { heap: adopted(detail.adopted.heapBytes) } : undefined;
  return { told: { id: 'module', title: t`New module in place`, state: 'done', sentence: words.placed(ran), figures }, ...(moves ? { moves } : {}) };
}

const timer = ({ detail, error }: RanInstallation): readonly Part[] =>
  detail.timer.before ? [{ told: { id: 'timer', title: t`Timer cancelled`, state: 'done', sentence: words.timerCancelled(detail.timer.after && !error) } }] : [];

/** What the new version ran: its start function, and `canister_init` or `canister_post_upgrade`. */
function newCode(ran: RanInstallation): readonly Part[] {
  const { adopted: placed, failedAt } = ran.detail;
  if (!placed) return [];
  const start = execution(ran, 'start');
  const kind = ran.mode === 'upgrade' ? 'post_upgrade' : 'init';
  const step = execution(ran, kind);
  const parts: Part[] = start ? [executedNew(ran, start)] : [];
  if (step) return [...parts, executedNew(ran, step)];
  return failedAt === undefined ? [...parts, { told: { id: kind, title: `canister_${kind}`, state: 'not run', sentence: words.noInitialiser(kind) } }] : parts;
}

function executedNew(ran: RanInstallation, step: InstallStep): Part {
  const start = step.kind === 'start';
  const name = titleOf(step.kind);
  if (ran.detail.failedAt === step.kind) return trapped(ran, step, start ? t`The start function of the new module failed, and with it the whole installation.` : t`${name} of the new version failed, and with it the whole installation.`);
  return {
    told: { id: step.kind, title: name, state: 'done', sentence: words.newCode(ran, step), ...told(ran, step) },
    moves: { heap: worked(step.heapBytes, step.work?.heapPages), stable: grew(step.stableBytes, step.work?.stableWrittenBytes, step.work?.stableReadBytes) },
  };
}

const limits = ({ detail, error }: RanInstallation): readonly Part[] =>
  detail.failedAt === 'limits' ? [{ told: { id: 'limits', title: t`Limits checked`, state: 'failed', sentence: words.limits, problem: error } }] : [];

function end({ before, after, error }: RanInstallation, rehearsed: boolean): Part {
  const moves = { heap: restored(before.heapBytes), stable: restored(before.stableBytes) };
  if (error) return { told: { id: 'end', title: t`Everything put back`, state: 'undone', sentence: words.putBack(rehearsed) }, moves };
  const figures: Figure[] = [[t`main memory`, sizes(before.heapBytes, after.heapBytes)], [t`stable memory`, sizes(before.stableBytes, after.stableBytes)]];
  if (rehearsed) return { told: { id: 'end', title: t`Put back: it was a rehearsal`, state: 'undone', sentence: words.rehearsed, figures }, moves };
  return { told: { id: 'end', title: t`Committed`, state: 'done', sentence: words.committed, figures }, moves: { heap: same(t`this is what stays`), stable: same(t`this is what stays`) } };
}
