import { describe, expect, it } from 'vitest';
import { Instructions } from './instructions.ts';

describe('the instructions of a request', () => {
  it('are those of all its messages', () => {
    const counted = new Instructions();
    counted.add({ requestId: 'a', instructions: 5 });
    counted.add({ requestId: 'a', instructions: 7 });
    counted.add({ requestId: undefined, instructions: 100 });
    expect(counted.take('a')).toBe(12);
    expect(counted.take('b')).toBeUndefined();
  });

  it('are counted anew where an equal query has the same id', () => {
    const counted = new Instructions();
    counted.add({ requestId: 'query', instructions: 5_104 });
    expect(counted.take('query')).toBe(5_104);
    counted.add({ requestId: 'query', instructions: 5_104 });
    expect(counted.take('query')).toBe(5_104);
  });

  it('are forgotten where nobody asks for them', () => {
    const counted = new Instructions();
    for (let index = 0; index <= 200; index++) counted.add({ requestId: `${index}`, instructions: 1 });
    expect(counted.take('0')).toBeUndefined();
    expect(counted.take('1')).toBe(1);
  });
});
