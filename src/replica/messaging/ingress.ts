import { Principal } from '@dfinity/principal';
import { toHex } from '../../primitives/bytes.ts';
import { execute } from '../canister/execute.ts';
import { chargeIngress, chargeLater, isPaidLater, refuseUnpaid } from '../cycles/ingress.ts';
import { faults, reject, toReject, type Reject } from '../errors.ts';
import type { IngressCall } from '../machine.ts';
import { callManagement, isManagementMethod, payerOf, refuseIngress } from '../management/dispatch.ts';
import { INGRESS_STATUS_NANOS, INSTRUCTION_LIMIT } from '../params.ts';
import type { CallResult, CanisterState, Origin } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { answer } from './deliver.ts';
import { updateLowMemoryHook } from './low-memory.ts';
import { PLAIN_INPUT } from './messages.ts';
import { enqueue } from './queues.ts';

/** Update calls from outside. Interface Specification: "Ingress messages", "canister_inspect_message". */

const isManagement = (id: Uint8Array): boolean => id.length === 0;

/** Why the call is refused before it is executed; `undefined` where it was let in. */
export async function acceptIngress(world: World, call: IngressCall): Promise<Reject | undefined> {
  const payer = payerFor(world, call);
  const unpaid = payer && refuseUnpaid(world, payer, call);
  if (unpaid) return unpaid;
  if (isManagement(call.canisterId)) return refuseIngress(world, call.sender, call.methodName, call.arg);
  const canister = world.find(call.canisterId);
  if (!canister) return reject('IC0301', `Canister ${Principal.fromUint8Array(call.canisterId).toText()} not found`);
  if (canister.status.kind === 'stopped') return reject('IC0508', `Canister ${canister.text} is stopped`);
  if (canister.status.kind === 'stopping') return reject('IC0509', `Canister ${canister.text} is stopping`);
  if (canister.code?.module.methods.get(call.methodName) === 'composite_query') return reject('IC0527', 'Composite query cannot be called in replicated mode');
  if (!canister.code) return reject('IC0537', 'Requested canister has no wasm module');
  if (canister.code.module.methods.get(call.methodName) === 'composite_query') return reject('IC0527', 'Composite query cannot be called in replicated mode');
  return inspectMessage(world, canister, call);
}

/** The canister that pays for being called: the one that the call is about. */
function payerFor(world: World, call: IngressCall): CanisterState | undefined {
  if (!isManagement(call.canisterId)) return world.find(call.canisterId);
  if (isPaidLater(call)) return undefined;
  const id = payerOf(call.methodName, call.arg);
  return id && world.find(id);
}

async function inspectMessage(world: World, canister: CanisterState, call: IngressCall): Promise<Reject | undefined> {
  if (!canister.code?.module.entryPoints.has('canister_inspect_message')) return undefined;
  const input = {
    ...PLAIN_INPUT,
    context: 'F',
    caller: call.sender,
    arg: call.arg,
    methodName: call.methodName,
    time: world.time,
    instructionLimit: INSTRUCTION_LIMIT.inspectMessage,
  } as const;
  const { fault, execution } = await execute(world, canister, { kind: 'export', name: 'canister_inspect_message' }, input, 'undo');
  if (fault) return toReject(canister.text, fault);
  return execution.accepted ? undefined : toReject(canister.text, faults.messageRejected());
}

/** Records the call and puts it into its queue; a call to the management canister runs at once. */
export async function inductIngress(world: World, call: IngressCall): Promise<void> {
  const requestId = toHex(call.requestId);
  const { sender, canisterId, ingressExpiry: expiry } = call;
  world.ingress.set(requestId, { requestId, sender, canisterId, expiry, status: { kind: 'processing' } });
  world.dirtyIngress.add(requestId);
  const origin: Origin = { kind: 'ingress', requestId, sender };
  const payer = payerFor(world, call);
  if (payer) chargeIngress(world, payer, call);
  if (isManagement(canisterId)) {
    await executeManagement(world, { caller: sender, origin, method: call.methodName, payload: call.arg, cycles: 0n });
    const target = isPaidLater(call) ? world.find(payerOf(call.methodName, call.arg) ?? canisterId) : undefined;
    if (target) chargeLater(world, target, call);
    return;
  }
  const canister = world.find(canisterId);
  const request = { kind: 'request', id: world.freshId(), origin, caller: sender, method: call.methodName, payload: call.arg, cycles: 0n, deadline: 0n } as const;
  if (canister) enqueue(world, canister, request);
}

export async function executeManagement(
  world: World,
  request: { caller: Uint8Array; origin: Origin; method: string; payload: Uint8Array; cycles: bigint },
): Promise<void> {
  const call = { world, caller: request.caller, origin: request.origin, cycles: request.cycles };
  const result = unroutable(request) ?? (await callManagement(call, request.method, request.payload));
  if (result === 'waiting') return;
  if (result.kind === 'reply') for (const canister of world.canisters.values()) updateLowMemoryHook(world, canister);
  answer(world, request.origin, result, call.cycles);
}

/** The calls of canisters are sent to the subnet that a method concerns; for an unknown one there is none. */
function unroutable({ origin, method }: { origin: Origin; method: string }): CallResult | undefined {
  if (origin.kind !== 'canister' || isManagementMethod(method)) return undefined;
  const message = `Unable to route management canister request ${method}: MethodNotFound(${JSON.stringify(method)})`;
  return { kind: 'reject', reject: { code: 3, errorCode: 'IC0536', message } };
}

/** Nanoseconds between two looks at all of them. */
const PRUNE_INTERVAL = 60_000_000_000n;

/** Forgets the status of calls that expired long enough ago. */
export function pruneIngress(world: World): void {
  if (world.time < world.ingressPruned + PRUNE_INTERVAL) return;
  world.ingressPruned = world.time;
  for (const [requestId, record] of world.ingress) {
    const isFinal = record.status.kind !== 'received' && record.status.kind !== 'processing';
    if (!isFinal || record.expiry + INGRESS_STATUS_NANOS > world.time) continue;
    world.ingress.delete(requestId);
    world.dirtyIngress.delete(requestId);
    world.removedIngress.add(requestId);
  }
}
