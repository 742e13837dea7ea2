import { IDL } from '@dfinity/candid';
import type { Principal } from '@dfinity/principal';
import { ARGUMENTS } from './idl.ts';

/** Arguments of the management canister's methods, decoded once: a call is looked at where it arrives, where it is let in and where it is executed. */

export type Decoded = { readonly value: unknown } | { readonly problem: string };

const TYPES: Readonly<Record<string, IDL.Type | undefined>> = ARGUMENTS;

const decoded = new WeakMap<Uint8Array, { readonly method: string; readonly result: Decoded }>();

/** The argument of a method that takes one; of any other method it is `undefined`, whatever the bytes are. */
export function decodeArgument(method: string, arg: Uint8Array): Decoded {
  const known = decoded.get(arg);
  if (known?.method === method) return known.result;
  const result = decode(method, arg);
  decoded.set(arg, { method, result });
  return result;
}

function decode(method: string, arg: Uint8Array): Decoded {
  const type = Object.hasOwn(TYPES, method) ? TYPES[method] : undefined;
  try {
    return { value: type && IDL.decode([type], arg)[0] };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The canister that the call is about; `undefined` where its argument names none. Interface Specification: "Effective canister id". */
export function targetOf(method: string, arg: Uint8Array): Principal | undefined {
  const field = method === 'install_chunked_code' ? 'target_canister' : 'canister_id';
  const result = decodeArgument(method, arg);
  if ('problem' in result) return decodeField(field, arg);
  const id = (result.value as Readonly<Record<string, Principal | readonly Principal[]>> | undefined)?.[field];
  // Where it may be missing, it says whose key is wanted.
  return id instanceof Array ? undefined : id;
}

/** Of an argument that lacks others, or has them wrong. */
function decodeField(name: string, arg: Uint8Array): Principal | undefined {
  try {
    return (IDL.decode([IDL.Record({ [name]: IDL.Principal })], arg)[0] as unknown as Record<string, Principal>)[name];
  } catch {
    return undefined;
  }
}

const VERSIONED = new Set([
  'create_canister', 'update_settings', 'install_code', 'install_chunked_code', 'uninstall_code', 'provisional_create_canister_with_cycles',
  'take_canister_snapshot', 'load_canister_snapshot', 'rename_canister',
]);

/** What a canister says its version is in the argument of a call; `undefined` where it says nothing. */
export function senderVersionOf(method: string, arg: Uint8Array): bigint | undefined {
  if (!VERSIONED.has(method)) return undefined;
  const result = decodeArgument(method, arg);
  if ('problem' in result) return undefined;
  const { sender_canister_version: version } = result.value as { readonly sender_canister_version: bigint | readonly [] | readonly [bigint] };
  return typeof version === 'bigint' ? version : version[0];
}
