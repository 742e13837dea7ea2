/** Decodes request bodies. Interface Specification: "Authentication", "Request: Call", "Request: Read state", "Request: Query call". */
import { decode } from '@dfinity/cbor';
import type { Path } from '../certification/hash-tree.ts';
import { Refusal } from './exchange.ts';
import { hashOfMap, type HashableMap } from './hash-of-map.ts';
import { MAX_NONCE_BYTES, MAX_PATH_LABELS, MAX_PATHS, MAX_PRINCIPAL_BYTES } from './limits.ts';

interface CommonContent {
  readonly sender: Uint8Array;
  /** Nanoseconds since 1970. */
  readonly ingressExpiry: bigint;
}

export interface CallContent extends CommonContent {
  readonly type: 'call' | 'query';
  readonly canisterId: Uint8Array;
  readonly methodName: string;
  readonly arg: Uint8Array;
}

export interface ReadStateContent extends CommonContent {
  readonly type: 'read_state';
  readonly paths: readonly Path[];
}

export type RequestType = (CallContent | ReadStateContent)['type'];

export interface Delegation {
  readonly pubkey: Uint8Array;
  readonly expiration: bigint;
  readonly targets: readonly Uint8Array[] | undefined;
  /** `queries`: not for update calls. */
  readonly permissions: string | undefined;
  /** Representation-independent hash, which is what is signed. */
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Envelope<Content> {
  readonly content: Content;
  /** 32 bytes. */
  readonly requestId: Uint8Array;
  readonly senderPubkey: Uint8Array | undefined;
  readonly senderSig: Uint8Array | undefined;
  readonly senderDelegation: readonly Delegation[] | undefined;
}

type FieldKind = 'map' | 'text' | 'blob' | 'principal' | 'nat64' | 'array' | 'blobs' | 'paths';
/** Field names with their kind; `?` at the end where the field may be left out. */
type Shape = Readonly<Record<string, FieldKind | `${FieldKind}?`>>;
type Fields = Readonly<Record<string, unknown>>;

const ENVELOPE: Shape = { content: 'map', sender_pubkey: 'blob?', sender_sig: 'blob?', sender_delegation: 'array?' };
const COMMON: Shape = { request_type: 'text', sender: 'principal', ingress_expiry: 'nat64', nonce: 'blob?' };
const CALL: Shape = { ...COMMON, canister_id: 'principal', method_name: 'text', arg: 'blob' };
const READ_STATE: Shape = { ...COMMON, paths: 'paths' };
const SIGNED_DELEGATION: Shape = { delegation: 'map', signature: 'blob' };
const DELEGATION: Shape = { pubkey: 'blob', expiration: 'nat64', targets: 'blobs?', permissions: 'text?' };

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
const isBlob = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const isBlobs = (value: unknown): boolean => Array.isArray(value) && value.every(isBlob);

const CHECKS: Readonly<Record<FieldKind, (value: unknown) => boolean>> = {
  map: isMap,
  text: (value) => typeof value === 'string',
  blob: isBlob,
  principal: (value) => isBlob(value) && value.length <= MAX_PRINCIPAL_BYTES,
  nat64: (value) => (typeof value === 'bigint' || Number.isSafeInteger(value)) && (value as bigint) >= 0,
  array: Array.isArray,
  blobs: isBlobs,
  paths: (value) => Array.isArray(value) && value.every(isBlobs),
};

/** Decodes the body of a request of the given type. Says nothing yet about who sent it. */
export function decodeEnvelope(body: Uint8Array, type: 'call' | 'query'): Envelope<CallContent> | Refusal;
export function decodeEnvelope(body: Uint8Array, type: 'read_state'): Envelope<ReadStateContent> | Refusal;
export function decodeEnvelope(body: Uint8Array, type: RequestType): Envelope<CallContent | ReadStateContent> | Refusal {
  const value = decodeCbor(body);
  if (value instanceof Refusal) return new Refusal(400, `Could not parse body as ${type.replace('_', ' ')} message: ${value.text}`);
  const problem = mismatch(value, ENVELOPE) ?? mismatch(value['content'], type === 'read_state' ? READ_STATE : CALL);
  if (problem !== undefined) return malformed(problem);
  const fields = value['content'] as Fields;
  if (fields['request_type'] !== type) return malformed(`expected the request_type ${type}`);
  if (fields['sender_info'] !== undefined) return malformed('sender_info is not supported');
  const senderDelegation = decodeDelegations(value['sender_delegation']);
  if (senderDelegation instanceof Refusal) return senderDelegation;
  const content = type === 'read_state' ? readStateContent(fields) : callContent(fields, type);
  if (content instanceof Refusal) return content;
  return {
    content,
    requestId: hashOfMap(fields as HashableMap),
    senderPubkey: (value['sender_pubkey'] ?? undefined) as Uint8Array | undefined,
    senderSig: (value['sender_sig'] ?? undefined) as Uint8Array | undefined,
    senderDelegation,
  };
}

const malformed = (text: string): Refusal => new Refusal(400, `Malformed request: ${text}`);

function decodeCbor(body: Uint8Array): Fields | Refusal {
  try {
    const value: unknown = decode(body);
    return isMap(value) ? value : new Refusal(400, 'not a map');
  } catch (error) {
    return new Refusal(400, (error as Error).message);
  }
}

/** The first field that is missing or of another kind. */
function mismatch(value: unknown, shape: Shape): string | undefined {
  if (!isMap(value)) return 'not a map';
  for (const [name, kind] of Object.entries(shape)) {
    const field = value[name];
    if (field === undefined || field === null) {
      if (!kind.endsWith('?')) return `missing field \`${name}\``;
    } else if (!CHECKS[kind.replace('?', '') as FieldKind](field)) return `field \`${name}\` is not a valid ${kind.replace('?', '')}`;
  }
  return undefined;
}

function commonContent(fields: Fields): CommonContent | Refusal {
  const nonceBytes = (fields['nonce'] as Uint8Array | undefined)?.length ?? 0;
  if (nonceBytes > MAX_NONCE_BYTES) return new Refusal(400, `Nonce is too big: got ${nonceBytes} bytes, but at most ${MAX_NONCE_BYTES} are allowed.`);
  return { sender: fields['sender'] as Uint8Array, ingressExpiry: BigInt(fields['ingress_expiry'] as bigint) };
}

function callContent(fields: Fields, type: 'call' | 'query'): CallContent | Refusal {
  const common = commonContent(fields);
  if (common instanceof Refusal) return common;
  return {
    ...common,
    type,
    canisterId: fields['canister_id'] as Uint8Array,
    methodName: fields['method_name'] as string,
    arg: fields['arg'] as Uint8Array,
  };
}

function readStateContent(fields: Fields): ReadStateContent | Refusal {
  const common = commonContent(fields);
  if (common instanceof Refusal) return common;
  const paths = fields['paths'] as readonly Path[];
  if (paths.length > MAX_PATHS) return new Refusal(400, `Too many paths in read state request: got ${paths.length} paths, but at most ${MAX_PATHS} are allowed.`);
  const tooDeep = paths.find((path) => path.length > MAX_PATH_LABELS);
  if (tooDeep !== undefined) return new Refusal(400, `At least one path in read state request is too deep: got ${tooDeep.length} labels, but at most ${MAX_PATH_LABELS} are allowed.`);
  return { ...common, type: 'read_state', paths };
}

function decodeDelegations(value: unknown): Delegation[] | Refusal | undefined {
  if (value === undefined || value === null) return undefined;
  const delegations: Delegation[] = [];
  for (const signed of value as readonly unknown[]) {
    const problem = mismatch(signed, SIGNED_DELEGATION) ?? mismatch((signed as Fields)['delegation'], DELEGATION);
    if (problem !== undefined) return malformed(`sender_delegation: ${problem}`);
    delegations.push(delegationOf(signed as Fields));
  }
  return delegations;
}

function delegationOf(signed: Fields): Delegation {
  const fields = signed['delegation'] as Fields;
  return {
    pubkey: fields['pubkey'] as Uint8Array,
    expiration: BigInt(fields['expiration'] as bigint),
    targets: (fields['targets'] ?? undefined) as readonly Uint8Array[] | undefined,
    permissions: (fields['permissions'] ?? undefined) as string | undefined,
    hash: hashOfMap(fields as HashableMap),
    signature: signed['signature'] as Uint8Array,
  };
}
