import { fromUtf8, utf8 } from '../primitives/bytes.ts';
import { MAX_REJECT_MESSAGE_BYTES } from './params.ts';

/**
 * Reject codes, error codes and the value a failed message ends with.
 * Interface Specification: "Reject codes", "Error codes"; texts as the production replica writes them
 * (rs/interfaces/src/execution_environment/errors.rs).
 */

/** SYS_FATAL 1, SYS_TRANSIENT 2, DESTINATION_INVALID 3, CANISTER_REJECT 4, CANISTER_ERROR 5, SYS_UNKNOWN 6. */
export type RejectCode = 1 | 2 | 3 | 4 | 5 | 6;

/** What a canister, or a caller, did wrong: a value, never an exception. `errorCode` is `IC` and four digits. */
export interface Reject {
  readonly code: RejectCode;
  readonly errorCode: string;
  readonly message: string;
}

/** A bug of the replica itself, or of its host: never reported as a canister's trap. */
export class ReplicaBug extends Error {
  override readonly name = 'ReplicaBug';
}

/** The first digit of `errorCode` that is not zero, the hundreds, is the reject code. */
export function reject(errorCode: string, message: string): Reject {
  return { code: Number(errorCode[3]) as RejectCode, errorCode, message };
}

/** How an execution failed, before it is known to whom that is told. */
export interface Fault {
  readonly errorCode: string;
  readonly text: string;
  readonly help: string;
  /** The text of `ic0.trap`, or the kind of trap: what the canister's log keeps. */
  readonly logged: string;
  /** Names of the functions that were running, for those who may see the log; part of a trap only. */
  readonly backtrace?: string | undefined;
}

const DOCUMENTATION = 'https://internetcomputer.org/docs/current/references/execution-errors#';
/** The advice for an error that the author of a program cannot mend. */
export const TOOLCHAIN_HELP =
  'If you are running this canister in a test environment (e.g., dfx), make sure the test environment is up to date. Otherwise, this is likely an error ' +
  'with the compiler/CDK toolchain being used to build the canister. Please report the error to IC devs on the forum: https://forum.dfinity.org and include ' +
  'which language/CDK was used to create the canister.';
const HANDLE_FAILURES = 'Consider gracefully handling failures from this canister or altering the canister to handle exceptions.';

/** Advice with a link to a section of the documentation of execution errors. */
export const documented = (suggestion: string, section: string): string => `${suggestion} See documentation: ${DOCUMENTATION}${section}`;
const help = documented;
const fault = (errorCode: string, text: string, helpText = '', logged = text): Fault => ({ errorCode, text, help: helpText, logged });

/** What happened, without advice. */
const described = ({ text, backtrace }: Fault): string => (backtrace === undefined ? text : `${text}\n${backtrace}`);

/** Traps of the engine, in the production replica's words. */
export type TrapKind =
  | 'stack overflow'
  | 'heap out of bounds'
  | 'stable memory out of bounds'
  | '32 bit stable memory api used on a memory larger than 4GB'
  | 'integer division by 0'
  | 'unreachable'
  | 'table out of bounds'
  | 'cycles amount exceeds 64-bit representation'
  | 'unknown';

