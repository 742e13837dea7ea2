import { toHex } from '../../primitives/bytes.ts';
import type { CallbackRecord, CanisterState } from './canister-state.ts';

/** The calls of a canister that wait for their answers, counted: by the canister that was called, and by the call context. */

interface Counts {
  /** Of the map that was counted; another size means that it was changed elsewhere. */
  size: number;
  readonly byCallee: Map<string, number>;
  readonly byContext: Map<number, number>;
}

/** Kept beside the state, not in it: they follow from it. */
const known = new WeakMap<CanisterState['callbacks'], Counts>();

function countsOf({ callbacks }: CanisterState): Counts {
  const counts = known.get(callbacks);
  if (counts?.size === callbacks.size) return counts;
  const fresh: Counts = { size: 0, byCallee: new Map(), byContext: new Map() };
  for (const callback of callbacks.values()) change(fresh, callback, 1);
  known.set(callbacks, fresh);
  return fresh;
}

function change(counts: Counts, { callee, context }: CallbackRecord, by: 1 | -1): void {
  const key = toHex(callee);
  counts.size += by;
  counts.byCallee.set(key, (counts.byCallee.get(key) ?? 0) + by);
  counts.byContext.set(context, (counts.byContext.get(context) ?? 0) + by);
  if (counts.byContext.get(context) === 0) counts.byContext.delete(context);
  if (counts.byCallee.get(key) === 0) counts.byCallee.delete(key);
}

export function addCallback(canister: CanisterState, callback: CallbackRecord): void {
  const counts = countsOf(canister);
  canister.callbacks.set(callback.id, callback);
  change(counts, callback, 1);
}

/** Removes the callback and gives it; `undefined` where there is none. */
export function takeCallback(canister: CanisterState, id: number): CallbackRecord | undefined {
  const callback = canister.callbacks.get(id);
  if (!callback) return undefined;
  const counts = countsOf(canister);
  canister.callbacks.delete(id);
  change(counts, callback, -1);
  return callback;
}

/** How many callbacks of a context are outstanding. */
export const outstanding = (canister: CanisterState, context: number): number => countsOf(canister).byContext.get(context) ?? 0;

/** How many calls to `callee` (raw bytes) are outstanding. */
export const openCallsTo = (canister: CanisterState, callee: Uint8Array): number => countsOf(canister).byCallee.get(toHex(callee)) ?? 0;
