import { describe, expect, it, vi } from 'vitest';
import type { Answer, CanisterCalls } from './canister-calls.ts';
import { createLaterCalls } from './later-calls.ts';

const REQUEST = { canisterId: 'aaaaa-aa', method: 'get', arg: new Uint8Array() };
const answer: Answer = { ok: true, requestId: '01', reply: new Uint8Array() };

const agent = () => ({ update: async () => answer, query: async () => answer, clockMoved: vi.fn<() => void>() }) satisfies CanisterCalls;

describe('calls whose code comes later', () => {
  it('load it once, with the first call or ahead of it', async () => {
    const load = vi.fn(async () => agent());
    const calls = createLaterCalls(load);
    expect(load).not.toHaveBeenCalled();
    calls.prepare?.();
    expect(await calls.update('Bob', REQUEST)).toBe(answer);
    expect(await calls.query('Bob', REQUEST)).toBe(answer);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('fail where it cannot be loaded, and try again with the next call', async () => {
    const load = vi.fn(async () => agent());
    load.mockRejectedValueOnce(new TypeError('offline'));
    const calls = createLaterCalls(load);
    await expect(calls.query('Bob', REQUEST)).rejects.toThrow('offline');
    expect(await calls.query('Bob', REQUEST)).toBe(answer);
  });

  it('hear that the clock was moved before they were loaded', async () => {
    const made = agent();
    const calls = createLaterCalls(async () => made);
    calls.clockMoved();
    await calls.query('Bob', REQUEST);
    expect(made.clockMoved).toHaveBeenCalledTimes(1);
    calls.clockMoved();
    await calls.query('Bob', REQUEST);
    expect(made.clockMoved).toHaveBeenCalledTimes(2);
  });
});
