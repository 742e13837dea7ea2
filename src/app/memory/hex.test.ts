import { describe, expect, it } from 'vitest';
import { formatAddress, hexRows, parseAddress } from './hex.ts';

describe('hex rows', () => {
  it('give address, bytes and ASCII, with dots for what cannot be printed', () => {
    const bytes = Uint8Array.of(0x48, 0x69, 0, 0xff, 0x20);
    const rows = hexRows(bytes, 0xc000, 4);
    expect(rows.map(({ address, ascii }) => [address, ascii])).toEqual([
      ['0x0000c000', 'Hi··'],
      ['0x0000c004', ' '],
    ]);
    expect(rows[0]?.bytes.map(({ hex }) => hex)).toEqual(['48', '69', '00', 'ff']);
  });

  it('mark the bytes that differ from before', () => {
    const [row] = hexRows(Uint8Array.of(1, 2, 3), 0, 8, Uint8Array.of(1, 9, 3));
    expect(row?.bytes.map(({ changed }) => changed)).toEqual([false, true, false]);
  });

  it('have longer addresses beyond 4 GiB', () => {
    expect(formatAddress(2 ** 32)).toBe('0x100000000');
  });
});

describe('an address', () => {
  it.each([
    ['0xC000', 49_152],
    ['c000h', 49_152],
    ['49,152', 49_152],
    [' 0x0000_c000 ', 49_152],
    ['0', 0],
    ['c000', undefined],
    ['-1', undefined],
    ['', undefined],
    ['0xffffffffffffffff', undefined],
  ])('%s is %s', (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });
});
