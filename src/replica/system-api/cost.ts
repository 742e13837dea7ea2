import { CYCLES, INSTRUCTION_LIMIT, MAX_REPLY_BYTES, SUBNET_NODES } from '../params.ts';

/**
 * Fees in cycles on a 13-node application subnet; see `params.ts` for the sources. On the `free` schedule every one of them is zero,
 * and so is the freezing threshold: rs/cycles_account_manager/src/lib.rs.
 */
export type CostSchedule = 'normal' | 'free';

const GIB = 1_073_741_824n;
export const SECONDS_PER_DAY = 86_400n;

const fee = (schedule: CostSchedule, cycles: bigint): bigint => (schedule === 'free' ? 0n : cycles);

/** Sending a call with so many bytes of name and argument. */
export const transmission = (schedule: CostSchedule, payloadBytes: number): bigint => fee(schedule, CYCLES.call + CYCLES.callByte * BigInt(payloadBytes));

/** So many instructions, without the fee of the execution itself: what a refund gives back. */
export const instructionCost = (schedule: CostSchedule, wordSize: 32 | 64, instructions: number): bigint =>
  fee(schedule, CYCLES.instruction[wordSize] * BigInt(Math.max(0, Math.round(instructions))));

/** Executing a message that runs so many instructions. */
export const execution = (schedule: CostSchedule, wordSize: 32 | 64, instructions: number): bigint =>
  fee(schedule, CYCLES.updateExecution) + instructionCost(schedule, wordSize, instructions);

/** Bytes of a response. */
export const responseTransmission = (schedule: CostSchedule, bytes: number): bigint => fee(schedule, CYCLES.callByte * BigInt(bytes));

/** Set aside at `call_perform` for a response of the largest size. */
export const responseTransmissionReserve = (schedule: CostSchedule): bigint => responseTransmission(schedule, MAX_REPLY_BYTES.replicated);

/** Set aside at `call_perform` for the response: its transmission at full size, and the execution of the callback. */
export const responseReserve = (schedule: CostSchedule, wordSize: 32 | 64): bigint =>
  responseTransmissionReserve(schedule) + execution(schedule, wordSize, INSTRUCTION_LIMIT.message);

/** What `call_perform` takes from the balance beside the cycles sent along. */
export const reservedForCall = (schedule: CostSchedule, wordSize: 32 | 64, payloadBytes: number): bigint =>
  transmission(schedule, payloadBytes) + responseReserve(schedule, wordSize);

/** Taking in a call from outside: the bytes of the signed message. */
export const ingressInduction = (schedule: CostSchedule, messageBytes: number): bigint =>
  fee(schedule, CYCLES.ingress + CYCLES.ingressByte * BigInt(messageBytes));

export const canisterCreation = (schedule: CostSchedule): bigint => fee(schedule, CYCLES.canisterCreation);

/** An HTTPS outcall, by the bytes of its request and of the largest response it allows. */
export function httpRequest(schedule: CostSchedule, requestBytes: bigint, maximumResponseBytes: bigint): bigint {
  const { base, perNode, requestByte, responseByte } = CYCLES.httpRequest;
  return fee(schedule, (base + perNode * SUBNET_NODES + requestByte * requestBytes + responseByte * maximumResponseBytes) * SUBNET_NODES);
}

/** What an HTTPS outcall of the second pricing version consumes on each node. Bytes, milliseconds, instructions. */
export interface OutcallUsage {
  readonly request_bytes: bigint;
  readonly http_roundtrip_time_ms: bigint;
  readonly raw_response_bytes: bigint;
  readonly transformed_response_bytes: bigint;
  readonly transform_instructions: bigint;
}

/** An HTTPS outcall by what it consumes, as a fully replicated one. `http_request_fee_v2` in rs/cycles_account_manager/src/lib.rs. */
export function httpRequestV2(schedule: CostSchedule, usage: OutcallUsage): bigint {
  const n = SUBNET_NODES;
  const perNode =
    1_000_000n +
    50n * usage.request_bytes +
    140_000n * n +
    800n * n * n +
    50n * usage.raw_response_bytes +
    300n * usage.http_roundtrip_time_ms +
    usage.transform_instructions / 13n +
    (10n * n + 650n) * usage.transformed_response_bytes;
  return fee(schedule, perNode * n);
}

/** Keeping so many bytes for so long. */
export const storage = (schedule: CostSchedule, bytes: bigint, seconds: bigint): bigint => fee(schedule, (bytes * CYCLES.storage * seconds) / GIB);

/** Having a compute allocation for so long. */
export const computeAllocation = (schedule: CostSchedule, percent: bigint, seconds: bigint): bigint =>
  fee(schedule, CYCLES.computePercent * seconds * percent);

/** What storage and compute of a canister depend on. */
export interface Resources {
  readonly schedule: CostSchedule;
  /** Bytes in use: code, memories, history, chunks, snapshots. */
  readonly memory: bigint;
  /** Bytes taken by messages, and reserved for responses. */
  readonly messageMemory: bigint;
  /** Bytes; 0 for none. Where there is one, it is paid for, whatever is in use. */
  readonly memoryAllocation: bigint;
  /** Percent. */
  readonly computeAllocation: bigint;
}

/** Cycles per day for memory, for messages and for compute, rounded one by one as production does. */
export function burnedPerDay({ schedule, memory, messageMemory, memoryAllocation, computeAllocation: percent }: Resources): readonly bigint[] {
  return [
    storage(schedule, memoryAllocation > 0n ? memoryAllocation : memory, SECONDS_PER_DAY),
    storage(schedule, messageMemory, SECONDS_PER_DAY),
    computeAllocation(schedule, percent, SECONDS_PER_DAY),
  ];
}

export const idleCyclesBurnedPerDay = (resources: Resources): bigint => burnedPerDay(resources).reduce((sum, rate) => sum + rate, 0n);

/** Cycles that must stay on the balance: those for `seconds` of doing nothing, less those that are reserved for it already. */
export function freezingThreshold(resources: Resources, seconds: bigint, reservedCycles: bigint): bigint {
  const needed = (idleCyclesBurnedPerDay(resources) * seconds) / SECONDS_PER_DAY;
  return needed > reservedCycles ? needed - reservedCycles : 0n;
}
