import { describe, expect, it } from 'vitest';
import { forwarder } from '../testing/forwarder.ts';
import { encoded, manage, manageFrom, principal, settingsOf } from '../testing/management.ts';
import { USER, createTestReplica } from '../testing/test-replica.ts';
import type { ARGUMENTS } from './idl.ts';

/** What this network does not offer, with the production replica's texts. Interface Specification: the methods of `ic.did`. */

const KEY = { name: 'key_1' };
const ecdsa = { derivation_path: [], key_id: { ...KEY, curve: { secp256k1: null } } };
const schnorr = (algorithm: string) => ({ derivation_path: [], key_id: { ...KEY, algorithm: { [algorithm]: null } } });
const vetkd = { context: new Uint8Array(), key_id: { ...KEY, curve: { bls12_381_g2: null } } };
const bitcoin = { address: 'a', network: { mainnet: null } };
const blob = new Uint8Array(32);

const unknown = (method: string, key: string): string =>
  `Unable to route management canister request ${method}: ChainKeyError("Requested unknown threshold key: ${key}, existing keys: []")`;
const disabled = (method: string, key: string): string =>
  `Unable to route management canister request ${method}: ChainKeyError("Requested unknown or disabled threshold key: ${key}, existing enabled keys: []")`;
const NOT_ENABLED = 'This API is not enabled on this subnet';
const NO_BITCOIN = 'No bitcoin canisters available.';
const request = { url: 'https://example.org', max_response_bytes: [], method: { get: null }, headers: [], body: [], transform: [], is_replicated: [] };

type Case = [keyof typeof ARGUMENTS, Record<string, unknown>, number, string];

describe('canisters are told that this network does not offer', () => {
  it.each<Case>([
    ['ecdsa_public_key', { ...ecdsa, canister_id: [] }, 3, unknown('ecdsa_public_key', 'ecdsa:Secp256k1:key_1')],
    ['sign_with_ecdsa', { ...ecdsa, message_hash: blob }, 3, disabled('sign_with_ecdsa', 'ecdsa:Secp256k1:key_1')],
    ['schnorr_public_key', { ...schnorr('ed25519'), canister_id: [] }, 3, unknown('schnorr_public_key', 'schnorr:Ed25519:key_1')],
    ['sign_with_schnorr', { ...schnorr('bip340secp256k1'), message: blob, aux: [] }, 3, disabled('sign_with_schnorr', 'schnorr:Bip340Secp256k1:key_1')],
    ['vetkd_public_key', { ...vetkd, canister_id: [] }, 3, unknown('vetkd_public_key', 'vetkd:Bls12_381_G2:key_1')],
    ['vetkd_derive_key', { ...vetkd, input: blob, transport_public_key: blob }, 3, disabled('vetkd_derive_key', 'vetkd:Bls12_381_G2:key_1')],
    ['http_request', request, 5, NOT_ENABLED],
    ['subnet_metrics', { subnet_id: principal(USER) }, 5, NOT_ENABLED],
    ['canister_metrics', { canister_id: principal(USER) }, 5, NOT_ENABLED],
    ['bitcoin_get_balance', { ...bitcoin, min_confirmations: [] }, 4, NO_BITCOIN],
    ['bitcoin_get_utxos', { ...bitcoin, filter: [] }, 4, NO_BITCOIN],
    ['bitcoin_send_transaction', { transaction: blob, network: { testnet: null } }, 4, NO_BITCOIN],
    ['bitcoin_get_current_fee_percentiles', { network: { mainnet: null } }, 4, NO_BITCOIN],
    ['bitcoin_get_block_headers', { start_height: 0, end_height: [], network: { mainnet: null } }, 4, NO_BITCOIN],
  ])('%s', async (method, argument, code, message) => {
    const test = await createTestReplica();
    const caller = await test.deploy(forwarder());
    expect(await manageFrom(test, caller, method, encoded(method, argument))).toEqual({ code, message });
  });

  it('rename_canister, to controllers and others', async () => {
    const test = await createTestReplica();
    const caller = await test.deploy(forwarder());
    const rename = (id: Uint8Array) =>
      manageFrom(test, caller, 'rename_canister', encoded('rename_canister', { canister_id: principal(id), rename_to: { canister_id: principal(id), version: 0n, total_num_changes: 0n }, sender_canister_version: test.state(caller).version }));
    expect(await rename(caller)).toMatchObject({ code: 5, message: expect.stringContaining('Only the controllers of the canister') as string });
    await manage(test, 'update_settings', caller, { settings: settingsOf({ controllers: [[principal(caller)]] }) });
    expect(await rename(caller)).toEqual({ code: 4, message: 'The caller is not authorized to call this method.' });
  });

  it('what has no such name', async () => {
    const test = await createTestReplica();
    const caller = await test.deploy(forwarder());
    const answer = await manageFrom(test, caller, 'no_such', new Uint8Array());
    expect(answer).toMatchObject({ message: expect.stringContaining('no_such') as string });
  });
});

describe('users', () => {
  const CANISTERS_ONLY = [
    'create_canister', 'canister_info', 'canister_metadata', 'deposit_cycles', 'raw_rand', 'http_request', 'ecdsa_public_key', 'sign_with_ecdsa', 'schnorr_public_key',
    'sign_with_schnorr', 'vetkd_public_key', 'vetkd_derive_key', 'bitcoin_get_balance', 'bitcoin_get_utxos', 'bitcoin_send_transaction',
    'bitcoin_get_current_fee_percentiles', 'bitcoin_get_block_headers', 'node_metrics_history', 'subnet_metrics', 'subnet_info', 'rename_canister', 'no_such',
  ];
  it.each(CANISTERS_ONLY)('cannot call %s', async (method) => {
    const test = await createTestReplica();
    expect(await test.update(new Uint8Array(), method)).toEqual({ code: 4, errorCode: 'IC0406', message: `Only canisters can call ic00 method ${method}` });
  });

  it('can query only what is a query', async () => {
    const test = await createTestReplica();
    const query = (method: string) => test.query(new Uint8Array(), method);
    expect(await query('start_canister')).toEqual({ code: 5, errorCode: 'IC0536', message: 'Query method start_canister not found.' });
    expect(await query('list_canisters')).toEqual({ code: 4, errorCode: 'IC0406', message: 'The caller is not authorized to call this method.' });
    expect(await query('canister_status')).toMatchObject({ errorCode: 'IC0408', message: expect.stringMatching(/^Error decoding candid: /) as string });
  });
});
