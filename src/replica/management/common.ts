import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { equalBytes } from '../../primitives/bytes.ts';
import { reject, type Reject } from '../errors.ts';
import type { CallResult, CanisterState, Origin } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';

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
export const reply = (type: IDL.Type, value: unknown): CallResult => ({ kind: 'reply', data: IDL.encode([type], [value]) });
export const EMPTY_REPLY: CallResult = { kind: 'reply', data: IDL.encode([], []) };

export const textOf = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();

export const isController = (canister: CanisterState, principal: Uint8Array): boolean =>
  canister.controllers.some((controller) => equalBytes(controller, principal));

/** The canister, where it exists and the caller controls it. */
export function controlled({ world, caller }: ManagementCall, id: Principal): { readonly canister: CanisterState } | { readonly reject: Reject } {
  const canister = world.find(id.toUint8Array());
  if (!canister) return { reject: reject('IC0301', `Canister ${id.toText()} not found.`) };
  if (isController(canister, caller)) return { canister };
  const controllers = canister.controllers.map(textOf).join(' ');
  const text = `Only the controllers of the canister ${id.toText()} can control it.\nCanister's controllers: ${controllers}\nSender's ID: ${textOf(caller)}`;
  return { reject: reject('IC0512', text) };
}
