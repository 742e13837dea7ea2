import { IDL } from '@dfinity/candid';
import { GuestTrap, faults } from '../errors.ts';
import { httpRequest, httpRequestV2, type OutcallUsage } from './cost.ts';
import { checkAmountRoom, storeAmount } from './cycles.ts';
import { checkHeap, readHeap, type Execution } from './execution.ts';
import { ALL_AND_START, call, sizeIn, type SystemCall, type SystemCalls } from './table.ts';
import { lossyUtf8, strictUtf8 } from './text.ts';

/** Interface Specification, "Cycle cost calculation": what calls to the management canister cost. */

const COUNTS = IDL.Record({ min_responses: IDL.Nat32, max_responses: IDL.Nat32, total_requests: IDL.Nat32 });
const OUTCALL_TYPE = IDL.Variant({ fully_replicated: IDL.Reserved, non_replicated: IDL.Reserved, flexible: IDL.Opt(COUNTS) });
const USAGE = IDL.Record({
  request_bytes: IDL.Nat64,
  http_roundtrip_time_ms: IDL.Nat64,
  raw_response_bytes: IDL.Nat64,
  transformed_response_bytes: IDL.Nat64,
  transform_instructions: IDL.Nat64,
  outcall_type: IDL.Opt(OUTCALL_TYPE),
});
/** Bytes of an encoding of `USAGE`, and of a key's name, that are read at all. */
const MAX_USAGE_BYTES = 1024;
const MAX_KEY_NAME_BYTES = 1024;

const badUsage = (why: string): GuestTrap => new GuestTrap(faults.toolchain(`Failed to decode HTTP request cost parameters: ${why}`));

function readUsage(execution: Execution, src: number, size: number): Uint8Array {
  checkHeap(execution, 'ic0.cost_http_request_v2 heap', src, size);
  if (size > MAX_USAGE_BYTES) throw badUsage('the encoding is too large');
  return readHeap(execution, 'ic0.cost_http_request_v2 heap', src, size);
}

/** @throws GuestTrap where the bytes are no such record */
function decodeUsage(bytes: Uint8Array): OutcallUsage {
  try {
    const [usage] = IDL.decode([USAGE], bytes) as unknown as [OutcallUsage];
    return usage;
  } catch (error) {
    throw badUsage(error instanceof Error ? error.message : String(error));
  }
}

function httpRequestCost(execution: Execution, request: bigint, response: bigint, dst: number): undefined {
  return storeAmount(execution, 'cost_http_request', dst, httpRequest(execution.account.schedule, request, response));
}

/** `0` success, `1` unknown curve or algorithm, `2` unknown key. */
const UNKNOWN_CURVE = 1;
const UNKNOWN_KEY = 2;

/** This network has no threshold keys, so each name is unknown. `curves` is how many the interface numbers. */
function signatureCost(name: string, curves: number): SystemCall {
  const run: SystemCall['run'] = (execution, [src, size, curve, dst]) => {
    checkHeap(execution, `ic0.${name} heap`, src as number, size as number);
    const bytes = readHeap(execution, name, src as number, Math.min(size as number, MAX_KEY_NAME_BYTES));
    if (strictUtf8(bytes) === undefined) throw new GuestTrap(faults.toolchain(`Failed to decode key name ${lossyUtf8(bytes)}`));
    checkAmountRoom(execution, name, dst as number);
    return (curve as number) >>> 0 < curves ? UNKNOWN_KEY : UNKNOWN_CURVE;
  };
  return call(ALL_AND_START, '(I I i32 I) -> i32', 500, run, sizeIn(1));
}

export const costCalls: SystemCalls = {
  cost_http_request: call(ALL_AND_START, '(i64 i64 I)', 500, (execution, [request, response, dst]) =>
    httpRequestCost(execution, request as bigint, response as bigint, dst as number),
  ),
  cost_http_request_v2: call(ALL_AND_START, '(I I I)', 10_000, (execution, [src, size, dst]) => {
    const usage = decodeUsage(readUsage(execution, src as number, size as number));
    return storeAmount(execution, 'cost_http_request_v2', dst as number, httpRequestV2(execution.account.schedule, usage));
  }),
  cost_sign_with_ecdsa: signatureCost('cost_sign_with_ecdsa', 2),
  cost_sign_with_schnorr: signatureCost('cost_sign_with_schnorr', 2),
  cost_vetkd_derive_key: signatureCost('cost_vetkd_derive_key', 1),
};