export const faults = {
  trapped: (kind: TrapKind): Fault => fault('IC0502', `Canister trapped: ${kind}`, help(HANDLE_FAILURES, 'trapped'), kind),
  calledTrap: (message: string): Fault =>
    fault('IC0503', `Canister called \`ic0.trap\` with message: '${message}'`, help(HANDLE_FAILURES, 'trapped-explicitly'), message),
  instructionLimit: (limit: number): Fault =>
    fault(
      'IC0522',
      `Canister exceeded the limit of ${limit} instructions for single message execution.`,
      help('Try optimizing this method to consume fewer instructions or split the work across multiple messages.', 'instruction-limit-exceeded'),
    ),
  /** `api` is the import as the replica's text spells it: `ic0_call_new`. */
  wrongMode: (api: string, mode: string): Fault =>
    faults.contract(
      `"${api}" cannot be executed in ${mode} mode`,
      help('Check the ICP documentation to make sure APIs are being called in the correct message types.', 'calling-a-system-api-from-the-wrong-mode'),
    ),
  /** The canister's code broke a rule that its author can mend. */
  contract: (error: string, helpText = ''): Fault => fault('IC0504', `Canister violated contract: ${error}`, helpText),
  /** The canister's code broke a rule that its toolchain should have kept. */
  toolchain: (error: string): Fault => fault('IC0504', `Canister violated contract: ${error}`, TOOLCHAIN_HELP),
  invalidPrincipal: (): Fault => fault('IC0504', 'Canister provided invalid principal id', TOOLCHAIN_HELP),
  environmentIndex: (index: number, length: number): Fault =>
    fault('IC0504', `Environment variable index ${index} is out of bounds. The number of environment variables is ${length}.`),
  environmentName: (name: string): Fault => fault('IC0504', `Environment variable ${name} not found.`),
  /** Too much of stable memory touched in one execution. */
  memoryAccess: (text: string): Fault =>
    fault(
      'IC0524',
      `Canister exceeded memory access limits: ${text}`,
      help(
        "Try optimizing the use of stable memory so that individual messages don't need to access as much stable memory.",
        'memory-access-limit-exceeded',
      ),
    ),
  functionNotFound: (index: number): Fault =>
    fault('IC0513', `Canister requested to invoke a non-existent Wasm function ${index} from table 0`, TOOLCHAIN_HELP),
  methodNotFound: (kind: string, name: string): Fault =>
    fault('IC0536', `Canister has no ${kind} method '${name}'.`, help('Check that the method being called is exported by the target canister.', 'method-not-found')),
  noModule: (): Fault =>
    fault(
      'IC0537',
      'Attempted to execute a message, but the canister contains no Wasm module.',
      help('Please install code to this canister before calling it.', 'wasm-module-not-found'),
    ),
  messageRejected: (): Fault => fault('IC0406', 'Canister rejected the message'),
  didNotReply: (canister: string, toCanister: boolean): Fault =>
    fault('IC0506', toCanister ? 'No response' : `Canister ${canister} did not reply to the call`),
  outOfCycles: (text: string): Fault => fault('IC0504', text),
  /** `missing` is told to controllers only. */
  insufficientCyclesInMemoryGrow: (bytes: number, missing: bigint | undefined): Fault =>
    fault(
      'IC0532',
      `Canister cannot grow memory by ${bytes} bytes due to insufficient cycles.${missing === undefined ? '' : ` At least ${missing} additional cycles are required.`}`,
      help('Try topping up the canister.', 'insufficient-cycles-in-memory-grow'),
    ),
  outOfMemory: (): Fault =>
    fault(
      'IC0507',
      'Canister cannot grow its memory usage.',
      help("Check the canister's memory usage against its allocation and the system wide limits to determine why more memory cannot be allocated.", 'out-of-memory'),
    ),
  wasmMemoryLimit: (bytes: number, limit: number): Fault =>
    fault(
      'IC0539',
      `Canister exceeded its current Wasm memory limit of ${limit} bytes. The peak Wasm memory usage was ${bytes} bytes. If the canister reaches 4GiB, ` +
        'then it may stop functioning and may become unrecoverable. Please reach out to the canister owner to investigate the reason for the increased ' +
        'memory usage. It might be necessary to move data from the Wasm memory to the stable memory. If such high Wasm memory usage is expected and ' +
        'safe, then the developer can increase the Wasm memory limit in the canister settings.',
      help(
        'Try checking the canister for a possible memory leak or modifying it to use more stable memory instead of Wasm memory.',
        'wasm-memory-limit-exceeded',
      ),
    ),
  cleanup: (callback: Fault, cleanup: Fault): Fault =>
    fault(callback.errorCode, `${described(callback)}\n\ncall_on_cleanup also failed:\n\n${described(cleanup)}`),
  stopped: (): Fault => fault('IC0522', 'The message was stopped by the user of this page before it ended'),
} as const;

/** At most so many bytes of UTF-8: where a text is longer, `percent` of them are its beginning, then come three dots and its end. */
export function ellipsize(text: string, maximum: number, percent: number): string {
  const bytes = utf8(text);
  if (bytes.length <= maximum) return text;
  const prefix = Math.min(Math.floor((maximum * percent) / 100), maximum - 3);
  const isContinued = (index: number): boolean => ((bytes[index] ?? 0) & 0xc0) === 0x80;
  let head = prefix;
  while (head > 0 && isContinued(head)) head--;
  let tail = bytes.length - (maximum - 3 - prefix);
  while (tail < bytes.length && isContinued(tail)) tail++;
  return `${fromUtf8(bytes.subarray(0, head))}...${fromUtf8(bytes.subarray(tail))}`;
}

/** The reject that a caller sees when an execution of `canister` (in text form) failed. */
export function toReject(canister: string, fault: Fault): Reject {
  const { errorCode, text, help: helpText } = fault;
  if (errorCode === 'IC0506') return reject(errorCode, text);
  const message = `Error from Canister ${canister}: ${described(fault)}${helpText && `.\n${helpText}`}`;
  return reject(errorCode, ellipsize(message, MAX_REJECT_MESSAGE_BYTES, 50));
}

/** Thrown through Wasm frames to end an execution; caught where the execution began. */
export class GuestTrap {
  readonly fault: Fault;
  /** The call on stable memory that trapped, if it was one. */
  readonly api: string | undefined;
  /** Made where a back trace may be asked for. */
  readonly origin: Error | undefined;

  constructor(cause: Fault, api?: string) {
    this.fault = cause;
    this.api = api;
    this.origin = cause.errorCode === 'IC0502' || cause.errorCode === 'IC0503' ? new Error(cause.text) : undefined;
  }
}
