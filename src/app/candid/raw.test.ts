import { describe, expect, it } from 'vitest';
import { decodeReply } from './decode.ts';
import { rawBytes } from './raw.ts';

describe('bytes without an interface', () => {
  it.each([
    ['empty', 'ignored', [0x44, 0x49, 0x44, 0x4c, 0, 0]],
    ['hex', '', []],
    ['hex', '0x44 49', [0x44, 0x49]],
    ['text', 'hé', [0x68, 0xc3, 0xa9]],
  ] as const)('%s "%s"', (form, text, bytes) => {
    const read = rawBytes(form, text);
    expect(read.ok && [...read.bytes]).toEqual(bytes);
  });

  it('are refused where hex digits are missing', () => {
    expect(rawBytes('hex', '123')).toMatchObject({ ok: false });
    expect(rawBytes('hex', 'xy')).toMatchObject({ ok: false });
  });

  it('are shown as text where a reply is text, else as digits', () => {
    expect(decodeReply('', 'any', new TextEncoder().encode('hi there'))).toBe('"hi there" (6869207468657265)');
    expect(decodeReply('', 'any', Uint8Array.of(1, 0, 0xff))).toBe('0100ff');
  });
});
