import { AnonymousIdentity, CanisterStatus, Certificate, HttpAgent, LookupPathStatus, polling, SignIdentity, type Identity, type Signature } from '@dfinity/agent';
import { DelegationChain, DelegationIdentity, ECDSAKeyIdentity, Ed25519KeyIdentity } from '@dfinity/identity';
import { Principal } from '@dfinity/principal';
import { secp256k1 } from '@noble/curves/secp256k1';
import { beforeEach, describe, expect, it } from 'vitest';
import { concat, fromHex, fromUtf8, utf8 } from '../../primitives/bytes.ts';
import { createHttpInterface, type HttpInterface } from './interface.ts';
import { FakeMachine } from './testing.ts';

const CANISTER = Principal.fromText('bkyz2-fmaaa-aaaaa-qaaaq-cai');
const OWNER = Ed25519KeyIdentity.generate(new Uint8Array(32).fill(1));

let machine: FakeMachine;
let http: HttpInterface;
let statuses: number[];

const fetchFrom =
  (target: HttpInterface): typeof fetch =>
  async (input, init = {}) => {
    const headers = Object.entries(init.headers as Record<string, string>);
    const response = await target.handle({ url: input as string, method: init.method ?? 'GET', headers, body: (init.body ?? new Uint8Array()) as Uint8Array });
    statuses.push(response.status);
    return new Response(response.body as Uint8Array<ArrayBuffer>, { ...response, headers: response.headers.map(([name, value]): [string, string] => [name, value]) });
  };

const agentFor = (identity: Identity = new AnonymousIdentity()): Promise<HttpAgent> =>
  HttpAgent.create({ fetch: fetchFrom(http), host: 'http://localhost', identity, shouldFetchRootKey: true, retryTimes: 0 });

const update = async (agent: HttpAgent, methodName: string, callSync = true): Promise<string> => {
  const { requestId, response } = await agent.call(CANISTER, { methodName, arg: utf8('argument'), callSync });
  const body = response.body as { certificate?: Uint8Array } | null;
  if (body?.certificate === undefined) {
    const { reply } = await polling.pollForResponse(agent, CANISTER, requestId);
    return fromUtf8(reply);
  }
  const certificate = await Certificate.create({ certificate: body.certificate, rootKey: http.rootKey, canisterId: CANISTER });
  const found = certificate.lookup_path(['request_status', requestId, 'reply']);
  return found.status === LookupPathStatus.Found ? fromUtf8(found.value) : found.status;
};

beforeEach(() => {
  machine = new FakeMachine(() => BigInt(Date.now()) * 1_000_000n);
  http = createHttpInterface(machine);
  statuses = [];
  machine.canisters.set(CANISTER.toHex().toLowerCase(), {
    controllers: [OWNER.getPrincipal().toUint8Array()],
    moduleHash: new Uint8Array(32).fill(9),
    certifiedData: new Uint8Array(0),
    metadata: new Map([
      ['candid:service', { visibility: 'public', content: utf8('service : {}') }],
      ['motoko:stable-types', { visibility: 'private', content: utf8('actor {};') }],
    ]),
  });
});

class Secp256k1Identity extends SignIdentity {
  readonly #secret = new Uint8Array(32).fill(3);

