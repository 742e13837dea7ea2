import { expect, it } from 'vitest';
import { charged, dirty } from '../testing/charged.ts';

it('two pages of a 64-bit memory written cost 4000 each beside the instructions, which cost two cycles each', async () => {
  expect(await charged(dirty('i64'), 'store', 2n)).toBe(8014n);
});
