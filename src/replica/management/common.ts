import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { compareBytes, equalBytes } from '../../primitives/bytes.ts';
import { reject, type Reject } from '../errors.ts';
import type { CallResult, CanisterState, Origin, Visibility } from '../state/canister-state.ts';
import type { ChangeOrigin } from '../state/history.ts';
import type { World } from '../state/world.ts';
import { refusals } from './refusals.ts';

/** One call of a management method. `cycles` came with the call; what is not taken goes back. */
export interface ManagementCall {
  readonly world: World;
  readonly caller: Uint8Array;
  readonly origin: Origin;
  cycles: bigint;
}

export type ManagementResult = CallResult | 'waiting';
/** `argument` is decoded Candid. */
export type ManagementMethod = (call: ManagementCall, argument: never) => ManagementResult | Promise<ManagementResult>;

export const refuse = (errorCode: string, message: string): CallResult => ({ kind: 'reject', reject: reject(errorCode, message) });
export const refused = (refusal: Reject): CallResult => ({ kind: 'reject', reject: refusal });
export const reply = (type: IDL.Type, value: unknown): CallResult => ({ kind: 'reply', data: IDL.encode([type], [value]) });
export const EMPTY_REPLY: CallResult = { kind: 'reply', data: IDL.encode([], []) };

export const textOf = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();

export const isController = (canister: CanisterState, principal: Uint8Array): boolean =>
  canister.controllers.some((controller) => equalBytes(controller, principal));

/** Whoever may see something: the controllers, and those whom the setting names. */
export const isVisible = (canister: CanisterState, visibility: Visibility, principal: Uint8Array): boolean =>
  visibility === 'public' || isController(canister, principal) || (visibility !== 'controllers' && visibility.some((viewer) => equalBytes(viewer, principal)));

/** Principals in the order in which the replica lists them: shorter ones first. */
export const inOrder = (ids: readonly Uint8Array[]): Uint8Array[] => [...ids].sort((a, b) => a.length - b.length || compareBytes(a, b));

type Found = { readonly canister: CanisterState } | { readonly reject: Reject };

/** The canister, where it exists. */
export function existing({ world }: ManagementCall, id: Principal): Found {
  const canister = world.find(id.toUint8Array());
  return canister ? { canister } : { reject: reject('IC0301', `Canister ${id.toText()} not found.`) };
}

/** The canister, where it exists and the caller controls it. */
export function controlled(call: ManagementCall, id: Principal): Found {
  const found = existing(call, id);
  if ('reject' in found || isController(found.canister, call.caller)) return found;
  return { reject: notController(found.canister, call.caller) };
}

/** The canister, where it exists and the caller controls it or is the canister itself. */
export function controlledOrSelf(call: ManagementCall, id: Principal): Found {
  return equalBytes(id.toUint8Array(), call.caller) ? existing(call, id) : controlled(call, id);
}

export const notController = (canister: CanisterState, caller: Uint8Array): Reject =>
  refusals.invalidController(canister.text, inOrder(canister.controllers).map(textOf), textOf(caller));

type Opt<T> = readonly [] | readonly [T];

/** Who made a change, for the history. */
export const changeOrigin = ({ caller, origin }: ManagementCall, { sender_canister_version: version }: { readonly sender_canister_version: Opt<bigint> }): ChangeOrigin =>
  origin.kind === 'ingress' ? { kind: 'user', id: caller } : { kind: 'canister', id: caller, version: version[0] };
