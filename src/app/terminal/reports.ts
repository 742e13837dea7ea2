import type { LogRecord } from '../../protocol/replica.ts';
import { toHex, utf8 } from '../../primitives/bytes.ts';
import type { CanisterStatus } from '../state/terminal-model.ts';
import { Failure } from './grammar.ts';
import { rfc3339, underscored } from './world.ts';

/** Longer outputs, in the words of the tools. Pure. */

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `dfx canister status` */
export function statusText(name: string, status: CanisterStatus): string {
  const { settings, queries } = status;
  return [
    `Canister status call result for ${name}.`,
    `Status: ${upperFirst(status.status)}`,
    `Controllers: ${settings.controllers.join(' ')}`,
    `Memory allocation: ${underscored(settings.memory_allocation)} Bytes`,
    `Compute allocation: ${underscored(settings.compute_allocation)} %`,
    `Freezing threshold: ${underscored(settings.freezing_threshold)} Seconds`,
    `Idle cycles burned per day: ${underscored(status.idleCyclesBurnedPerDay)} Cycles`,
    `Memory Size: ${underscored(status.memorySize)} Bytes`,
    `Balance: ${underscored(status.cycles)} Cycles`,
    `Reserved: ${underscored(status.reservedCycles)} Cycles`,
    `Reserved cycles limit: ${underscored(settings.reserved_cycles_limit)} Cycles`,
    `Wasm memory limit: ${underscored(settings.wasm_memory_limit)} Bytes`,
    `Wasm memory threshold: ${underscored(settings.wasm_memory_threshold)} Bytes`,
    `Module hash: ${status.moduleHash === undefined ? 'None' : `0x${status.moduleHash}`}`,
    `Number of queries: ${underscored(queries.calls)}`,
    `Instructions spent in queries: ${underscored(queries.instructions)}`,
    `Total query request payload size: ${underscored(queries.requestBytes)} Bytes`,
    `Total query response payload size: ${underscored(queries.responseBytes)} Bytes`,
    `Log visibility: ${settings.log_visibility}`,
  ].join('\n');
}

/** The settings part of what `icp` reports. */
export function settingsText({ settings }: CanisterStatus): readonly string[] {
  return [
    `Controllers: ${settings.controllers.join(', ')}`,
    `Compute allocation: ${underscored(settings.compute_allocation)}`,
    `Memory allocation: ${underscored(settings.memory_allocation)}`,
    `Freezing threshold: ${underscored(settings.freezing_threshold)}`,
    `Reserved cycles limit: ${underscored(settings.reserved_cycles_limit)}`,
    `Wasm memory limit: ${underscored(settings.wasm_memory_limit)}`,
    `Wasm memory threshold: ${underscored(settings.wasm_memory_threshold)}`,
    `Log visibility: ${upperFirst(settings.log_visibility)}`,
  ];
}

/** `icp canister status` */
export function icpStatusText(name: string, id: string, status: CanisterStatus): string {
  const { queries } = status;
  const lines = [
    `Status: ${upperFirst(status.status)}`,
    ...settingsText(status),
    `Module hash: ${status.moduleHash === undefined ? '<none>' : `0x${status.moduleHash}`}`,
    `Memory size: ${underscored(status.memorySize)}`,
    `Cycles: ${underscored(status.cycles)}`,
    `Reserved cycles: ${underscored(status.reservedCycles)}`,
    `Idle cycles burned per day: ${underscored(status.idleCyclesBurnedPerDay)}`,
    'Query stats:',
    `  Calls: ${underscored(queries.calls)}`,
    `  Instructions: ${underscored(queries.instructions)}`,
    `  Req payload bytes: ${underscored(queries.requestBytes)}`,
    `  Res payload bytes: ${underscored(queries.responseBytes)}`,
  ];
  return [`Canister Id: ${id}`, `Canister Name: ${name}`, 'Canister Status Report:', ...lines.map((line) => `  ${line}`)].join('\n');
}

/** Text that holds control characters is shown as bytes, as dfx does. */
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

const logText = (text: string): string => (UNPRINTABLE.test(text) ? `(bytes) 0x${toHex(utf8(text))}` : text);

/** `[42. 2021-05-06T19:17:10.000000001Z]: Some text message` @param tail how many of the last lines */
export function logLines(records: readonly LogRecord[], tail: string | undefined): readonly string[] {
  if (tail !== undefined && !/^\d+$/.test(tail)) throw new Failure([`invalid value '${tail}' for '--tail <LINES>'`], 'Write a whole number.');
  const shown = tail === undefined ? records : records.slice(Math.max(0, records.length - Number(tail)));
  return shown.map(({ index, timestampNanos, text }) => `[${index}. ${rfc3339(timestampNanos)}]: ${logText(text)}`);
}

/** What `logs --follow` cannot do here. */
export const NOT_FOLLOWED = '--follow is not here: the terminal does not wait for new lines. These are the logs until now; the region Logs of the page shows new ones as they come.';
