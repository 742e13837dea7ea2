import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeUnsigned, encodeSigned, encodeUnsigned } from './leb128.ts';

describe('unsigned LEB128', () => {
  test.each([
    { value: 0n, code: [0x00] },
    { value: 127n, code: [0x7f] },
    { value: 128n, code: [0x80, 0x01] },
    { value: 624_485n, code: [0xe5, 0x8e, 0x26] },
    { value: 2n ** 64n - 1n, code: [...Array<number>(9).fill(0xff), 0x01] },
  ])('$value', ({ value, code }) => {
    expect(encodeUnsigned(value)).toEqual(code);
    expect(decodeUnsigned(Uint8Array.from(code))).toEqual({ value, next: code.length });
  });

  test('a number encodes as the bigint does', () => {
    expect(encodeUnsigned(624_485)).toEqual(encodeUnsigned(624_485n));
  });

  test('any number comes back, from any offset', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 130n }), fc.nat(5), (value, offset) => {
        const code = encodeUnsigned(value);
        const bytes = Uint8Array.from([...Array<number>(offset).fill(0xff), ...code, 0xff]);
        expect(decodeUnsigned(bytes, offset)).toEqual({ value, next: offset + code.length });
      }),
    );
  });

  test('a negative number is refused', () => {
    expect(() => encodeUnsigned(-1n)).toThrow(RangeError);
  });

  test.each([[], [0x80], [0xff, 0xff]])('bytes that end too early are not a number (%#)', (...code) => {
    expect(decodeUnsigned(Uint8Array.from(code))).toBeUndefined();
  });
});

describe('signed LEB128', () => {
  test.each([
    { value: 0n, code: [0x00] },
    { value: -1n, code: [0x7f] },
    { value: 63n, code: [0x3f] },
    { value: 64n, code: [0xc0, 0x00] },
    { value: -64n, code: [0x40] },
    { value: -65n, code: [0xbf, 0x7f] },
    { value: -123_456n, code: [0xc0, 0xbb, 0x78] },
    { value: -(2n ** 63n), code: [...Array<number>(9).fill(0x80), 0x7f] },
  ])('$value', ({ value, code }) => {
    expect(encodeSigned(value)).toEqual(code);
  });

  test('any number is the sum of its digits, the last one signed', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (value) => {
        const digits = encodeSigned(value).map((byte) => BigInt(byte & 0x7f));
        const sum = digits.reduce((total, digit, i) => total + (digit << BigInt(7 * i)), 0n);
        expect(BigInt.asIntN(7 * digits.length, sum)).toBe(value);
      }),
    );
  });
});
