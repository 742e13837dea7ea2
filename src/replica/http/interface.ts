/** The HTTPS interface. Interface Specification: "HTTPS interface". */
import { Principal } from '@dfinity/principal';
import { concat, equalBytes, utf8 } from '../../primitives/bytes.ts';
import { createCertifier, type Certifier } from '../certification/certifier.ts';
import { domainSeparator } from '../certification/hash-tree.ts';
import type { Reject } from '../errors.ts';
import type { CallResult, IngressCall, IngressStatus, Machine, QueryResult } from '../machine.ts';
import { authenticate } from './authentication.ts';
import { checkEffectiveCanisterId } from './effective-canister-id.ts';
import { decodeEnvelope, type CallContent, type Envelope } from './envelope.ts';
import { accepted, okCbor, Refusal, refuse, type HttpRequest, type HttpResponse } from './exchange.ts';
import { hashOfMap } from './hash-of-map.ts';
import { MAX_BODY_BYTES, MAX_INGRESS_BYTES } from './limits.ts';
import { checkPaths, type Endpoint } from './read-state.ts';

export interface HttpInterface {
  /** Answers one request. What a client does wrong is a 4xx; rejects only where the machine does. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** DER-encoded public key of the subnet, 133 bytes. */
  readonly rootKey: Uint8Array;
}

export interface HttpInterfaceOptions {
  /** Ends the wait for a call's completion (the replica's own clock cannot): the call is then answered with 202. Default: no limit. */
  readonly waitLimit?: () => Promise<void>;
  /** Where the host has one for the same seed already. */
  readonly certifier?: Certifier;
}

interface Context {
  readonly machine: Machine;
  readonly certifier: Certifier;
  readonly waitLimit: () => Promise<void>;
}

type Handler = (context: Context, request: HttpRequest, endpoint: Endpoint) => Promise<HttpResponse | Refusal>;

const IMPLEMENTATION = 'canister-upgrade-playground';
const RESPONSE_DOMAIN = domainSeparator('ic-response');

const HANDLERS: Readonly<Record<string, Handler>> = {
  'v2/canister/call': asynchronousCall,
  'v3/canister/call': synchronousCall,
  'v4/canister/call': synchronousCall,
  'v2/canister/query': query,
  'v3/canister/query': query,
  'v2/canister/read_state': readState,
  'v3/canister/read_state': readState,
  'v2/subnet/read_state': readState,
  'v3/subnet/read_state': readState,
};

/** Answers requests from `machine`. Pure but for what the machine does: the same state gives the same bytes. */
export function createHttpInterface(machine: Machine, options: HttpInterfaceOptions = {}): HttpInterface {
  const certifier = options.certifier ?? createCertifier(machine.seed);
  const context: Context = { machine, certifier, waitLimit: options.waitLimit ?? (() => new Promise(() => undefined)) };
  return {
    rootKey: certifier.subnet.publicKey,
    async handle(request) {
      const answer = await route(context, request);
      return answer instanceof Refusal ? refuse(answer) : answer;
    },
  };
}

async function route(context: Context, request: HttpRequest): Promise<HttpResponse | Refusal> {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/api/v2/status') return request.method === 'GET' ? status(context) : wrongMethod();
  const [, version, kind, idText = '', action] = /^\/api\/(v\d)\/(canister|subnet)\/([^/]+)\/(\w+)$/.exec(pathname) ?? [];
  const handler = HANDLERS[`${version}/${kind}/${action}`];
  if (handler === undefined) return new Refusal(404, `Not found: ${pathname}`);
  if (request.method !== 'POST') return wrongMethod();
  const refusal = checkBody(request);
  if (refusal !== undefined) return refusal;
  const id = parsePrincipal(idText);
  if (id === undefined) return new Refusal(400, `Invalid URL: ${idText} is not the text of a principal.`);
  return handler(context, request, { kind: kind === 'subnet' ? 'subnet' : 'canister', id });
}

const wrongMethod = (): Refusal => new Refusal(405, 'Method Not Allowed');

function checkBody({ headers, body }: HttpRequest): Refusal | undefined {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/cbor') return new Refusal(400, 'Unexpected content-type, expected application/cbor.');
  return body.length > MAX_BODY_BYTES ? tooLarge(body.length, MAX_BODY_BYTES) : undefined;
}

const tooLarge = (bytes: number, limit: number): Refusal =>
  new Refusal(413, `Request is too large. Message byte size ${bytes} is larger than the max allowed ${limit}.`);

function parsePrincipal(text: string): Uint8Array | undefined {
  try {
    return Principal.fromText(text).toUint8Array();
  } catch {
    return undefined;
  }
}

const status = ({ certifier }: Context): HttpResponse =>
  okCbor({ root_key: certifier.subnet.publicKey, impl_version: IMPLEMENTATION, replica_health_status: 'healthy' });

