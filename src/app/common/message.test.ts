import { describe, expect, it } from 'vitest';
import { splitMessage, splitReplicaMessage } from './message.ts';

describe('a message of several lines', () => {
  it('begins with its first line where that is a sentence', () => {
    expect(splitMessage('`age` was `Nat`.\nThe type Nat is not\na subtype.')).toEqual({ headline: '`age` was `Nat`.', rest: 'The type Nat is not\na subtype.' });
    expect(splitMessage('unused identifier')).toEqual({ headline: 'unused identifier', rest: '' });
  });

  it('is put on one line where the lines are one sentence', () => {
    expect(splitMessage('literal of type\n  Text\ndoes not have expected type\n  Nat')).toEqual({ headline: 'literal of type Text does not have expected type Nat', rest: '' });
  });

  it('of the replica begins with what went wrong, and the back trace comes after', () => {
    const text = 'Error from Canister aaaaa-aa: Canister trapped: integer division by 0\nCanister Backtrace:\ndivide\nmain\n.\nConsider';
    expect(splitMessage(text)).toEqual({ headline: 'Error from Canister aaaaa-aa: Canister trapped: integer division by 0', rest: 'Canister Backtrace:\ndivide\nmain\n.\nConsider' });
  });

  it('of the replica leaves out which canister it is about, and is there as it came beneath', () => {
    const text = 'Error from Canister aaaaa-aa: Canister trapped: integer division by 0\nCanister Backtrace:\ndivide\n';
    expect(splitReplicaMessage(text)).toEqual({ headline: 'Canister trapped: integer division by 0', rest: text.trim() });
    expect(splitReplicaMessage('Error from Canister aaaaa-aa: gone')).toEqual({ headline: 'gone', rest: '' });
    expect(splitReplicaMessage('The canister is stopped.')).toEqual({ headline: 'The canister is stopped.', rest: '' });
  });

  it('is cut where it is long, and then shown whole beneath', () => {
    const long = `expression of type\n  {${'field : Nat; '.repeat(40)}}`;
    const { headline, rest } = splitMessage(long);
    expect(headline).toMatch(/^expression of type \{field.*…$/);
    expect(headline.length).toBeLessThan(190);
    expect(rest).toBe(long);
  });
});
