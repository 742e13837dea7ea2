import { lookupResultToBuffer, Certificate, HttpAgent, NodeType, type HashTree } from '@dfinity/agent';
import { decode, encodeWithSelfDescribedTag } from '@dfinity/cbor';
import { IDL } from '@dfinity/candid';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { Principal } from '@dfinity/principal';
import { beforeEach, describe, expect, it } from 'vitest';
import { concat, fromUtf8, toHex, utf8 } from '../../primitives/bytes.ts';
import { createCertifier } from '../certification/certifier.ts';
import { hashOfMap, type HashableMap } from './hash-of-map.ts';
import { createHttpInterface, type HttpInterface } from './interface.ts';
import { FakeMachine } from './testing.ts';

const NOW = 1_767_225_600_000_000_000n;
const MINUTE = 60_000_000_000n;
const CANISTER = Principal.fromText('bkyz2-fmaaa-aaaaa-qaaaq-cai');
const ID = CANISTER.toUint8Array();
const OTHER = Principal.fromText('bd3sg-teaaa-aaaaa-qaaba-cai');
const SUBNET_KEYS = ['canister_ranges', 'node', 'public_key', 'type'];

const certifier = createCertifier(new FakeMachine(() => NOW).seed);
let machine: FakeMachine;
let http: HttpInterface;

