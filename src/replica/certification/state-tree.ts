/**
 * The system state tree. Interface Specification: "The system state tree".
 *
 * A tree is made for one request: the subnet, the time, and the one canister and the one request that may be read
 * with it are as the state has them. The other canisters and requests are stand-ins that only ever appear pruned, so a
 * certificate says nothing about them, and making it costs the same however many there are.
 */
import { encodeWithSelfDescribedTag } from '@dfinity/cbor';
import { sha256 } from '@noble/hashes/sha2';
import { concat, utf8 } from '../../primitives/bytes.ts';
import { encodeUnsigned } from '../../primitives/leb128.ts';
import type { CanisterFacts, IngressStatus, Machine } from '../machine.ts';
import { join, labeled, labeledMap, leaf, pruned, type HashTree, type LabeledTree } from './hash-tree.ts';

export type CertifiedState = Pick<Machine, 'time' | 'canister' | 'requestStatus'>;

/** What a certificate may speak of besides the time and the subnet. */
export interface Scope {
  readonly canisterId?: Uint8Array | undefined;
  readonly requestId?: Uint8Array | undefined;
}

export interface Subnet {
  readonly id: Uint8Array;
  /** DER, 133 bytes. */
  readonly publicKey: Uint8Array;
  readonly nodeId: Uint8Array;
  /** DER, 44 bytes. */
  readonly nodePublicKey: Uint8Array;
}

/** First and last canister id of the only subnet: all ids of ten bytes that end with 01 01. */
const FIRST_CANISTER = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1);
const LAST_CANISTER = Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 1, 1);

const text = (value: string): HashTree => leaf(utf8(value));
const natural = (value: bigint | number): HashTree => leaf(Uint8Array.from(encodeUnsigned(value)));
const standIn = (name: string): HashTree => pruned(sha256(utf8(name)));

export const timeTree = (nanoseconds: bigint): LabeledTree => labeled('time', natural(nanoseconds));

/** The parts that never change: `/canister_ranges` and `/subnet`. */
export function subnetTrees(subnet: Subnet): readonly LabeledTree[] {
  const ranges = leaf(encodeWithSelfDescribedTag([[FIRST_CANISTER, LAST_CANISTER]]));
  const node = labeled(subnet.nodeId, labeled('public_key', leaf(subnet.nodePublicKey)));
  const facts = labeledMap([
    labeled('canister_ranges', ranges),
    labeled('node', node),
    labeled('public_key', leaf(subnet.publicKey)),
    labeled('type', text('application')),
  ]);
  return [
    labeled('canister_ranges', labeled(subnet.id, labeled(FIRST_CANISTER, ranges))),
    labeled('subnet', labeled(subnet.id, facts)),
  ];
}

/** The whole tree for one request. `constant` is what {@link subnetTrees} returned. */
export function stateTree(state: CertifiedState, constant: readonly LabeledTree[], scope: Scope): HashTree {
  return labeledMap([
    labeled('canister', canistersTree(state, scope.canisterId)),
    labeled('request_status', requestsTree(state, scope.requestId)),
    timeTree(state.time),
    ...constant,
  ]);
}

/** A tree that speaks of the certified data of one canister only. */
export function certifiedDataTree(canisterId: Uint8Array, certifiedData: Uint8Array, nanoseconds: bigint): HashTree {
  const data = join([labeled('certified_data', leaf(certifiedData)), standIn('canister')]);
  return join([labeled('canister', amongOthers(canisterId, data)), join([standIn('state'), timeTree(nanoseconds)])]);
}

function canistersTree(state: CertifiedState, id: Uint8Array | undefined): HashTree {
  if (id === undefined) return standIn('canisters');
  const facts = state.canister(id);
  return facts === undefined ? gapAt(id) : amongOthers(id, canisterTree(facts));
}

function canisterTree(facts: CanisterFacts): HashTree {
  const metadata = [...facts.metadata].map(([name, section]) => labeled(name, leaf(section.content)));
  const entries = [
    labeled('certified_data', leaf(facts.certifiedData)),
    labeled('controllers', leaf(encodeWithSelfDescribedTag([...facts.controllers]))),
  ];
  if (metadata.length > 0) entries.push(labeled('metadata', labeledMap(metadata)));
  if (facts.moduleHash !== undefined) entries.push(labeled('module_hash', leaf(facts.moduleHash)));
  return labeledMap(entries);
}

function requestsTree(state: CertifiedState, id: Uint8Array | undefined): HashTree {
  if (id === undefined) return standIn('requests');
  const request = state.requestStatus(id);
  return request === undefined ? gapAt(id) : amongOthers(id, statusTree(request.status));
}

function statusTree(status: IngressStatus): HashTree {
  const entries = [labeled('status', text(status.kind))];
  if (status.kind === 'replied') entries.push(labeled('reply', leaf(status.reply)));
  if (status.kind === 'rejected') {
    const { code, message, errorCode } = status.reject;
    entries.push(
      labeled('reject_code', natural(code)),
      labeled('reject_message', text(message)),
      labeled('error_code', text(errorCode)),
    );
  }
  return labeledMap(entries);
}

const amongOthers = (id: Uint8Array, child: HashTree): HashTree => join([standIn('before'), labeled(id, child), standIn('after')]);

/**
 * Proves that `id` is absent and nothing else: its two nearest labels of equal length, which no canister and no request
 * has (the first would end otherwise, the second is a hash nobody knows a preimage of), stand beside it.
 */
function gapAt(id: Uint8Array): HashTree {
  const [below, above] = [step(id, -1), step(id, 1)];
  const smaller = below === undefined ? [] : [standIn('before'), labeled(below, standIn('neighbour'))];
  const greater = above === undefined ? [] : [labeled(above, standIn('neighbour')), standIn('after')];
  return join([...smaller, ...greater]);
}

/** `id` as a big-endian number, plus or minus one; `undefined` where that has no room. */
function step(id: Uint8Array, by: 1 | -1): Uint8Array | undefined {
  const overflowing = by === 1 ? 255 : 0;
  const at = id.findLastIndex((byte) => byte !== overflowing);
  if (at < 0) return undefined;
  const changed = (id[at] as number) + by;
  return concat([id.slice(0, at), Uint8Array.of(changed), new Uint8Array(id.length - at - 1).fill(255 - overflowing)]);
}
