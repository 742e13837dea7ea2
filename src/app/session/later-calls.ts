import type { CanisterCalls } from './canister-calls.ts';
import { once } from './once.ts';

/** {@link CanisterCalls} whose code is loaded when it is first needed, or ahead by `prepare`. */
export function createLaterCalls(load: () => Promise<CanisterCalls>): CanisterCalls {
  let calls: CanisterCalls | undefined;
  let moved = false;
  const loaded = once(async () => {
    calls = await load();
    if (moved) calls.clockMoved();
    return calls;
  });
  return {
    update: async (caller, request) => (await loaded()).update(caller, request),
    query: async (caller, request) => (await loaded()).query(caller, request),
    clockMoved: () => {
      moved = true;
      calls?.clockMoved();
    },
    prepare: () => void loaded().catch(() => undefined),
  };
}
