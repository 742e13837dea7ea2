import { expect, it } from 'vitest';
import { ByteBuffer } from './byte-buffer.ts';

it('keeps the parts in order, small ones and large ones', () => {
  const buffer = new ByteBuffer();
  const parts = [1, 300, 0, 2, 5000].map((length, i) => new Uint8Array(length).fill(i));
  for (const part of parts) buffer.append(part);
  expect(buffer.length).toBe(5303);
  expect(buffer.bytes()).toEqual(Uint8Array.from(parts.flatMap((part) => [...part])));
});

it('gives copies', () => {
  const buffer = new ByteBuffer();
  buffer.append(Uint8Array.of(1));
  const first = buffer.bytes();
  buffer.append(Uint8Array.of(2));
  first[0] = 9;
  expect([first, buffer.bytes()]).toEqual([Uint8Array.of(9), Uint8Array.of(1, 2)]);
});
