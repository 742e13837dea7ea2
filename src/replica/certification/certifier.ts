/**
 * Signs the state of the replica as its subnet, and answers of queries as its only node.
 * Interface Specification: "Certification", "Request: Query call".
 */
import { encodeWithSelfDescribedTag } from '@dfinity/cbor';
import { Principal } from '@dfinity/principal';
import { ed25519 } from '@noble/curves/ed25519';
import { sha256 } from '@noble/hashes/sha2';
import { concat, equalBytes, fromHex, toHex, utf8 } from '../../primitives/bytes.ts';
import { createBlsKey } from './bls.ts';
import { domainSeparator, prune, toValue, type HashTree, type Path } from './hash-tree.ts';
import { certifiedDataTree, stateTree, subnetTrees, type CertifiedState, type Scope, type Subnet } from './state-tree.ts';

/** What a data certificate speaks of. */
export interface CertifiedData {
  readonly canisterId: Uint8Array;
  /** At most 32 bytes. */
  readonly certifiedData: Uint8Array;
  /** Nanoseconds since 1970. */
  readonly time: bigint;
}

export interface Certifier {
  /** Its public key is the root key. */
  readonly subnet: Subnet;
  /** A certificate (CBOR) that reveals `/time` and `paths`. At most one canister and one request may occur in `paths`. */
  certificate(state: CertifiedState, paths: readonly Path[]): Uint8Array;
  /** What `ic0.data_certificate_copy` hands to a query. Asked again for the same, it costs nothing. */
  dataCertificate(data: CertifiedData): Uint8Array;
  /** Ed25519, 64 bytes, with the key at `/subnet/SID/node/NID/public_key`. */
  signAsNode(message: Uint8Array): Uint8Array;
}

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410) up to its 32 bytes. */
const ED25519_DER_PREFIX = fromHex('302a300506032b6570032100') as Uint8Array;
const STATE_ROOT_DOMAIN = domainSeparator('ic-state-root');
const TIME: Path = [utf8('time')];

/** All keys are derived from `seed`, 32 secret bytes: the same replica always has the same root key. */
export function createCertifier(seed: Uint8Array): Certifier {
  const rootKey = createBlsKey(concat([domainSeparator('root-key'), seed]));
  const nodeSecret = sha256(concat([domainSeparator('node-key'), seed]));
  const subnet = describeSubnet(rootKey.publicKeyDer, ed25519.getPublicKey(nodeSecret));
  const constant = subnetTrees(subnet);

  const certify = (tree: HashTree): Uint8Array => {
    const signature = rootKey.sign(concat([STATE_ROOT_DOMAIN, tree.digest]));
    return encodeWithSelfDescribedTag({ tree: toValue(tree), signature });
  };
  return {
    subnet,
    certificate: (state, paths) => certify(prune(stateTree(state, constant, scopeOf(paths)), [TIME, ...paths])),
    dataCertificate: rememberLatest((data) => certify(certifiedDataTree(data.canisterId, data.certifiedData, data.time))),
    signAsNode: (message) => ed25519.sign(message, nodeSecret),
  };
}

function describeSubnet(publicKey: Uint8Array, nodeKey: Uint8Array): Subnet {
  const nodePublicKey = concat([ED25519_DER_PREFIX, nodeKey]);
  return {
    id: Principal.selfAuthenticating(publicKey).toUint8Array(),
    publicKey,
    nodeId: Principal.selfAuthenticating(nodePublicKey).toUint8Array(),
    nodePublicKey,
  };
}

function scopeOf(paths: readonly Path[]): Scope {
  const second = (head: string): Uint8Array | undefined => paths.find(([first]) => first !== undefined && equalBytes(first, utf8(head)))?.[1];
  return { canisterId: second('canister'), requestId: second('request_status') };
}

/** Keeps the latest certificate of each canister. */
function rememberLatest(certify: (data: CertifiedData) => Uint8Array): (data: CertifiedData) => Uint8Array {
  const latest = new Map<string, { readonly data: CertifiedData; readonly certificate: Uint8Array }>();
  return (data) => {
    const key = toHex(data.canisterId);
    const known = latest.get(key);
    if (known?.data.time === data.time && equalBytes(known.data.certifiedData, data.certifiedData)) return known.certificate;
    const certificate = certify(data);
    latest.set(key, { data: { ...data, certifiedData: data.certifiedData.slice() }, certificate });
    return certificate;
  };
}
