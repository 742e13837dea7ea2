import type { CallResult } from '../state/canister-state.ts';
import { controlled, refuse, refused, type ManagementCall } from './common.ts';
import { refusals } from './refusals.ts';
import type { Target } from './snapshot-id.ts';

/** Methods that this network does not offer, with the production replica's words on a subnet that does not. */

/** HTTPS outcalls and metrics of the subnet. rs/execution_environment/src/execution_environment.rs */
export const notEnabled = (): CallResult => refuse('IC0504', 'This API is not enabled on this subnet');

/** rs/execution_environment/src/execution_environment.rs */
export const noBitcoin = (): CallResult => refuse('IC0406', 'No bitcoin canisters available.');

interface KeyArgument {
  readonly key_id: {
    readonly name: string;
    readonly curve?: { readonly secp256k1?: null; readonly bls12_381_g2?: null };
    readonly algorithm?: { readonly bip340secp256k1?: null; readonly ed25519?: null };
  };
}

/** The production replica's names of curves and algorithms. */
const NAMES: Readonly<Record<string, string>> = { secp256k1: 'Secp256k1', bls12_381_g2: 'Bls12_381_G2', bip340secp256k1: 'Bip340Secp256k1', ed25519: 'Ed25519' };

const unknownKey =
  (scheme: 'ecdsa' | 'schnorr' | 'vetkd', method: string, isUsed: boolean) =>
  (_: ManagementCall, { key_id: { name, curve, algorithm } }: KeyArgument): CallResult => {
    const key = `${scheme}:${NAMES[Object.keys(curve ?? algorithm ?? {})[0] ?? '']}:${name}`;
    const problem = isUsed
      ? `Requested unknown or disabled threshold key: ${key}, existing enabled keys: []`
      : `Requested unknown threshold key: ${key}, existing keys: []`;
    return refuse('IC0301', `Unable to route management canister request ${method}: ChainKeyError(${JSON.stringify(problem)})`);
  };

/** A request for a key that no subnet holds finds no way. rs/embedders/src/wasmtime_embedder/system_api/routing.rs */
export const unknownKeys = {
  ecdsa_public_key: unknownKey('ecdsa', 'ecdsa_public_key', false),
  sign_with_ecdsa: unknownKey('ecdsa', 'sign_with_ecdsa', true),
  schnorr_public_key: unknownKey('schnorr', 'schnorr_public_key', false),
  sign_with_schnorr: unknownKey('schnorr', 'sign_with_schnorr', true),
  vetkd_public_key: unknownKey('vetkd', 'vetkd_public_key', false),
  vetkd_derive_key: unknownKey('vetkd', 'vetkd_derive_key', true),
} as const;

/** Renaming is for the canister that moves others between subnets, and there is but one subnet. */
export function renameCanister(call: ManagementCall, { canister_id: id }: Target): CallResult {
  const found = controlled(call, id);
  return refused('reject' in found ? found.reject : refusals.notAuthorized());
}

/** Nobody administrates this subnet. */
export const notAuthorized = (): CallResult => refused(refusals.notAuthorized());
