import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClient, decodeError, encodeError, PlaygroundError, serve } from './rpc.ts';
import type { Client } from './rpc.ts';

type TestMethods = {
  double: (argument: bigint) => bigint;
  echo: (argument: unknown) => Promise<unknown>;
  fail: (argument: 'coded' | 'plain' | 'text' | 'numbered') => never;
  never: (argument: undefined) => Promise<never>;
  uncloneable: (argument: undefined) => unknown;
};
type TestEvents = { log: { readonly text: string }; other: number };

const failures = {
  coded: () => Object.assign(new Error('disk full'), { name: 'StorageError', code: 'full', hint: 'Make room.' }),
  plain: () => new RangeError('out of range'),
  text: () => 'a thrown text',
  numbered: () => Object.assign(new Error('numbered'), { code: 5 }),
};

const methods: { [K in keyof TestMethods]: TestMethods[K] } = {
  double: (argument) => 2n * argument,
  echo: async (argument) => argument,
  fail: (argument) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- anything can be thrown, and must cross
    throw failures[argument]();
  },
  never: () => new Promise(() => undefined),
  uncloneable: () => () => 0,
};

let channel: MessageChannel;
let client: Client<TestMethods, TestEvents>;
let emit: ReturnType<typeof serve<TestMethods, TestEvents>>;

beforeEach(() => {
  channel = new MessageChannel();
  client = createClient(channel.port1);
  emit = serve(channel.port2, methods);
  channel.port1.start();
  channel.port2.start();
});

afterEach(() => channel.port1.close());

describe('calls', () => {
  test('are answered, each with its own answer', async () => {
    const slow = client.call('echo', { bytes: Uint8Array.of(1, 2), map: new Map([['k', 1n]]) });
    const answers = await Promise.all([client.call('double', 1n), client.call('double', 2n), client.call('double', 3n)]);
    expect(answers).toEqual([2n, 4n, 6n]);
    expect(await slow).toEqual({ bytes: Uint8Array.of(1, 2), map: new Map([['k', 1n]]) });
  });

  test('of a method that does not exist fail by name', async () => {
    const stranger = client as unknown as Client<{ vanish: () => void }, TestEvents>;
    await expect(stranger.call('vanish', undefined as never)).rejects.toMatchObject({
      name: 'PlaygroundError',
      code: 'unknown-method',
      message: expect.stringContaining('vanish') as string,
      hint: expect.stringMatching(/./) as string,
    });
  });

  test('whose argument cannot be cloned fail, and the next goes through', async () => {
    await expect(client.call('echo', () => 0)).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await client.call('double', 4n)).toBe(8n);
  });

  test('whose answer cannot be cloned fail', async () => {
    await expect(client.call('uncloneable', undefined)).rejects.toBeInstanceOf(PlaygroundError);
  });
});

describe('errors', () => {
  test.each([
    { thrown: 'coded', fields: { code: 'full', message: 'disk full', hint: 'Make room.' } },
    { thrown: 'plain', fields: { code: 'unexpected', message: 'out of range', hint: '' } },
    { thrown: 'text', fields: { code: 'unexpected', message: 'a thrown text', hint: '' } },
    { thrown: 'numbered', fields: { code: 'unexpected', message: 'numbered', hint: '' } },
  ] as const)('a $thrown one comes out with every field', async ({ thrown, fields }) => {
    const failure = await client.call('fail', thrown).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PlaygroundError);
    expect(failure).toMatchObject(fields);
  });

  test('keep the stack of where they were thrown', async () => {
    const failure: unknown = await client.call('fail', 'plain').catch((error: unknown) => error);
    expect((failure as Error).stack).toContain('RangeError: out of range');
  });

  test('come out of the codec as they went in', () => {
    const error = new PlaygroundError('code', 'message', 'hint');
    const decoded = decodeError(structuredClone(encodeError(error)));
    expect(decoded).toBeInstanceOf(PlaygroundError);
    expect({ ...decoded, message: decoded.message, stack: decoded.stack }).toEqual({ ...error, message: error.message, stack: error.stack });
  });

  test('without a stack get one of their own', () => {
    const decoded = decodeError({ name: 'E', code: 'c', message: 'm', hint: 'h', stack: undefined });
    expect(decoded.stack).toContain('PlaygroundError');
  });
});

describe('closing', () => {
  const reason = new PlaygroundError('stopped', 'The worker was stopped.', 'Call again.');

  test('rejects the calls that are under way and those to come', async () => {
    const pending = [client.call('never', undefined), client.call('echo', 1)];
    client.close(reason);
    for (const call of pending) await expect(call).rejects.toBe(reason);
    await expect(client.call('double', 1n)).rejects.toBe(reason);
  });

  test('leaves what was answered before as it was', async () => {
    const answered = await client.call('double', 1n);
    client.close(reason);
    expect(answered).toBe(2n);
  });
});

describe('events', () => {
  /** Resolves when all that was emitted before has arrived. */
  const arrival = () => client.call('echo', undefined);

  test('reach every listener of their name, in order, and no other', async () => {
    const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
    client.on('log', first);
    client.on('log', second);
    client.on('other', other);
    emit('log', { text: 'a' });
    emit('log', { text: 'b' });
    await arrival();
    expect(first.mock.calls).toEqual([[{ text: 'a' }], [{ text: 'b' }]]);
    expect(second.mock.calls).toEqual(first.mock.calls);
    expect(other).not.toHaveBeenCalled();
  });

  test('no longer reach a listener that was removed', async () => {
    const listener = vi.fn();
    const remove = client.on('other', listener);
    emit('other', 1);
    await arrival();
    remove();
    emit('other', 2);
    await arrival();
    expect(listener.mock.calls).toEqual([[1]]);
  });

  test('without a listener are dropped', async () => {
    emit('other', 1);
    await expect(arrival()).resolves.toBeUndefined();
  });
});
