import { AnonymousIdentity, type Identity } from '@dfinity/agent';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { sha256 } from '@noble/hashes/sha2';
import { utf8 } from '../../primitives/bytes.ts';

/** The identity that creates canisters, installs their code, and reads their state: the user's own. */
export const OWNER = 'Alice (you)';

export interface NamedIdentity {
  readonly name: string;
  readonly identity: Identity;
  readonly principal: string;
}

/** Keys come from public seeds, so that principals are the same on every machine and in every tutorial. They protect nothing. */
export function createIdentities(): readonly NamedIdentity[] {
  const named = (name: string, seed: string): NamedIdentity => {
    const identity = Ed25519KeyIdentity.generate(sha256(utf8(`canister-upgrade-playground/${seed}`)));
    return { name, identity, principal: identity.getPrincipal().toText() };
  };
  const anonymous = new AnonymousIdentity();
  return [
    named(OWNER, 'alice'),
    named('Bob', 'bob'),
    named('Carol', 'carol'),
    { name: 'Anonymous', identity: anonymous, principal: anonymous.getPrincipal().toText() },
  ];
}
