import { describe, expect, it } from 'vitest';
import { wat } from '../wasm/testing.ts';
import { RandomProgram } from './random-programs.ts';
import { canisterParts } from './state-hash.ts';
import { createTestReplica, rejected, type TestReplica } from './test-replica.ts';

/** Heap and globals, as they are between two messages. */
async function contents(test: TestReplica, id: Uint8Array): Promise<unknown> {
  const { heap, globals } = await canisterParts(test.store, test.state(id));
  return { heap, globals };
}

describe('random programs', () => {
  it('that trap leave heap and globals as they were; those that return leave them as they are, also in the store', async () => {
    const counts = { trapped: 0, returned: 0 };
    for (let seed = 0; seed < 30; seed++) {
      const test = await createTestReplica();
      const program = new RandomProgram(seed);
      const id = await test.deploy(wat(program.text()));
      for (const i of [...program.signatures.keys(), ...program.signatures.keys()]) {
        const before = await contents(test, id);
        const { errorCode } = rejected(await test.update(id, `f${i}`));
        const after = await contents(test, id);
        if (errorCode === 'IC0506') counts.returned++;
        else {
          counts.trapped++;
          expect(after).toEqual(before);
        }
      }
      const last = await contents(test, id);
      await test.reopen();
      expect(await contents(test, id)).toEqual(last);
    }
    expect(Math.min(counts.trapped, counts.returned)).toBeGreaterThan(50);
  });
});
