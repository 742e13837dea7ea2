import { describe, expect, it } from 'vitest';
import { counted, formatBytes, formatCycles, formatInstructions, formatMilliseconds, shortened } from './format.ts';

describe('formats', () => {
  it.each([[0, '0'], [1, '1 bytes'], [65_536, '64 KB'], [5_570_560, '5.3 MB'], [4_294_967_296, '4 GB'], [150_000, '146 KB']])('%d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text === '1 bytes' ? '1 byte' : text);
  });
  it.each([[0n, '0'], [999n, '999'], [1_500_000n, '1.5 M'], [2_984_000_000_000n, '2.98 T'], [100_000_000_000_000n, '100 T'], [12_345_000_000_000_000n, '12350 T']])('%d cycles as %s', (cycles, text) => {
    expect(formatCycles(cycles)).toBe(text);
  });
  it('instructions, times and counts in words', () => {
    expect(formatInstructions(12_345)).toBe('12,345 instructions');
    expect(formatInstructions(1)).toBe('1 instruction');
    expect(formatMilliseconds(7.6)).toBe('8 ms');
    expect(formatMilliseconds(1234)).toBe('1.2 s');
    expect(counted(1, 'file')).toBe('1 file');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    expect(shortened('rrkah-fqaaa-aaaaa-aaaaq-cai')).toBe('rrkah…aq-cai');
  });
});
