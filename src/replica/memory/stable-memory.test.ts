import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../state/store.ts';
import { ChunkMiss, StableMemory } from './stable-memory.ts';

const missed = (work: () => unknown): number => {
  try {
    work();
  } catch (error) {
    if (error instanceof ChunkMiss) return error.chunk;
    throw error;
  }
  return -1;
};

describe('stable memory', () => {
  it('reads zeros where nothing was written, at any distance', () => {
    const stable = new StableMemory(0, []);
    expect(stable.grow(8_000_000)).toBe(0);
    expect(stable.read(500_000_000_000, 4)).toEqual(new Uint8Array(4));
  });

  it('has no more than 500 GiB', () => {
    const stable = new StableMemory(0, []);
    expect(stable.grow(8_192_001)).toBe(-1);
    expect(stable.grow(8_192_000)).toBe(0);
  });

  it('undoes writes and growth', () => {
    const stable = new StableMemory(1, []);
    stable.write(CHUNK_BYTES - 2, Uint8Array.of(1, 2, 3, 4));
    stable.commit();
    stable.grow(1);
    stable.write(CHUNK_BYTES - 2, Uint8Array.of(9, 9, 9, 9));
    stable.rollback();
    expect(stable.pages).toBe(1);
    expect(stable.read(CHUNK_BYTES - 2, 4)).toEqual(Uint8Array.of(1, 2, 3, 4));
    expect(stable.takeDirtyChunks().sort()).toEqual([0, 1]);
  });

  it('asks for a chunk that is in the store only, for reading and for a write that covers a part of it', () => {
    const stable = new StableMemory(1, [2]);
    expect(missed(() => stable.read(2 * CHUNK_BYTES + 5, 1))).toBe(2);
    expect(missed(() => stable.write(2 * CHUNK_BYTES, Uint8Array.of(1)))).toBe(2);
    stable.supply([{ index: 2, bytes: new Uint8Array(CHUNK_BYTES).fill(5) }]);
    stable.write(2 * CHUNK_BYTES, Uint8Array.of(1));
    expect(stable.read(2 * CHUNK_BYTES, 2)).toEqual(Uint8Array.of(1, 5));
  });
});
