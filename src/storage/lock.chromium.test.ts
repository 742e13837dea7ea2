import { describe, expect, test, vi } from 'vitest';
import { acquireLock } from './lock.ts';

const freshName = (): string => `lock ${crypto.randomUUID()}`;
const unexpected = (error: Error): never => {
  throw error;
};

describe('the lock', () => {
  test('is refused while another holds it, and given once that one released it', async () => {
    const name = freshName();
    const first = await acquireLock({ name, onLost: unexpected });
    const refusal = acquireLock({ name, onLost: unexpected, graceMilliseconds: 10 });
    await expect(refusal).rejects.toMatchObject({ name: 'StorageError', code: 'lost' });
    first.release();
    const second = await acquireLock({ name, onLost: unexpected });
    second.release();
  });

  test('waits for a holder that is going away', async () => {
    const name = freshName();
    const first = await acquireLock({ name, onLost: unexpected });
    const second = acquireLock({ name, onLost: unexpected, graceMilliseconds: 60_000 });
    await vi.waitUntil(async () => (await navigator.locks.query()).pending?.some((lock) => lock.name === name));
    first.release();
    (await second).release();
  });

  test('is taken over, and the former holder is told once', async () => {
    const name = freshName();
    const onLost = vi.fn();
    const first = await acquireLock({ name, onLost });
    const second = await acquireLock({ name, takeOver: true, onLost: unexpected });
    await vi.waitUntil(() => onLost.mock.calls.length > 0);
    expect(onLost).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'StorageError', code: 'lost' }));
    first.release();
    await expect(acquireLock({ name, onLost: unexpected, graceMilliseconds: 10 })).rejects.toMatchObject({ code: 'lost' });
    second.release();
  });

  test('is taken over where nobody holds it', async () => {
    const lock = await acquireLock({ name: freshName(), takeOver: true, onLost: unexpected });
    lock.release();
  });

  test('that a worker holds is free once the worker has ended', async () => {
    const name = freshName();
    const source = `navigator.locks.request(${JSON.stringify(name)}, () => { postMessage('held'); return new Promise(() => {}); });`;
    const worker = new Worker(URL.createObjectURL(new Blob([source])));
    await new Promise((resolve) => {
      worker.onmessage = resolve;
    });
    await expect(acquireLock({ name, onLost: unexpected, graceMilliseconds: 10 })).rejects.toMatchObject({ code: 'lost' });
    worker.terminate();
    (await acquireLock({ name, onLost: unexpected, graceMilliseconds: 60_000 })).release();
  });
});
