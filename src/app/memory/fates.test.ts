import { describe, expect, it } from 'vitest';
import { PAGE_FATE, type MemoryMapView } from '../../protocol/replica.ts';
import { whereVariablesLive } from './explanation.ts';
import { countWords, fateWords, lookOf } from './fates.ts';

const { data, touched, kept, wiped, rewritten } = PAGE_FATE;

describe('the look of a page', () => {
  it.each([
    [0, 'zero', 'never written, all zero'],
    [data, 'used', 'in use'],
    [data | kept, 'kept', 'kept by the last upgrade'],
    [data | touched | kept, 'touched', 'changed by the last message, kept by the last upgrade'],
    [data | rewritten | wiped, 'rewritten', 'written by the last upgrade, wiped by the last upgrade'],
    [wiped, 'wiped', 'wiped by the last upgrade'],
  ])('of bits %i is %s', (bits, look, words) => {
    expect(lookOf(bits)).toBe(look);
    expect(fateWords(bits)).toBe(words);
  });

  it('is counted in words, for what occurred', () => {
    const counts = { data: 1300, touched: 2, kept: 0, wiped: 0, rewritten: 0 };
    const map = { pages: 1344, from: 0, pagesPerGroup: 2, groups: new Uint8Array(672), counts } as unknown as MemoryMapView;
    expect(countWords(map)).toBe('1,344 pages of 4 KB, 1,300 in use; 2 changed by the last message');
    expect(countWords({ ...map, from: 1340 })).toMatch(/^4 of 1,344 pages/);
  });
});

describe('where variables live', () => {
  it('is told of each kind of module', () => {
    expect(whereVariablesLive({ enhancedPersistence: true, stableTypes: 'actor {}' })).toMatch(/^Enhanced persistence/);
    expect(whereVariablesLive({ enhancedPersistence: false, stableTypes: 'actor {}' })).toMatch(/^Classical persistence/);
    expect(whereVariablesLive({ enhancedPersistence: false, stableTypes: undefined })).toMatch(/only its own code knows/);
  });
});
