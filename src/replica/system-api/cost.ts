import { CYCLES, INSTRUCTION_LIMIT, MAX_REPLY_BYTES } from '../params.ts';

/** Cycle costs of messages on a 13-node application subnet; see `params.ts` for the sources. */

/** Sending a call with so many bytes of name and argument. */
export const transmission = (payloadBytes: number): bigint => CYCLES.call + CYCLES.callByte * BigInt(payloadBytes);

/** Executing a message that ran so many instructions. */
export const execution = (wordSize: 32 | 64, instructions: number): bigint =>
  CYCLES.updateExecution + CYCLES.instruction[wordSize] * BigInt(Math.max(0, Math.round(instructions)));

/** Set aside at call_perform for the response: its transmission at full size, and the execution of the callback. */
export const responseReserve = (wordSize: 32 | 64): bigint =>
  CYCLES.callByte * BigInt(MAX_REPLY_BYTES.replicated) + execution(wordSize, INSTRUCTION_LIMIT.message);

/** What call_perform takes from the balance beside the cycles sent along. */
export const reservedForCall = (wordSize: 32 | 64, payloadBytes: number): bigint => transmission(payloadBytes) + responseReserve(wordSize);
