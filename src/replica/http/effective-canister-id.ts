/** Whether a request was sent where it belongs. Interface Specification: "Effective canister id". */
import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';
import { equalBytes } from '../../primitives/bytes.ts';
import type { CallContent } from './envelope.ts';
import { Refusal } from './exchange.ts';

/** Methods of the management canister that may be sent to any effective canister id. */
const ANYWHERE = new Set(['create_canister', 'provisional_create_canister_with_cycles', 'list_canisters']);

/** `undefined` where `effective`, from the URL, is the right one for this call or query. */
export function checkEffectiveCanisterId(content: CallContent, effective: Uint8Array): Refusal | undefined {
  const expected = content.canisterId.length === 0 ? managementTarget(content) : content.canisterId;
  if (expected === undefined || equalBytes(expected, effective)) return undefined;
  const [specified, inUrl] = [expected, effective].map((id) => Principal.fromUint8Array(id).toText());
  return new Refusal(400, `Specified CanisterId ${specified} does not match effective canister id in URL ${inUrl}`);
}

/** `undefined` where any id will do, or where the argument names none: the management canister then rejects the call itself. */
function managementTarget({ methodName, arg }: CallContent): Uint8Array | undefined {
  if (ANYWHERE.has(methodName)) return undefined;
  return principalField(arg, methodName === 'install_chunked_code' ? 'target_canister' : 'canister_id');
}

function principalField(arg: Uint8Array, name: string): Uint8Array | undefined {
  try {
    const [record] = IDL.decode([IDL.Record({ [name]: IDL.Principal })], arg) as unknown as [Record<string, Principal>];
    return record[name]?.toUint8Array();
  } catch {
    return undefined;
  }
}
