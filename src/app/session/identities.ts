import { AnonymousIdentity, type Identity } from '@dfinity/agent';
import { Ed25519KeyIdentity } from '@dfinity/identity';
import { sha256 } from '@noble/hashes/sha2';
import { utf8 } from '../../primitives/bytes.ts';
import { CALLERS } from './callers.ts';

export interface NamedIdentity {
  readonly name: string;
  readonly identity: Identity;
}

/** The callers with their keys. */
export const createIdentities = (): readonly NamedIdentity[] =>
  CALLERS.map(({ name, seed }) => ({
    name,
    identity: seed === undefined ? new AnonymousIdentity() : Ed25519KeyIdentity.generate(sha256(utf8(`canister-upgrade-playground/${seed}`))),
  }));
