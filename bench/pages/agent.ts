import { Actor, type ActorMethod, type Agent, AnonymousIdentity, HttpAgent } from '@dfinity/agent';
import type { IDL } from '@dfinity/candid';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { bls12_381 } from '@noble/curves/bls12-381';
import { ed25519 } from '@noble/curves/ed25519';
import { createBlsKey } from '../../src/replica/certification/bls.ts';
import { median, timed } from '../tools/measurement.ts';

/** An unmodified agent on `window.icReplica`, and the cryptography that a call cannot do without. Milliseconds. */

export interface CallTimes {
  readonly update: number;
  readonly query: number;
}

interface Counter {
  readonly increment: ActorMethod<[], bigint>;
  readonly read: ActorMethod<[], [bigint, bigint]>;
}

const WARM_UPS = 4;
const RUNS = 21;

const counterInterface: IDL.InterfaceFactory = ({ IDL: idl }) =>
  idl.Service({ increment: idl.Func([], [idl.Nat], []), read: idl.Func([], [idl.Nat, idl.Nat], ['query']) });

/** Calls through an actor, each with its certificate or signature verified. */
export async function callCounter({ canisterId, signed }: { canisterId: string; signed: boolean }): Promise<CallTimes> {
  const identity = signed ? Ed25519KeyIdentity.generate(new Uint8Array(32).fill(5)) : new AnonymousIdentity();
  const agent: Agent = await HttpAgent.create({ fetch: window.icReplica.fetch, host: location.origin, shouldFetchRootKey: true, identity });
  const counter = Actor.createActor<Counter>(counterInterface, { agent, canisterId });
  const update = median(await timed(WARM_UPS, RUNS, () => counter.increment()));
  const query = median(await timed(WARM_UPS, RUNS, () => counter.read()));
  return { update, query };
}

export interface SignatureTimes {
  readonly blsSign: number;
  readonly blsVerify: number;
  readonly ed25519Sign: number;
  readonly ed25519Verify: number;
}

/** The replica's way of signing and the agent's way of verifying. Messages differ, as those of calls do. */
export async function signatures(): Promise<SignatureTimes> {
  const key = createBlsKey(new Uint8Array(32).fill(1));
  const publicKey = key.publicKeyDer.subarray(-96);
  const secret = new Uint8Array(32).fill(2);
  const edPublicKey = ed25519.getPublicKey(secret);
  const message = new Uint8Array(45);
  const next = (): Uint8Array => {
    message[0] = ((message[0] ?? 0) + 1) % 256;
    return message;
  };
  let signature = key.sign(message);
  let edSignature = ed25519.sign(message, secret);
  const measure = async (action: () => unknown): Promise<number> => median(await timed(WARM_UPS, RUNS, action));
  return {
    blsSign: await measure(() => (signature = key.sign(next()))),
    blsVerify: await measure(() => mustHold(bls12_381.verifyShortSignature(signature, message, publicKey))),
    ed25519Sign: await measure(() => (edSignature = ed25519.sign(next(), secret))),
    ed25519Verify: await measure(() => mustHold(ed25519.verify(edSignature, message, edPublicKey))),
  };
}

function mustHold(valid: boolean): void {
  if (!valid) throw new Error('A signature does not verify.');
}
