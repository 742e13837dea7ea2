import { utf8 } from '../../primitives/bytes.ts';
import { LOG_CAPACITY_BYTES, LOG_RECORD_OVERHEAD_BYTES } from '../params.ts';
import type { CanisterState } from './canister-state.ts';
import type { World } from './world.ts';

/** Interface Specification, "Canister logging": a ring of records, 40 bytes and the content each. */

const recordBytes = (content: Uint8Array): number => LOG_RECORD_OVERHEAD_BYTES + content.length;

/** Room for text in an empty log, which bounds a record. */
export const LOG_RECORD_LIMIT = LOG_CAPACITY_BYTES - LOG_RECORD_OVERHEAD_BYTES;

/** Appends records, dropping the oldest where there is no room; texts are cut to what fits. */
export function appendLogs(world: World, canister: CanisterState, texts: readonly string[], timestampNanos: bigint): void {
  for (const text of texts) {
    const content = utf8(text).slice(0, LOG_RECORD_LIMIT);
    const record = { index: canister.nextLogIndex++, timestampNanos, content };
    canister.logs.push(record);
    world.announce((events) => {
      events.logged(canister, record);
    });
  }
  let total = canister.logs.reduce((sum, record) => sum + recordBytes(record.content), 0);
  while (total > LOG_CAPACITY_BYTES) total -= recordBytes((canister.logs.shift() as { content: Uint8Array }).content);
  if (texts.length > 0) world.touch(canister);
}

/** The log line of a trap. */
export const trapLine = (text: string): string => `[TRAP]: ${text === '' ? '(no message)' : text}`;
