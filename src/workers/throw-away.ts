import { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { utf8 } from '../primitives/bytes.ts';
import type { ThrowAway } from '../protocol/replica.ts';
import { createMemoryStore } from '../storage/memory.ts';
import type { Surroundings } from './replica-service.ts';

/** The surroundings of a world apart: nothing is read from disk or written to it, and nothing depends on when it runs. */
export function throwAwaySurroundings(surroundings: Surroundings, { clockNanos, firstCanister }: ThrowAway): Surroundings {
  return {
    ...surroundings,
    openStorage: async () => ({ storage: createMemoryStore(), memoryReason: undefined }),
    clock: () => clockNanos,
    random: (length) => SEED.slice(0, length),
    stillClock: true,
    firstCanister: canisterIndex(firstCanister),
  };
}

const SEED = sha256(utf8('throw-away'));

/** The number in a canister id of this subnet: its first eight bytes. */
const canisterIndex = (id: string): bigint => new DataView(Principal.fromText(id).toUint8Array().slice().buffer).getBigUint64(0);
