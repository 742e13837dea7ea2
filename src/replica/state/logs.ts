import { equalBytes, utf8 } from '../../primitives/bytes.ts';
import type { Fault } from '../errors.ts';
import { recordBytes, type LogDelta } from '../system-api/log-delta.ts';
import type { CanisterState, LogRecord } from './canister-state.ts';
import type { World } from './world.ts';

/** Interface Specification, "Canister logging". */

/** Bytes of records that a canister may keep. */
export const logCapacity = ({ settings }: CanisterState): number => Number(settings.logMemoryLimit);

/** Whether `principal` may read the log, and see back traces. */
export function maySeeLogs({ settings, controllers }: CanisterState, principal: Uint8Array): boolean {
  const { logVisibility } = settings;
  if (logVisibility === 'public') return true;
  const viewers = logVisibility === 'controllers' ? [] : logVisibility;
  return [...controllers, ...viewers].some((known) => equalBytes(known, principal));
}

/** Bytes that the log takes. */
export const usedLogBytes = ({ logs }: CanisterState): number => logs.reduce((sum, { content }) => sum + recordBytes(content), 0);

/** Appends what executions added, dropping the oldest records where there is no room. */
export function appendLogs(world: World, canister: CanisterState, { contents, dropped }: LogDelta, timestampNanos: bigint): void {
  if (contents.length === 0 && dropped === 0) return;
  // What was dropped on the way would be missing between the records before and those after.
  if (dropped > 0) canister.logs.splice(0);
  canister.nextLogIndex += BigInt(dropped);
  for (const content of contents) {
    const record = { index: canister.nextLogIndex++, timestampNanos, content };
    canister.logs.push(record);
    world.announce((events) => {
      events.logged(canister, record);
    });
  }
  trimLogs(canister);
  world.touch(canister);
}

/** Drops the oldest records that have no room. */
export function trimLogs(canister: CanisterState): void {
  const capacity = logCapacity(canister);
  let bytes = usedLogBytes(canister);
  let count = 0;
  for (; bytes > capacity; count++) bytes -= recordBytes((canister.logs[count] as LogRecord).content);
  canister.logs.splice(0, count);
}

/** What the log keeps of a fault, whoever sees its back trace otherwise: a line for a trap of the engine and for `ic0.trap`, nothing for any other. */
export function trapRecord({ errorCode, logged, backtrace }: Fault): Uint8Array | undefined {
  if (errorCode !== 'IC0502' && errorCode !== 'IC0503') return undefined;
  return utf8(`[TRAP]: ${logged === '' ? '(no message)' : logged}${backtrace === undefined ? '' : `\n${backtrace}`}`);
}
