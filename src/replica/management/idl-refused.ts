import { IDL } from '@dfinity/candid';

/** Arguments of the methods that this network does not offer (ic.did of the Interface Specification). */

const blob = IDL.Vec(IDL.Nat8);
const ecdsaKey = IDL.Record({ curve: IDL.Variant({ secp256k1: IDL.Null }), name: IDL.Text });
const schnorrKey = IDL.Record({ algorithm: IDL.Variant({ bip340secp256k1: IDL.Null, ed25519: IDL.Null }), name: IDL.Text });
const vetkdKey = IDL.Record({ curve: IDL.Variant({ bls12_381_g2: IDL.Null }), name: IDL.Text });
const derivationPath = IDL.Vec(blob);
const network = IDL.Variant({ mainnet: IDL.Null, testnet: IDL.Null });
const header = IDL.Record({ name: IDL.Text, value: IDL.Text });
const httpResult = IDL.Record({ status: IDL.Nat, headers: IDL.Vec(header), body: blob });

export const REFUSED_ARGUMENTS = {
  http_request: IDL.Record({
    url: IDL.Text,
    max_response_bytes: IDL.Opt(IDL.Nat64),
    method: IDL.Variant({ get: IDL.Null, head: IDL.Null, post: IDL.Null, put: IDL.Null, delete: IDL.Null, patch: IDL.Null }),
    headers: IDL.Vec(header),
    body: IDL.Opt(blob),
    transform: IDL.Opt(
      IDL.Record({ function: IDL.Func([IDL.Record({ response: httpResult, context: blob })], [httpResult], ['query']), context: blob }),
    ),
    is_replicated: IDL.Opt(IDL.Bool),
  }),
  ecdsa_public_key: IDL.Record({ canister_id: IDL.Opt(IDL.Principal), derivation_path: derivationPath, key_id: ecdsaKey }),
  sign_with_ecdsa: IDL.Record({ message_hash: blob, derivation_path: derivationPath, key_id: ecdsaKey }),
  schnorr_public_key: IDL.Record({ canister_id: IDL.Opt(IDL.Principal), derivation_path: derivationPath, key_id: schnorrKey }),
  sign_with_schnorr: IDL.Record({
    message: blob,
    derivation_path: derivationPath,
    key_id: schnorrKey,
    aux: IDL.Opt(IDL.Variant({ bip341: IDL.Record({ merkle_root_hash: blob }) })),
  }),
  vetkd_public_key: IDL.Record({ canister_id: IDL.Opt(IDL.Principal), context: blob, key_id: vetkdKey }),
  vetkd_derive_key: IDL.Record({ input: blob, context: blob, transport_public_key: blob, key_id: vetkdKey }),
  bitcoin_get_balance: IDL.Record({ address: IDL.Text, network, min_confirmations: IDL.Opt(IDL.Nat32) }),
  bitcoin_get_utxos: IDL.Record({
    address: IDL.Text,
    network,
    filter: IDL.Opt(IDL.Variant({ min_confirmations: IDL.Nat32, page: blob })),
  }),
  bitcoin_send_transaction: IDL.Record({ transaction: blob, network }),
  bitcoin_get_current_fee_percentiles: IDL.Record({ network }),
  bitcoin_get_block_headers: IDL.Record({ start_height: IDL.Nat32, end_height: IDL.Opt(IDL.Nat32), network }),
  rename_canister: IDL.Record({
    canister_id: IDL.Principal,
    rename_to: IDL.Record({ canister_id: IDL.Principal, version: IDL.Nat64, total_num_changes: IDL.Nat64 }),
    sender_canister_version: IDL.Nat64,
  }),
} as const;
