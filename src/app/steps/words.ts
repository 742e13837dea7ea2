import { t, plural } from '@lingui/core/macro';
import type { InstallDetail, InstallStep } from '../../protocol/install-detail.ts';
import { formatBytes } from '../common/format.ts';
import type { RanInstallation } from '../state/timeline-model.ts';

/** What to say of each step; each sentence is chosen by what the replica reported. */

/** How the canister was, as a figure. */
export const STATUS: Readonly<Record<InstallDetail['status'], string>> = { running: t`running`, stopping: t`stopping`, stopped: t`stopped` };

const WAITING = {
  running: t`The canister was running and was not stopped for this.`,
  stopping: t`The canister was being stopped: it takes no new messages, but finishes what it has begun.`,
  stopped: t`The canister was stopped, so it takes no messages anyway.`,
} as const;

export function waiting({ status, awaitedReplies }: InstallDetail): string {
  const untilEnd = `${WAITING[status]} ${t`Installing code is one piece of work: until it ends, none of the canister’s other messages is executed.`}`;
  if (awaitedReplies === 0) return untilEnd;
  const count = awaitedReplies.toLocaleString('en');
  const open = plural(awaitedReplies, {
    one: `It still waits for ${count} answer to calls it has made: those will reach whatever version is installed when they arrive.`,
    other: `It still waits for ${count} answers to calls it has made: those will reach whatever version is installed when they arrive.`,
  });
  return `${untilEnd} ${open}`;
}

/** Why `canister_pre_upgrade` did not run; `undefined` where it was not its turn. */
export function noPreUpgrade({ preUpgrade, old }: InstallDetail): string | undefined {
  if (preUpgrade === 'absent') return t`Not run, because the old module has none: it saves nothing before it goes.`;
  if (preUpgrade !== 'skipped') return undefined;
  const skipped = t`Not run, because the upgrade asked to skip it (skip_pre_upgrade): what the old version would have saved now was not saved.`;
  return old?.stableTypes && !old.enhancedPersistence ? `${skipped} ${t`The stable variables were not copied into stable memory.`}` : skipped;
}

export function preUpgrade({ detail: { old } }: RanInstallation, { work }: InstallStep): string {
  if ((work?.stableWrittenBytes ?? 0) === 0) return t`The old version ran for the last time, to get ready for the upgrade.`;
  if (old?.stableTypes && !old.enhancedPersistence) return t`The old version ran for the last time: it packed its stable variables, to put them into stable memory.`;
  return t`The old version ran for the last time, and saved something in stable memory.`;
}

export function nothingWritten({ old }: InstallDetail): string {
  return old?.enhancedPersistence ? t`Not needed: with enhanced persistence the variables stay where they are, in main memory.` : t`Not run: canister_pre_upgrade wrote nothing there.`;
}

export function written({ before }: RanInstallation, { stableBytes, work }: InstallStep): string {
  const grown =
    stableBytes > before.stableBytes
      ? t`It had to grow from ${{ before: formatBytes(before.stableBytes) }} to ${{ after: formatBytes(stableBytes) }} for that.`
      : t`There was room for that: it did not grow.`;
  return `${t`canister_pre_upgrade put ${{ size: formatBytes(work?.stableWrittenBytes ?? 0) }} into stable memory, the memory that every upgrade keeps.`} ${grown}`;
}

export const heapKept = (bytes: number): string => t`The new version gets the same main memory, all ${{ size: formatBytes(bytes) }} of it: nothing is copied, and nothing in it is lost.`;

export const erased = t`A reinstall starts from nothing: main memory and stable memory are both erased, whatever was in them.`;

export function heapDropped({ detail: { old }, steps }: RanInstallation): string {
  const saved = steps.some(({ kind, work }) => kind === 'pre_upgrade' && (work?.stableWrittenBytes ?? 0) > 0);
  const left = saved ? t`Only what was put into stable memory before can come back.` : t`Nothing was saved from it just before.`;
  const gone = old?.enhancedPersistence
    ? t`The upgrade asked to replace main memory: all of the old version’s main memory is gone, and the new version starts with a fresh one.`
    : t`All of the old version’s main memory is gone, and the new version starts with a fresh one.`;
  return `${gone} ${left}`;
}

export function placed({ detail: { old, fresh }, mode }: RanInstallation): string {
  if (mode === 'install' || !old) return t`The module was checked, compiled and put in its place.`;
  if (old.hash === fresh?.hash) return t`The new module took the place of the old one. It is the same module, byte for byte.`;
  return t`The new module, checked and compiled before, took the place of the old one. From here on its code runs.`;
}

export const timerCancelled = (again: boolean): string =>
  again
    ? t`A timer was set. It belonged to the old module, so it is cancelled with it. The new version set one again.`
    : t`A timer was set. It belonged to the old module, so it is cancelled with it. It does not come back by itself: the new version would have to set it.`;

export function newCode({ mainMemory, detail: { fresh } }: RanInstallation, { kind, work }: InstallStep): string {
  if (kind === 'start') return t`The start function of the new module ran, before anything else of the new version.`;
  const read = work?.stableReadBytes ?? 0;
  const size = formatBytes(read);
  const motoko = fresh?.stableTypes === true;
  if (kind === 'init') return motoko ? t`The first code of this version ran: each variable got its initial value.` : t`The first code of this version ran.`;
  if (mainMemory === 'kept') return motoko ? t`The new version ran its first code: it finds its stable variables in the main memory that was kept, and gives new and transient variables their initial values.` : t`The new version ran its first code, on the main memory that was kept.`;
  if (read > 0) return motoko ? t`The new version ran its first code: it read ${size} back from stable memory into its variables, and gave the others their initial values.` : t`The new version ran its first code, and read ${size} back from stable memory.`;
  return t`The new version ran its first code. It read nothing from stable memory.`;
}

export const noInitialiser = (kind: 'init' | 'post_upgrade'): string =>
  kind === 'init' ? t`Not run, because the module has none: its memory is as the module declares it.` : t`Not run, because the new module has none: it does nothing at the end of an upgrade.`;

export const limits = t`All code had run, but what came of it may not stay: it is more than the canister is allowed or can pay for.`;

export const putBack = (rehearsed: boolean): string =>
  rehearsed
    ? t`Both memories and the module are as they were before the rehearsal, down to the last byte.`
    : t`Both memories and the module are as they were before, down to the last byte, and the old version goes on. Only the log lines and the cycles that it cost remain.`;

export const rehearsed = t`It would have succeeded. As this was a rehearsal, both memories and the module were put back as they were; the figures tell what Apply would make of them.`;

export const committed = t`Only now did all of it become true, at once. Waiting messages run on the new version.`;