  getPublicKey(): { toDer: () => Uint8Array } {
    const prefix = fromHex('3056301006072a8648ce3d020106052b8104000a034200') as Uint8Array;
    return { toDer: () => concat([prefix, secp256k1.getPublicKey(this.#secret, false)]) };
  }

  override async sign(blob: Uint8Array): Promise<Signature> {
    return secp256k1.sign(blob, this.#secret, { prehash: true }).toBytes() as Signature;
  }
}

const delegated = async (targets?: Principal[]): Promise<Identity> => {
  const middle = Ed25519KeyIdentity.generate(new Uint8Array(32).fill(4));
  const session = await ECDSAKeyIdentity.generate();
  const soon = new Date(Date.now() + 3_600_000);
  const first = await DelegationChain.create(OWNER, middle.getPublicKey(), soon, targets && { targets });
  return DelegationIdentity.fromDelegation(session, await DelegationChain.create(middle, session.getPublicKey(), soon, { previous: first }));
};

describe('an unmodified agent', () => {
  it('fetches the root key and reads the status', async () => {
    const agent = await agentFor();
    expect(await agent.fetchRootKey()).toEqual(http.rootKey);
    expect(http.rootKey).toHaveLength(133);
    expect(await agent.status()).toMatchObject({ replica_health_status: 'healthy' });
  });

  it('verifies replies and rejects of queries', async () => {
    const agent = await agentFor();
    expect(await agent.query(CANISTER, { methodName: 'get', arg: utf8('') })).toMatchObject({ status: 'replied', reply: { arg: utf8('query:get') } });
    const rejected = await agent.query(CANISTER, { methodName: 'rejected', arg: utf8('') });
    expect(rejected).toMatchObject({ status: 'rejected', reject_code: 5, error_code: 'IC0536' });
  });

  it('gets the reply of an update call in one round trip', async () => {
    const agent = await agentFor();
    statuses = [];
    expect(await update(agent, 'set')).toBe('argument');
    expect(statuses).toEqual([200]);
    expect(machine.calls[0]).toMatchObject({ methodName: 'set', canisterId: CANISTER.toUint8Array() });
  });

  it('polls for the reply of an asynchronous call', async () => {
    const agent = await agentFor();
    expect(await update(agent, 'set', false)).toBe('argument');
    expect(statuses).toContain(202);
  });

  it('is told that an asynchronous call was refused', async () => {
    const agent = await agentFor();
    const { response } = await agent.call(CANISTER, { methodName: 'refused', arg: utf8(''), callSync: false });
    expect(response).toMatchObject({ status: 200, body: { reject_code: 4, error_code: 'IC0406' } });
  });

  it('is told that a synchronous call was refused or rejected', async () => {
    const agent = await agentFor();
    const refused = await agent.call(CANISTER, { methodName: 'refused', arg: utf8('') });
    expect(refused.response).toMatchObject({ status: 200, body: { reject_code: 4, reject_message: 'Canister rejected the message', error_code: 'IC0406' } });
    const { requestId } = await agent.call(CANISTER, { methodName: 'rejected', arg: utf8('') });
    await expect(polling.pollForResponse(agent, CANISTER, requestId)).rejects.toMatchObject({ cause: { code: { rejectCode: 5, rejectErrorCode: 'IC0503' } } });
  });

  it('reads controllers, module hash and metadata', async () => {
    const agent = await agentFor(OWNER);
    const paths: CanisterStatus.Path[] = ['controllers', 'module_hash', 'candid', { kind: 'metadata', key: 'stable', path: 'motoko:stable-types', decodeStrategy: 'utf-8' }];
    const facts = await CanisterStatus.request({ canisterId: CANISTER, agent, paths });
    expect(facts.get('controllers')).toEqual([OWNER.getPrincipal()]);
    expect(facts.get('module_hash')).toBe('09'.repeat(32));
    expect(facts.get('candid')).toBe('service : {}');
    expect(facts.get('stable')).toBe('actor {};');
  });

  it('cannot read private metadata of others', async () => {
    const agent = await agentFor();
    const path = [utf8('canister'), CANISTER.toUint8Array(), utf8('metadata'), utf8('motoko:stable-types')];
    await expect(agent.readState(CANISTER, { paths: [path] })).rejects.toThrow(/controllers/);
    expect(statuses.at(-1)).toBe(403);
  });

  it.each([
    ['Ed25519', async () => OWNER],
    ['ECDSA on P-256', () => ECDSAKeyIdentity.generate()],
    ['ECDSA on secp256k1', async () => new Secp256k1Identity()],
    ['a chain of delegations', () => delegated()],
    ['a chain of delegations that names the canister', () => delegated([CANISTER])],
  ] satisfies [string, () => Promise<Identity>][])('signs with %s', async (_scheme, create) => {
    const identity = await create();
    const agent = await agentFor(identity);
    expect(await update(agent, 'set', false)).toBe('argument');
    await agent.query(CANISTER, { methodName: 'get', arg: utf8('') });
    for (const { sender } of [...machine.calls, ...machine.queries]) expect(sender).toEqual(identity.getPrincipal().toUint8Array());
  });

  it('is refused a canister that its delegation does not name', async () => {
    const agent = await agentFor(await delegated([Principal.fromText('bd3sg-teaaa-aaaaa-qaaba-cai')]));
    await expect(update(agent, 'set')).rejects.toThrow(/not one of the delegation targets/);
    expect(machine.calls).toEqual([]);
  });

  it('is refused a wrong signature', async () => {
    class Forger extends Secp256k1Identity {
      override async sign(blob: Uint8Array): Promise<Signature> {
        return super.sign(concat([blob, utf8('!')]));
      }
    }
    await expect(update(await agentFor(new Forger()), 'set')).rejects.toThrow(/Invalid signature/);
    expect(machine.calls).toEqual([]);
  });

  it('adjusts to a clock an hour ahead', async () => {
    machine = new FakeMachine(() => BigInt(Date.now() + 3_600_000) * 1_000_000n);
    http = createHttpInterface(machine);
    const agent = await agentFor();
    const { requestId } = await agent.call(CANISTER, { methodName: 'set', arg: utf8('') });
    expect(machine.requestStatus(requestId)).toMatchObject({ status: { kind: 'replied' } });
  });
});
