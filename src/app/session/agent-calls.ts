import { t } from '@lingui/core/macro';
import {
  AgentError,
  Certificate,
  CertificateTimeErrorCode,
  CertifiedRejectErrorCode,
  HttpAgent,
  IngressExpiryInvalidErrorCode,
  isV2ResponseBody,
  isV3ResponseBody,
  lookupResultToBuffer,
  pollForResponse,
  QueryResponseStatus,
  type ApiQueryResponse,
  type CreateCertificateOptions,
  type SubmitResponse,
} from '@dfinity/agent';
import { Principal } from '@dfinity/principal';
import { fromUtf8, toHex, utf8 } from '../../primitives/bytes.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Answer, CanisterCalls, CanisterRequest } from './canister-calls.ts';
import type { NamedIdentity } from './identities.ts';
import { MANAGEMENT_CANISTER } from './management.ts';

export interface AgentCallsOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly host: string;
  /** DER-encoded public key of the subnet. */
  readonly rootKey: Uint8Array;
  readonly identities: readonly NamedIdentity[];
  /** BLS verification of certificates; the agent's own where absent. */
  readonly blsVerify?: NonNullable<CreateCertificateOptions['blsVerify']>;
}

/** Milliseconds between two looks at a call that is still under way. */
const POLL_INTERVAL = 250;

/**
 * An agent for each identity, on the replica in this page. Every answer is verified: certificates of updates, signatures of queries.
 * The replica's clock can run ahead of this machine's, and the agent learns of it when a check fails or {@link CanisterCalls.clockMoved}.
 */
export function createAgentCalls(options: AgentCallsOptions): CanisterCalls {
  const agents = new Map<string, { readonly agent: HttpAgent; stale: boolean }>();
  let moved = false;

  const agentOf = async (caller: string, canisterId: string): Promise<HttpAgent> => {
    const entry = agents.get(caller) ?? { agent: createAgent(options, caller), stale: moved };
    agents.set(caller, entry);
    if (entry.stale) await syncTime(entry.agent, canisterId);
    entry.stale = false;
    return entry.agent;
  };

  return {
    update: async (caller, request) => {
      const target = request.effectiveCanisterId ?? request.canisterId;
      const agent = await agentOf(caller, target);
      const { method: methodName, arg, canisterId } = request;
      const submit = () => agent.call(canisterId, { methodName, arg, effectiveCanisterId: target });
      const submitted = await afterSync(agent, target, submit, isExpiryRefused);
      return updateAnswer(agent, options, target, submitted);
    },
    query: async (caller, request) => {
      const agent = await agentOf(caller, request.canisterId);
      const response = await afterSync(agent, request.canisterId, () => queryOnce(agent, request), isTimeProblem);
      return queryAnswer(response);
    },
    clockMoved: () => {
      moved = true;
      for (const entry of agents.values()) entry.stale = true;
    },
  };
}

function createAgent({ fetch, host, rootKey, identities }: AgentCallsOptions, caller: string): HttpAgent {
  const identity = identities.find(({ name }) => name === caller)?.identity;
  if (!identity) throw new PlaygroundError('unknown-identity', t`There is no identity ${caller}.`, t`Choose another caller.`);
  return HttpAgent.createSync({ fetch, host, rootKey, identity, retryTimes: 0 });
}

/** Certificates without delegation are not bound to a canister, so any id in the subnet's ranges serves. */
const syncTime = (agent: HttpAgent, canisterId: string): Promise<void> =>
  agent.syncTime(canisterId === MANAGEMENT_CANISTER ? undefined : Principal.fromText(canisterId));

/** Does `act`; where the clocks were the problem, once more after setting the agent's. */
async function afterSync<T>(agent: HttpAgent, target: string, act: () => Promise<T>, clocks: (error: unknown) => boolean): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!clocks(error)) throw error;
    await syncTime(agent, target);
    return act();
  }
}

const isExpiryRefused = (error: unknown): boolean =>
  error instanceof AgentError && (error.hasCode(IngressExpiryInvalidErrorCode) || error.message.includes('Invalid request expiry'));

/** A certificate out of the accepted window; after a first sync the agent calls one of the future an unexpected error. */
const isTimeProblem = (error: unknown): boolean =>
  isExpiryRefused(error) ||
  (error instanceof AgentError && (error.hasCode(CertificateTimeErrorCode) || error.message.includes('certificate is still too far in the future')));

const queryOnce = (agent: HttpAgent, { canisterId, method, arg }: CanisterRequest): Promise<ApiQueryResponse> =>
  agent.query(canisterId, { methodName: method, arg });

function queryAnswer(response: ApiQueryResponse): Answer {
  const requestId = toHex(response.requestId);
  if (response.status === QueryResponseStatus.Replied) return { ok: true, requestId, reply: response.reply.arg };
  return { ok: false, requestId, errorCode: response.error_code, message: response.reject_message };
}

async function updateAnswer(agent: HttpAgent, options: AgentCallsOptions, target: string, submitted: SubmitResponse): Promise<Answer> {
  const { requestId, response } = submitted;
  const id = toHex(requestId);
  const { body } = response;
  if (isV3ResponseBody(body)) {
    const create = () => Certificate.create({ ...certificateOptions(agent, options, target), certificate: body.certificate });
    return certifiedAnswer(await afterSync(agent, target, create, isTimeProblem), id, requestId);
  }
  if (isV2ResponseBody(body)) return { ok: false, requestId: id, errorCode: body.error_code, message: body.reject_message };
  return polledAnswer(agent, options, target, submitted);
}

function certificateOptions(agent: HttpAgent, { rootKey, blsVerify }: AgentCallsOptions, target: string) {
  return { rootKey, canisterId: Principal.fromText(target), agent, ...(blsVerify && { blsVerify }) };
}

function certifiedAnswer(certificate: Certificate, id: string, requestId: Uint8Array): Answer {
  const field = (name: string): Uint8Array | undefined =>
    lookupResultToBuffer(certificate.lookup_path([utf8('request_status'), requestId, utf8(name)]));
  const text = (name: string): string | undefined => {
    const bytes = field(name);
    return bytes && fromUtf8(bytes);
  };
  const status = text('status');
  const reply = field('reply');
  if (status === 'replied' && reply) return { ok: true, requestId: id, reply };
  if (status === 'rejected') return { ok: false, requestId: id, errorCode: text('error_code'), message: text('reject_message') ?? '' };
  throw new PlaygroundError('no-answer', status === undefined ? t`The certificate of the call says “nothing”.` : t`The certificate of the call says “${status}”.`, t`Call again.`);
}

async function polledAnswer(agent: HttpAgent, options: AgentCallsOptions, target: string, { requestId }: SubmitResponse): Promise<Answer> {
  const id = toHex(requestId);
  const strategy = () => new Promise<void>((resolve) => setTimeout(resolve, POLL_INTERVAL));
  const poll = () =>
    pollForResponse(agent, Principal.fromText(target), requestId, { strategy, ...(options.blsVerify && { blsVerify: options.blsVerify }) });
  try {
    const { reply } = await afterSync(agent, target, poll, isTimeProblem);
    return { ok: true, requestId: id, reply };
  } catch (error) {
    if (!(error instanceof AgentError) || !(error.code instanceof CertifiedRejectErrorCode)) throw error;
    const { rejectErrorCode, rejectMessage } = error.code;
    return { ok: false, requestId: id, errorCode: rejectErrorCode, message: rejectMessage };
  }
}
