import { describe, expect, it, vi } from 'vitest';
import type { OpenOptions, OpenResult } from '../protocol/replica.ts';
import { openedAhead } from './opened-ahead.ts';

const opened = (key: number): OpenResult => ({ rootKey: new Uint8Array([key]), storage: { kind: 'indexeddb' } });

describe('a service that is opened ahead', () => {
  it('is opened once for who asks for nothing special', async () => {
    const open = vi.fn<(options: OpenOptions) => Promise<OpenResult>>(async () => opened(1));
    const service = openedAhead({ open });
    expect(open).toHaveBeenCalledWith({});
    expect(await service.open({})).toEqual(opened(1));
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('is opened anew each time after that', async () => {
    let key = 0;
    const open: (options: OpenOptions) => Promise<OpenResult> = async () => opened(++key);
    const service = openedAhead({ open });
    await service.open({});
    expect(await service.open({})).toEqual(opened(2));
  });

  it('is opened anew for who takes over, once the first opening has ended', async () => {
    const order: string[] = [];
    const open = async (options: OpenOptions): Promise<OpenResult> => {
      order.push(`begin ${options.takeOver === true}`);
      await Promise.resolve();
      order.push(`end ${options.takeOver === true}`);
      return opened(1);
    };
    await openedAhead({ open }).open({ takeOver: true });
    expect(order).toEqual(['begin false', 'end false', 'begin true', 'end true']);
  });

  it('tells what went wrong to who asks, and can then be opened otherwise', async () => {
    const open = vi.fn(async (options: OpenOptions) => {
      if (!options.takeOver) throw new Error('locked');
      return opened(1);
    });
    const service = openedAhead({ open });
    await expect(service.open({})).rejects.toThrow('locked');
    expect(await service.open({ takeOver: true })).toEqual(opened(1));
  });
});
