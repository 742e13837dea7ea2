import { IDL } from '@dfinity/candid';
import type { Principal } from '@dfinity/principal';
import { reject, type Reject } from '../errors.ts';
import type { World } from '../state/world.ts';
import { canisterStatus, fetchCanisterLogs } from './canister_status.ts';
import { isController, refuse, type ManagementCall, type ManagementMethod, type ManagementResult } from './common.ts';
import { createCanister, provisionalCreateCanisterWithCycles } from './create_canister.ts';
import { depositCycles, provisionalTopUpCanister, rawRand } from './cycles.ts';
import { ARGUMENTS } from './idl.ts';
import { installCode } from './install_code.ts';
import { deleteCanister, startCanister, stopCanister, uninstallCode } from './lifecycle.ts';
import { updateSettings } from './update_settings.ts';

/** Interface Specification: "The IC management canister". Who may call what, and how. */

interface Entry {
  readonly argument: IDL.Type | undefined;
  /** Through ingress: `canister` methods are refused, `controller` methods need one of the canister, `anyone` is free; `query` is no update at all. */
  readonly access: 'canister' | 'controller' | 'anyone' | 'query';
  readonly run: ManagementMethod;
}

const METHODS: Readonly<Record<string, Entry>> = {
  create_canister: { argument: ARGUMENTS.create_canister, access: 'canister', run: createCanister },
  provisional_create_canister_with_cycles: {
    argument: ARGUMENTS.provisional_create_canister_with_cycles,
    access: 'anyone',
    run: provisionalCreateCanisterWithCycles,
  },
  provisional_top_up_canister: { argument: ARGUMENTS.provisional_top_up_canister, access: 'anyone', run: provisionalTopUpCanister },
  update_settings: { argument: ARGUMENTS.update_settings, access: 'controller', run: updateSettings },
  install_code: { argument: ARGUMENTS.install_code, access: 'controller', run: installCode },
  uninstall_code: { argument: ARGUMENTS.uninstall_code, access: 'controller', run: uninstallCode },
  start_canister: { argument: ARGUMENTS.start_canister, access: 'controller', run: startCanister },
  stop_canister: { argument: ARGUMENTS.stop_canister, access: 'controller', run: stopCanister },
  delete_canister: { argument: ARGUMENTS.delete_canister, access: 'controller', run: deleteCanister },
  canister_status: { argument: ARGUMENTS.canister_status, access: 'controller', run: canisterStatus },
  deposit_cycles: { argument: ARGUMENTS.deposit_cycles, access: 'canister', run: depositCycles },
  raw_rand: { argument: undefined, access: 'canister', run: rawRand },
  fetch_canister_logs: { argument: ARGUMENTS.fetch_canister_logs, access: 'query', run: fetchCanisterLogs },
};

type Decoded = { readonly value: unknown } | { readonly problem: string };

/** An argument is looked at when the call arrives and when it is executed; a module inside makes that costly. */
const decodedArguments = new WeakMap<Uint8Array, { readonly entry: Entry; readonly decoded: Decoded }>();

function decode(entry: Entry, arg: Uint8Array): Decoded {
  const known = decodedArguments.get(arg);
  if (known?.entry === entry) return known.decoded;
  const decoded = decodeAnew(entry, arg);
  decodedArguments.set(arg, { entry, decoded });
  return decoded;
}

function decodeAnew(entry: Entry, arg: Uint8Array): Decoded {
  try {
    return { value: entry.argument ? IDL.decode([entry.argument], arg)[0] : undefined };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Why a call from outside is refused before it is executed; `undefined` where it is let in. */
export function refuseIngress(world: World, sender: Uint8Array, method: string, arg: Uint8Array): Reject | undefined {
  const entry = METHODS[method];
  if (!entry || entry.access === 'canister') return reject('IC0406', `Only canisters can call ic00 method ${method}`);
  if (entry.access === 'query') return reject('IC0406', `${method} API is not accessible via ingress in replicated mode`);
  if (entry.access === 'anyone') return undefined;
  const decoded = decode(entry, arg);
  if ('problem' in decoded) return reject('IC0408', `Error decoding candid: ${decoded.problem}`);
  const id = (decoded.value as { canister_id: Principal }).canister_id;
  const canister = world.find(id.toUint8Array());
  if (!canister) return reject('IC0301', `Canister ${id.toText()} not found`);
  if (isController(canister, sender)) return undefined;
  return reject('IC0512', `Only controllers of canister ${canister.text} can call ic00 method ${method}`);
}

/** Executes a call to the management canister. */
export async function callManagement(call: ManagementCall, method: string, arg: Uint8Array): Promise<ManagementResult> {
  const entry = METHODS[method];
  if (!entry || entry.access === 'query') return refuse('IC0536', `Management canister has no method '${method}'`);
  return run(entry, call, arg);
}

/** The methods that answer to queries. */
export async function queryManagement(world: World, sender: Uint8Array, method: string, arg: Uint8Array): Promise<ManagementResult> {
  const entry = METHODS[method];
  const isQuery = entry && (entry.access === 'query' || method === 'canister_status');
  if (!isQuery) return refuse('IC0536', `Query method ${method} not found.`);
  return run(entry, { world, caller: sender, origin: { kind: 'task' }, cycles: 0n }, arg);
}

async function run(entry: Entry, call: ManagementCall, arg: Uint8Array): Promise<ManagementResult> {
  const decoded = decode(entry, arg);
  if ('problem' in decoded) return refuse('IC0408', `Error decoding candid: ${decoded.problem}`);
  return entry.run(call, decoded.value as never);
}
