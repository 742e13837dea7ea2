import { describe, expect, it } from 'vitest';
import { arrangementOf, arrangementText } from './arrangement.ts';

describe('a layout in a link', () => {
  it('is absent where everything is as at the beginning', () => {
    expect(arrangementText({ panes: undefined, unfolded: [] })).toBe('');
  });

  it('takes a few characters, and comes back', () => {
    const text = arrangementText({ panes: { files: 12.3, code: 37.9, canister: 49.8 }, unfolded: ['terminal', 'memory'] });
    expect(text).toBe('12.50-mt');
    expect(arrangementOf(text)).toEqual({ panes: { files: 12, code: 38, canister: 50 }, unfolded: ['memory', 'terminal'] });
    expect(arrangementOf('-s')).toEqual({ panes: undefined, unfolded: ['steps'] });
    expect(arrangementOf('10.40')).toEqual({ panes: { files: 10, code: 50, canister: 40 }, unfolded: [] });
  });

  it.each(['', '-', '0.50', '99.99', '50.50', '10.5', '-1.50', '1e1.50', '10.40-<script>', '10.40;color:red', '10.40-MT', '-zzz', 'a'.repeat(10_000), '100.100', '10.40%'])('is left alone where it is %j', (text) => {
    expect(arrangementOf(text)).toBeUndefined();
  });

  it('keeps what it understands', () => {
    expect(arrangementOf('99.99-mz')).toEqual({ panes: undefined, unfolded: ['memory'] });
  });
});
