import { describe, expect, it } from 'vitest';
import { GuestTrap } from '../errors.ts';
import { StableAccess } from './stable-access.ts';

const GIB = 1_073_741_824;

function refusal(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof GuestTrap ? error.fault.text : String(error);
  }
}

describe('pages of stable memory in one execution', () => {
  it.each([
    ['U', 2],
    ['Ry', 2],
    ['T', 2],
    ['s', 2],
    ['RQ', 1],
    ['CQ', 1],
    ['F', 1],
    ['I', 8],
    ['G', 8],
  ] as const)('in %s may be %i GiB', (context, gib) => {
    const access = new StableAccess(context);
    expect(refusal(() => access.read(0, gib * GIB))).toBeUndefined();
    expect(refusal(() => access.read(gib * GIB - 1, 2))).toContain('accessed pages');
  });

  it('count for writing only once they are written', () => {
    const access = new StableAccess('U');
    access.read(0, 8192);
    expect([access.write(4095, 2), access.write(0, 8192), access.write(8192, 1)]).toEqual([2, 0, 1]);
  });
});
