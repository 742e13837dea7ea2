import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareBytes, concat, equalBytes, fromHex, fromUtf8, toHex, utf8 } from './bytes.ts';

const bytes = () => fc.uint8Array({ maxLength: 20 });

describe('hex', () => {
  test.each([
    { text: '', array: [] },
    { text: '00ff0a', array: [0, 255, 10] },
  ])('"$text" is $array', ({ text, array }) => {
    expect(toHex(Uint8Array.from(array))).toBe(text);
    expect(fromHex(text)).toEqual(Uint8Array.from(array));
  });

  test('any bytes come back', () => {
    fc.assert(
      fc.property(bytes(), (array) => {
        expect(fromHex(toHex(array).toUpperCase())).toEqual(Uint8Array.from(array));
      }),
    );
  });

  test.each(['0', '0g', ' 00', '0x00', '00\n', '٠٠'])('%j is not hex', (text) => {
    expect(fromHex(text)).toBeUndefined();
  });
});

describe('order', () => {
  test.each([
    { a: [], b: [], sign: 0 },
    { a: [], b: [0], sign: -1 },
    { a: [1], b: [0, 5], sign: 1 },
    { a: [1, 2], b: [1, 2, 0], sign: -1 },
    { a: [127], b: [128], sign: -1 },
  ])('$a against $b is $sign', ({ a, b, sign }) => {
    const [left, right] = [Uint8Array.from(a), Uint8Array.from(b)];
    expect(Math.sign(compareBytes(left, right))).toBe(sign);
    expect(Math.sign(compareBytes(right, left))).toBe(0 - sign);
    expect(equalBytes(left, right)).toBe(sign === 0);
  });

  test('is that of the hex texts', () => {
    fc.assert(
      fc.property(bytes(), bytes(), (a, b) => {
        const [left, right] = [toHex(a), toHex(b)];
        expect(Math.sign(compareBytes(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });
});

test('concat joins all parts into bytes of their own', () => {
  const part = Uint8Array.of(1, 2);
  const joined = concat([part, new Uint8Array(), Uint8Array.of(3).subarray(0), part.subarray(1)]);
  part.fill(9);
  expect(joined).toEqual(Uint8Array.of(1, 2, 3, 2));
  expect(concat([])).toEqual(new Uint8Array());
});

describe('UTF-8', () => {
  test('any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fromUtf8(utf8(text))).toBe(text);
      }),
    );
  });

  test('an invalid sequence becomes U+FFFD', () => {
    expect(fromUtf8(Uint8Array.of(0x61, 0xff, 0x62))).toBe('a\ufffdb');
  });
});
