/** Who sent a request, until when it is valid, and for which canisters. Interface Specification: "Authentication". */
import { Principal } from '@dfinity/principal';
import { concat, equalBytes, toHex } from '../../primitives/bytes.ts';
import { domainSeparator } from '../certification/hash-tree.ts';
import type { CallContent, Delegation, Envelope, ReadStateContent } from './envelope.ts';
import { Refusal } from './exchange.ts';
import { MAX_DELEGATION_TARGETS, MAX_DELEGATIONS, MAX_EXPIRY_AHEAD } from './limits.ts';
import { signatureProblem } from './signatures.ts';
import { timeText } from './time-text.ts';

/** Which canisters a sender's delegations allow; any where none names targets. */
export type AllowedTarget = (canisterId: Uint8Array) => boolean;

const REQUEST_DOMAIN = domainSeparator('ic-request');
const DELEGATION_DOMAIN = domainSeparator('ic-request-auth-delegation');
const ANONYMOUS = Uint8Array.of(4);

const bad = (text: string): Refusal => new Refusal(400, text);
const principalText = (id: Uint8Array): string => Principal.fromUint8Array(id).toText();

/** Checks expiry and signatures at the time `now` (nanoseconds). */
export function authenticate(envelope: Envelope<CallContent | ReadStateContent>, now: bigint): AllowedTarget | Refusal {
  const { content } = envelope;
  const isAnonymous = equalBytes(content.sender, ANONYMOUS);
  const mayExpire = !isAnonymous || content.type === 'call';
  const refusal =
    (mayExpire ? checkExpiry(content.ingressExpiry, now) : undefined) ??
    (isAnonymous ? checkUnsigned(envelope) : checkSignatures(envelope, now));
  if (refusal !== undefined) return refusal;
  const isAllowed = allowedTargets(envelope.senderDelegation ?? []);
  if (content.type !== 'read_state' && !isAllowed(content.canisterId)) {
    return bad(`Canister ${principalText(content.canisterId)} is not one of the delegation targets.`);
  }
  return isAllowed;
}

function checkExpiry(expiry: bigint, now: bigint): Refusal | undefined {
  const latest = now + MAX_EXPIRY_AHEAD;
  if (expiry >= now && expiry <= latest) return undefined;
  return bad(
    'Invalid request expiry: Specified ingress_expiry not within expected range: ' +
      `Minimum allowed expiry: ${timeText(now)}, Maximum allowed expiry: ${timeText(latest)}, Provided expiry:        ${timeText(expiry)}`,
  );
}

function checkUnsigned({ senderPubkey, senderSig, senderDelegation }: Envelope<unknown>): Refusal | undefined {
  const isSigned = [senderPubkey, senderSig, senderDelegation].some((field) => field !== undefined);
  return isSigned ? bad('Signature is not allowed for the anonymous user.') : undefined;
}

function checkSignatures(envelope: Envelope<CallContent | ReadStateContent>, now: bigint): Refusal | undefined {
  const { content, requestId, senderPubkey, senderSig, senderDelegation = [] } = envelope;
  if (senderPubkey === undefined || senderSig === undefined) return bad(`Missing signature from user: ${principalText(content.sender)}`);
  if (!equalBytes(Principal.selfAuthenticating(senderPubkey).toUint8Array(), content.sender)) {
    return bad(`The user id '${principalText(content.sender)}' does not match the public key '${toHex(senderPubkey)}'`);
  }
  const refusal = checkDelegations(senderDelegation, senderPubkey, content.type, now);
  if (refusal !== undefined) return refusal;
  const signer = senderDelegation.at(-1)?.pubkey ?? senderPubkey;
  const problem = signatureProblem(signer, concat([REQUEST_DOMAIN, requestId]), senderSig);
  return problem === undefined ? undefined : bad(`Invalid signature: Invalid basic signature: ${problem}`);
}

/** Each delegation is signed by the key before it; no key may come twice. */
function checkDelegations(chain: readonly Delegation[], root: Uint8Array, type: string, now: bigint): Refusal | undefined {
  if (chain.length > MAX_DELEGATIONS) {
    return bad(`Invalid delegation: Chain of delegations is too long: got ${chain.length} delegations, but at most ${MAX_DELEGATIONS} are allowed.`);
  }
  const seen = new Set([toHex(root)]);
  let signer = root;
  for (const delegation of chain) {
    const key = toHex(delegation.pubkey);
    if (seen.has(key)) return bad(`Invalid delegation: Chain of delegations contains at least one cycle: first repeating public key encountered ${key}`);
    seen.add(key);
    const refusal = checkDelegation(delegation, signer, type, now);
    if (refusal !== undefined) return refusal;
    signer = delegation.pubkey;
  }
  return undefined;
}

function checkDelegation(delegation: Delegation, signer: Uint8Array, type: string, now: bigint): Refusal | undefined {
  const { expiration, targets = [], permissions } = delegation;
  if (expiration < now) {
    return bad(`Invalid delegation expiry: Specified sender delegation has expired:\nProvided expiry:    ${timeText(expiration)}\nLocal replica time: ${timeText(now)}`);
  }
  if (targets.length > MAX_DELEGATION_TARGETS) {
    return bad(`Delegation target error: got ${targets.length} targets, but at most ${MAX_DELEGATION_TARGETS} are allowed.`);
  }
  if (permissions !== undefined && permissions !== 'all' && permissions !== 'queries') return bad(`Invalid delegation: unknown permissions '${permissions}'`);
  if (permissions === 'queries' && type === 'call') return bad('Invalid delegation: the delegation does not permit update calls.');
  const problem = signatureProblem(signer, concat([DELEGATION_DOMAIN, delegation.hash]), delegation.signature);
  return problem === undefined ? undefined : bad(`Invalid delegation: Invalid basic signature: ${problem}`);
}

/** A canister must be a target of every delegation that names targets. */
function allowedTargets(chain: readonly Delegation[]): AllowedTarget {
  const sets = chain.flatMap(({ targets }) => (targets === undefined ? [] : [new Set(targets.map(toHex))]));
  return (canisterId) => sets.every((set) => set.has(toHex(canisterId)));
}
