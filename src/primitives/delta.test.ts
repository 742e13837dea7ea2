import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MalformedBytes } from './codec.ts';
import { applyDelta, encodeDelta } from './delta.ts';

const pieces = fc.array(fc.tuple(fc.nat(400), fc.nat(200), fc.uint8Array({ maxLength: 20 })), { maxLength: 12 });
const base = Uint8Array.from({ length: 600 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);

it('gives back the bytes, whatever they share with the base', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const bytes = Uint8Array.from(parts.flatMap(([from, length, added]) => [...base.subarray(from, from + length), ...added]));
      expect(applyDelta(base, encodeDelta(base, bytes), bytes.length)).toEqual(bytes);
    }),
  );
});

it('refuses what does not fit, and nothing else happens', () => {
  const delta = encodeDelta(base, base);
  expect(() => applyDelta(base, delta, 599)).toThrow(MalformedBytes);
  expect(() => applyDelta(base.subarray(0, 100), delta, 600)).toThrow(MalformedBytes);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      try {
        expect(applyDelta(base, bytes, 64)).toHaveLength(64);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedBytes);
      }
    }),
    { numRuns: 2000 },
  );
});