/** Decodes and checks a call or query, up to the point where the machine takes it. */
function receive(context: Context, { body }: HttpRequest, { id }: Endpoint, type: CallContent['type']): IngressCall | Refusal {
  const envelope: Envelope<CallContent> | Refusal = decodeEnvelope(body, type);
  if (envelope instanceof Refusal) return envelope;
  const { content, requestId } = envelope;
  const refusal = checkEffectiveCanisterId(content, id);
  if (refusal !== undefined) return refusal;
  const allowed = authenticate(envelope, context.machine.time);
  if (allowed instanceof Refusal) return allowed;
  const { sender, canisterId, methodName, arg, ingressExpiry } = content;
  return { requestId, sender, canisterId, effectiveCanisterId: id, methodName, arg, ingressExpiry, messageBytes: body.length };
}

function receiveCall(context: Context, request: HttpRequest, endpoint: Endpoint): IngressCall | Refusal {
  if (request.body.length > MAX_INGRESS_BYTES) return tooLarge(request.body.length, MAX_INGRESS_BYTES);
  return receive(context, request, endpoint, 'call');
}

/** Answers once the status of the call is final. */
async function synchronousCall(context: Context, request: HttpRequest, endpoint: Endpoint): Promise<HttpResponse | Refusal> {
  const { machine, certifier, waitLimit } = context;
  const call = receiveCall(context, request, endpoint);
  if (call instanceof Refusal) return call;
  const result = await Promise.race([machine.call(call), waitLimit()]);
  if (result === undefined) return accepted();
  if ('refused' in result) return okCbor({ status: 'non_replicated_rejection', ...rejectFields(result.refused) });
  if (!isFinal(result.status)) return accepted();
  return okCbor({ status: 'replied', certificate: certifier.certificate(machine, [[utf8('request_status'), call.requestId]]) });
}

const isFinal = ({ kind }: IngressStatus): boolean => kind !== 'received' && kind !== 'processing';

/** Answers once the call has been taken or refused; it runs on by itself. */
async function asynchronousCall(context: Context, request: HttpRequest, endpoint: Endpoint): Promise<HttpResponse | Refusal> {
  const { machine, waitLimit } = context;
  const call = receiveCall(context, request, endpoint);
  if (call instanceof Refusal) return call;
  const result = await new Promise<CallResult | void>((resolve, reject) => {
    machine.call(call, resolve).then(resolve, reject);
    waitLimit().then(resolve, reject);
  });
  return result !== undefined && 'refused' in result ? okCbor(rejectFields(result.refused)) : accepted();
}

async function query(context: Context, request: HttpRequest, endpoint: Endpoint): Promise<HttpResponse | Refusal> {
  const call = receive(context, request, endpoint, 'query');
  if (call instanceof Refusal) return call;
  const answer = answerFields(await context.machine.query(call));
  return okCbor({ ...answer, signatures: [signAnswer(context, answer, call.requestId)] });
}

type AnswerFields = Readonly<Record<string, string | number | { readonly arg: Uint8Array }>>;

const answerFields = (result: QueryResult): AnswerFields =>
  result.kind === 'replied' ? { status: 'replied', reply: { arg: result.reply } } : { status: 'rejected', ...rejectFields(result.reject) };

const rejectFields = ({ code, message, errorCode }: Reject): Readonly<Record<string, string | number>> => ({
  reject_code: code,
  reject_message: message,
  error_code: errorCode,
});

function signAnswer({ machine, certifier }: Context, answer: AnswerFields, requestId: Uint8Array): Readonly<Record<string, unknown>> {
  const timestamp = machine.time;
  const hash = hashOfMap({ ...answer, timestamp, request_id: requestId });
  return { timestamp, signature: certifier.signAsNode(concat([RESPONSE_DOMAIN, hash])), identity: certifier.subnet.nodeId };
}

async function readState({ machine, certifier }: Context, { body }: HttpRequest, endpoint: Endpoint): Promise<HttpResponse | Refusal> {
  const envelope = decodeEnvelope(body, 'read_state');
  if (envelope instanceof Refusal) return envelope;
  const isAllowedTarget = authenticate(envelope, machine.time);
  if (isAllowedTarget instanceof Refusal) return isAllowedTarget;
  const { sender, paths } = envelope.content;
  if (endpoint.kind === 'subnet' && !equalBytes(endpoint.id, certifier.subnet.id)) return new Refusal(400, 'The effective subnet id in the URL is not the id of this subnet.');
  const refusal = checkPaths(paths, { endpoint, sender, isAllowedTarget }, machine);
  return refusal ?? okCbor({ certificate: certifier.certificate(machine, paths) });
}
