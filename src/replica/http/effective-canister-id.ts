/** Whether a request was sent where it belongs. Interface Specification: "Effective canister id". */
import { Principal } from '@dfinity/principal';
import { equalBytes } from '../../primitives/bytes.ts';
import { targetOf } from '../management/arguments.ts';
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
const managementTarget = ({ methodName, arg }: CallContent): Uint8Array | undefined =>
  ANYWHERE.has(methodName) ? undefined : targetOf(methodName, arg)?.toUint8Array();