beforeEach(() => {
  machine = new FakeMachine(() => NOW);
  http = createHttpInterface(machine, { certifier });
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly map: Readonly<Record<string, unknown>>;
}

async function post(path: string, body: Uint8Array, contentType = 'application/cbor', method = 'POST'): Promise<Answer> {
  const response = await http.handle({ url: `http://localhost${path}`, method, headers: [['Content-Type', contentType]], body });
  return {
    status: response.status,
    text: fromUtf8(response.body),
    map: response.headers.some(([, value]) => value === 'application/cbor') ? decode(response.body) : {},
  };
}

const callContent = (over: HashableMap = {}): HashableMap => ({
  request_type: 'call',
  sender: Uint8Array.of(4),
  canister_id: ID,
  method_name: 'set',
  arg: utf8('argument'),
  ingress_expiry: NOW + 4n * MINUTE,
  ...over,
});
const readContent = (...paths: Uint8Array[][]): HashableMap => ({ request_type: 'read_state', sender: Uint8Array.of(4), paths, ingress_expiry: NOW });
const envelope = (content: unknown, over = {}): Uint8Array => encodeWithSelfDescribedTag({ content, ...over });
const call = (over: HashableMap = {}, path = `/api/v3/canister/${CANISTER.toText()}/call`): Promise<Answer> => post(path, envelope(callContent(over)));
const read = (kind: 'canister' | 'subnet', id: Principal, ...paths: Uint8Array[][]): Promise<Answer> =>
  post(`/api/v3/${kind}/${id.toText()}/read_state`, envelope(readContent(...paths)));
const path = (...labels: (string | Uint8Array)[]): Uint8Array[] => labels.map((label) => (typeof label === 'string' ? utf8(label) : label));

/** The certificate as a client verifies it. */
async function verified({ map }: Answer): Promise<Certificate> {
  const agent = HttpAgent.createSync({ fetch: globalThis.fetch, host: 'http://localhost' });
  return Certificate.create({ certificate: map['certificate'] as Uint8Array, rootKey: http.rootKey, canisterId: CANISTER, disableTimeVerification: true, agent });
}

describe('endpoints', () => {
  it.each([
    ['an unknown path', '/api/v2/nothing', 404, /Not found/],
    ['a version that never was', `/api/v1/canister/${CANISTER.toText()}/call`, 404, /Not found/],
    ['an id that is no principal', '/api/v2/canister/xyz/call', 400, /Invalid URL/],
  ])('refuse %s', async (_name, url, status, text) => {
    expect(await post(url, envelope(callContent()))).toMatchObject({ status, text: expect.stringMatching(text) as string });
  });

  it('refuse other methods, content types and sizes', async () => {
    const url = `/api/v2/canister/${CANISTER.toText()}/call`;
    expect((await post(url, new Uint8Array(), 'application/cbor', 'GET')).status).toBe(405);
    expect((await post('/api/v2/status', new Uint8Array())).status).toBe(405);
    expect((await post(url, envelope(callContent()), 'text/plain')).status).toBe(400);
    expect((await post(url, new Uint8Array(5 * 2 ** 20 + 1))).status).toBe(413);
    expect((await call({ arg: new Uint8Array(2 * 2 ** 20) })).status).toBe(413);
  });

  it.each([
    ['bytes that are no CBOR', Uint8Array.of(0xff, 0x00), /^Could not parse body as call message: /],
    ['nothing', new Uint8Array(), /^Could not parse body as call message: /],
    ['a CBOR list', encodeWithSelfDescribedTag([1]), /not a map/],
    ['no content', envelope(undefined), /^Malformed request: missing field `content`/],
    ['a missing field', envelope(callContent({ arg: undefined })), /missing field `arg`/],
    ['a field of another kind', envelope(callContent({ method_name: utf8('set') })), /field `method_name` is not a valid text/],
    ['a principal of 30 bytes', envelope(callContent({ sender: new Uint8Array(30) })), /not a valid principal/],
    ['a negative expiry', envelope(callContent({ ingress_expiry: -1 })), /not a valid nat64/],
    ['a request of another type', envelope(callContent({ request_type: 'query' })), /expected the request_type call/],
    ['a nonce of 33 bytes', envelope(callContent({ nonce: new Uint8Array(33) })), /Nonce is too big/],
    ['a delegation without a key', envelope(callContent(), { sender_delegation: [{ delegation: {}, signature: ID }] }), /missing field `pubkey`/],
    ['a signature of the anonymous user', envelope(callContent(), { sender_sig: ID }), /^Signature is not allowed for the anonymous user\./],
    ['no signature', envelope(callContent({ sender: new Uint8Array(29) })), /^Missing signature from user: /],
    ['a key of someone else', envelope(callContent({ sender: new Uint8Array(29) }), { sender_pubkey: ID, sender_sig: ID }), /does not match the public key/],
  ])('refuse %s with 400', async (_name, body, text) => {
    const answer = await post(`/api/v3/canister/${CANISTER.toText()}/call`, body);
    expect(answer).toMatchObject({ status: 400, text: expect.stringMatching(text) as string });
    expect(machine.calls).toEqual([]);
  });

  it('serve version 4 calls and version 3 queries, and null for what is left out', async () => {
    expect((await call({}, `/api/v4/canister/${CANISTER.toText()}/call`)).map).toMatchObject({ status: 'replied' });
    const body = envelope({ ...callContent({ request_type: 'query' }), nonce: undefined }, { sender_pubkey: null });
    expect((await post(`/api/v3/canister/${CANISTER.toText()}/query`, body)).map).toMatchObject({ status: 'replied', reply: { arg: utf8('query:set') } });
  });
});

describe('ingress expiry', () => {
  it.each([
    ['in the past', NOW - 1n, 400],
    ['now', NOW, 200],
    ['five and a half minutes ahead', NOW + 330_000_000_000n, 200],
    ['further ahead', NOW + 330_000_000_001n, 400],
  ])('%s', async (_name, ingress_expiry, status) => {
    const answer = await call({ ingress_expiry });
    expect(answer.status).toBe(status);
    if (status === 400) {
      expect(answer.text).toContain(
        'Invalid request expiry: Specified ingress_expiry not within expected range: Minimum allowed expiry: 2026-01-01 00:00:00.000000000 UTC, Maximum allowed expiry: 2026-01-01 00:05:30.000000000 UTC, Provided expiry:        ',
      );
    }
  });

  it('does not bind anonymous queries and reads', async () => {
    const query = envelope(callContent({ request_type: 'query', ingress_expiry: 0n }));
    expect((await post(`/api/v2/canister/${CANISTER.toText()}/query`, query)).status).toBe(200);
    expect((await read('canister', CANISTER, path('time'))).status).toBe(200);
  });
});

describe('delegations', () => {
  const root = Ed25519KeyIdentity.generate(new Uint8Array(32).fill(1));
  const session = Ed25519KeyIdentity.generate(new Uint8Array(32).fill(2));
  const rootKey = root.getPublicKey().toDer();
  const sessionKey = session.getPublicKey().toDer();

  async function signed(over: HashableMap, signer = root): Promise<Answer> {
    const delegation: HashableMap = { pubkey: sessionKey, expiration: NOW + MINUTE, ...over };
    const signature = await signer.sign(concat([Uint8Array.of(26), utf8('ic-request-auth-delegation'), hashOfMap(delegation)]));
    const content = callContent({ sender: root.getPrincipal().toUint8Array() });
    const sender_sig = await session.sign(concat([Uint8Array.of(10), utf8('ic-request'), hashOfMap(content)]));
    return post(`/api/v3/canister/${CANISTER.toText()}/call`, envelope(content, { sender_pubkey: rootKey, sender_sig, sender_delegation: [{ delegation, signature }] }));
  }

  it.each([
    ['are accepted', {}, 200, /./],
    ['that permit all are accepted', { permissions: 'all', targets: [ID] }, 200, /./],
    ['that have expired are refused', { expiration: NOW - 1n }, 400, /^Invalid delegation expiry: /],
    ['with another target are refused', { targets: [OTHER.toUint8Array()] }, 400, /is not one of the delegation targets/],
    ['with too many targets are refused', { targets: Array<Uint8Array>(1001).fill(ID) }, 400, /Delegation target error/],
    ['that permit queries are refused for calls', { permissions: 'queries' }, 400, /does not permit update calls/],
    ['to the key itself are refused', { pubkey: rootKey }, 400, /cycle/],
  ])('%s', async (_name, over: HashableMap, status, text) => {
    expect(await signed(over)).toMatchObject({ status, text: expect.stringMatching(text) as string });
  });

  it('signed by another key are refused', async () => {
    expect(await signed({}, session)).toMatchObject({ status: 400, text: expect.stringContaining('Invalid delegation: ') as string });
  });
});

describe('effective canister id', () => {
  const argument = (fields: Record<string, Principal>): Uint8Array =>
    IDL.encode([IDL.Record(Object.fromEntries(Object.keys(fields).map((name) => [name, IDL.Principal])))], [fields]);
  const manage = (method_name: string, arg: Uint8Array, url: Principal): Promise<Answer> =>
    call({ canister_id: new Uint8Array(0), method_name, arg }, `/api/v3/canister/${url.toText()}/call`);

  it('must be the canister called', async () => {
    expect(await call({ canister_id: OTHER.toUint8Array() })).toMatchObject({
      status: 400,
      text: `Specified CanisterId ${OTHER.toText()} does not match effective canister id in URL ${CANISTER.toText()}`,
    });
  });

  it.each([
    ['start_canister', { canister_id: CANISTER }, CANISTER, 200],
    ['start_canister', { canister_id: OTHER }, CANISTER, 400],
    ['install_chunked_code', { target_canister: CANISTER, store_canister: OTHER }, CANISTER, 200],
    ['install_chunked_code', { target_canister: OTHER, store_canister: CANISTER }, CANISTER, 400],
    ['provisional_create_canister_with_cycles', { canister_id: OTHER }, Principal.managementCanister(), 200],
  ] as [string, Record<string, Principal>, Principal, number][])('of %s is what its argument names: %o', async (method, fields, url, status) => {
    expect((await manage(method, argument(fields), url)).status).toBe(status);
  });

  it('is left to the management canister where the argument names none', async () => {
    expect((await manage('raw_rand', utf8('not candid'), CANISTER)).status).toBe(200);
    expect(machine.calls).toHaveLength(1);
  });
});

describe('calls that take long', () => {
  it('are answered with 202 at the limit, and can be read when they have ended', async () => {
    let release = (): void => undefined;
    machine.release = new Promise((resolve) => (release = resolve));
    http = createHttpInterface(machine, { certifier, waitLimit: () => Promise.resolve() });
    expect(await call({ method_name: 'slow' })).toMatchObject({ status: 202, text: '' });
    const id = machine.calls[0]?.requestId as Uint8Array;
    const status = async (): Promise<string> =>
      fromUtf8(lookupResultToBuffer((await verified(await read('canister', CANISTER, path('request_status', id)))).lookup_path(path('request_status', id, 'status'))) as Uint8Array);
    expect(await status()).toBe('processing');
    release();
    await machine.release;
    await Promise.resolve();
    expect(await status()).toBe('replied');
  });

  it('never hold back the answer to an asynchronous call', async () => {
    machine.release = new Promise(() => undefined);
    expect((await call({ method_name: 'slow' }, `/api/v2/canister/${CANISTER.toText()}/call`)).status).toBe(202);
  });
});

describe('read_state', () => {
  const unknown = new Uint8Array(32).fill(5);

  it.each([
    ['time', path('time'), 200],
    ['boundary nodes', path('api_boundary_nodes'), 200],
    ['the subnets', path('subnet'), 200],
    ['another subnet', path('subnet', ID), 200],
    ['subnet metrics', path('subnet', ID, 'metrics'), 404],
    ['canister ranges', path('canister_ranges', ID), 404],
    ['nothing', path(), 404],
    ['all canisters', path('canister'), 404],
    ['a whole canister', path('canister', ID), 404],
    ['certified data', path('canister', ID, 'certified_data'), 404],
    ['controllers', path('canister', ID, 'controllers'), 200],
    ['another canister', path('canister', OTHER.toUint8Array(), 'controllers'), 400],
    ['metadata', path('canister', ID, 'metadata', 'x'), 200],
    ['metadata with a name that is no text', path('canister', ID, 'metadata', Uint8Array.of(255)), 400],
    ['an unknown request', path('request_status', unknown), 200],
    ['a part of a status that there is not', path('request_status', unknown, 'nothing'), 404],
    ['a request id that is too short', path('request_status', ID), 400],
  ])('of %s', async (_name, asked, status) => {
    expect((await read('canister', CANISTER, asked)).status).toBe(status);
  });

  it('of two requests, too many or too deep paths', async () => {
    expect((await read('canister', CANISTER, path('request_status', unknown), path('request_status', new Uint8Array(32)))).status).toBe(400);
    expect((await read('canister', CANISTER, ...Array<Uint8Array[]>(1001).fill(path('time')))).text).toMatch(/Too many paths/);
    expect((await read('canister', CANISTER, Array<Uint8Array>(128).fill(ID))).text).toMatch(/too deep/);
  });

  it('of a request is for its sender, at its canister', async () => {
    const record = { sender: Uint8Array.of(4), canisterId: ID, status: { kind: 'replied', reply: ID } } as const;
    const own = path('request_status', unknown);
    machine.requests.set(toHex(unknown), record);
    expect((await read('canister', CANISTER, own)).status).toBe(200);
    expect((await read('canister', OTHER, own)).status).toBe(403);
    machine.requests.set(toHex(unknown), { ...record, sender: ID });
    expect((await read('canister', CANISTER, own)).status).toBe(403);
    machine.requests.set(toHex(unknown), { ...record, canisterId: new Uint8Array(0) });
    expect((await read('canister', OTHER, own)).status).toBe(200);
  });

  it('proves that a request is unknown', async () => {
    const certificate = await verified(await read('canister', CANISTER, path('request_status', unknown)));
    expect(certificate.lookup_path(path('request_status', unknown, 'status')).status).toBe('Absent');
    expect(lookupResultToBuffer(certificate.lookup_path(path('time')))).toBeDefined();
  });

  it('of a subnet reveals all of it', async () => {
    const subnetId = Principal.selfAuthenticating(http.rootKey);
    const certificate = await verified(await read('subnet', subnetId, path('subnet'), path('canister_ranges', subnetId.toUint8Array())));
    const found = certificate.lookup_subtree(path('subnet', subnetId.toUint8Array()));
    const labels: string[] = [];
    const walk = (tree: HashTree): void => {
      if (tree[0] === NodeType.Fork) tree.slice(1).forEach((child) => walk(child as HashTree));
      if (tree[0] === NodeType.Labeled) labels.push(fromUtf8(tree[1]));
    };
    walk((found as { value: HashTree }).value);
    expect(labels).toEqual(SUBNET_KEYS);
    expect(lookupResultToBuffer(certificate.lookup_path(path('subnet', subnetId.toUint8Array(), 'public_key')))).toEqual(http.rootKey);
    expect((await read('subnet', OTHER, path('time'))).status).toBe(400);
  });
});

describe('determinism', () => {
  it('gives the same bytes for the same state', async () => {
    const answers = await Promise.all([call(), call()]);
    expect(answers[0]).toEqual(answers[1]);
    expect(createHttpInterface(new FakeMachine(() => NOW)).rootKey).toEqual(http.rootKey);
  });
});
