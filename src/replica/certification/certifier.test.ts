import { Certificate, LookupPathStatus } from '@dfinity/agent';
import { decode } from '@dfinity/cbor';
import { Principal } from '@dfinity/principal';
import { ed25519 } from '@noble/curves/ed25519';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../primitives/bytes.ts';
import type { CanisterFacts, IngressStatus } from '../machine.ts';
import { createCertifier } from './certifier.ts';
import { prune, type Path } from './hash-tree.ts';
import { lookup } from './lookup.ts';
import { certifiedDataTree, stateTree, subnetTrees, type CertifiedState } from './state-tree.ts';

const certifier = createCertifier(new Uint8Array(32).fill(7));
const ID = Principal.fromText('bkyz2-fmaaa-aaaaa-qaaaq-cai').toUint8Array();
const RID = new Uint8Array(32).fill(200);
const facts: CanisterFacts = {
  controllers: [Uint8Array.of(4)],
  moduleHash: undefined,
  certifiedData: utf8('certified'),
  metadata: new Map(['b', 'd', 'f'].map((name) => [name, { visibility: 'public', content: utf8(`content of ${name}`) }])),
};
const state = (canister?: CanisterFacts, status?: IngressStatus): CertifiedState => ({
  time: 1_767_225_600_000_000_000n,
  canister: () => canister,
  requestStatus: () => status && { sender: ID, canisterId: ID, status },
});
const path = (...labels: (string | Uint8Array)[]): Uint8Array[] => labels.map((label) => (typeof label === 'string' ? utf8(label) : label));

const verify = (certificate: Uint8Array): Promise<Certificate> =>
  Certificate.create({ certificate, rootKey: certifier.subnet.publicKey, canisterId: Principal.fromUint8Array(ID), disableTimeVerification: true });

const value = (certificate: Certificate, ...labels: (string | Uint8Array)[]): string => {
  const found = certificate.lookup_path(path(...labels));
  return found.status === LookupPathStatus.Found ? toHex(found.value) : found.status;
};

describe('certificates', () => {
  it('verify, and hold the status of any call', async () => {
    const reject = fc.record({ code: fc.constantFrom(1, 2, 3, 4, 5, 6), errorCode: fc.string(), message: fc.string() });
    const statuses = fc.oneof(
      fc.record({ kind: fc.constant('replied'), reply: fc.uint8Array() }),
      fc.record({ kind: fc.constant('rejected'), reject }),
      fc.record({ kind: fc.constantFrom('received', 'processing', 'done') }),
    ) as fc.Arbitrary<IngressStatus>;
    await fc.assert(
      fc.asyncProperty(statuses, fc.uint8Array({ minLength: 32, maxLength: 32 }), async (status, requestId) => {
        const certificate = await verify(certifier.certificate(state(undefined, status), [path('request_status', requestId)]));
        const at = (label: string): string => value(certificate, 'request_status', requestId, label);
        expect(at('status')).toBe(toHex(utf8(status.kind)));
        expect(at('reply')).toBe(status.kind === 'replied' ? toHex(status.reply) : 'Absent');
        expect(at('reject_code')).toBe(status.kind === 'rejected' ? toHex(Uint8Array.of(status.reject.code)) : 'Absent');
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    ['the lowest id', new Uint8Array(32)],
    ['the highest id', new Uint8Array(32).fill(255)],
    ['any id', RID],
  ])('prove a request absent: %s', async (_name, requestId) => {
    const certificate = await verify(certifier.certificate(state(), [path('request_status', requestId)]));
    expect(value(certificate, 'request_status', requestId, 'status')).toBe('Absent');
  });

  it('prove a canister, its code and its metadata absent', async () => {
    const paths: Path[] = [path('canister', ID, 'module_hash'), path('canister', ID, 'metadata', 'c'), path('canister', ID, 'metadata', 'd')];
    const empty = await verify(certifier.certificate(state(facts), paths));
    expect(value(empty, 'canister', ID, 'module_hash')).toBe('Absent');
    expect(value(empty, 'canister', ID, 'metadata', 'c')).toBe('Absent');
    expect(value(empty, 'canister', ID, 'metadata', 'd')).toBe(toHex(utf8('content of d')));
    expect(value(empty, 'canister', ID, 'metadata', 'f')).toBe('Unknown');
    const missing = await verify(certifier.certificate(state(), paths));
    expect(value(missing, 'canister', ID, 'module_hash')).toBe('Absent');
  });

  it('say nothing on what was not asked for', () => {
    const [other, asked] = [path('request_status', ID), path('request_status', RID)];
    const tree = prune(stateTree(state(), subnetTrees(certifier.subnet), { requestId: RID }), [asked]);
    expect(lookup(tree, asked).kind).toBe('absent');
    for (const overlooked of [other, path('canister', ID), path('subnet'), path('time')]) expect(lookup(tree, overlooked).kind).toBe('unknown');
    expect(lookup(tree, path('api_boundary_nodes')).kind).toBe('unknown');
  });

  it('do not verify under another root key', async () => {
    const certificate = certifier.certificate(state(), []);
    const rootKey = createCertifier(new Uint8Array(32)).subnet.publicKey;
    await expect(Certificate.create({ certificate, rootKey, canisterId: Principal.fromUint8Array(ID), disableTimeVerification: true })).rejects.toThrow();
  });

  it('have no delegation and a signature of 48 bytes', () => {
    const certificate: Record<string, Uint8Array> = decode(certifier.certificate(state(), []));
    expect(Object.keys(certificate)).toEqual(['tree', 'signature']);
    expect(certificate['signature']).toHaveLength(48);
  });
});

describe('data certificates', () => {
  const data = { canisterId: ID, certifiedData: utf8('root of a tree'), time: 5n };

  it('hold the certified data and the time, and say nothing else', async () => {
    const certificate = await verify(certifier.dataCertificate(data));
    expect(value(certificate, 'canister', ID, 'certified_data')).toBe(toHex(data.certifiedData));
    expect(value(certificate, 'time')).toBe('05');
    const tree = certifiedDataTree(ID, data.certifiedData, data.time);
    for (const other of [path('canister', ID, 'controllers'), path('canister', RID), path('subnet'), path('request_status', RID)]) {
      expect(lookup(tree, other).kind).toBe('unknown');
    }
  });

  it('are signed once for the same data and time', () => {
    const first = certifier.dataCertificate(data);
    expect(certifier.dataCertificate({ ...data })).toBe(first);
    expect(certifier.dataCertificate({ ...data, time: 6n })).not.toBe(first);
    expect(certifier.dataCertificate({ ...data, time: 6n, certifiedData: utf8('other') })).not.toEqual(certifier.dataCertificate({ ...data, time: 6n }));
  });
});

describe('the node', () => {
  it('signs with the key whose hash it is named by', () => {
    const { nodeId, nodePublicKey } = certifier.subnet;
    expect(Principal.selfAuthenticating(nodePublicKey).toUint8Array()).toEqual(nodeId);
    expect(nodePublicKey).toHaveLength(44);
    expect(ed25519.verify(certifier.signAsNode(utf8('message')), utf8('message'), nodePublicKey.slice(12))).toBe(true);
  });
});
