import { describe, expect, it } from 'vitest';
import { connect, type MessageSource } from './connection.ts';

const ORIGIN = 'https://play.example.org';

class Page implements MessageSource {
  readonly sent: { message: { id: number }; origin: string }[] = [];
  readonly events: [string, unknown][] = [];
  readonly frame = { postMessage: (message: { id: number }, origin: string) => void this.sent.push({ message, origin }) } as unknown as Window;
  private readonly listeners = new Set<(event: MessageEvent) => void>();
  readonly connection = connect(
    () => this.frame,
    ORIGIN,
    this,
    (event, detail) => void this.events.push([event, detail]),
  );

  addEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'message', listener: (event: MessageEvent) => void): void {
    this.listeners.delete(listener);
  }

  receive(data: unknown, { origin = ORIGIN, source = this.frame }: { origin?: string; source?: unknown } = {}): void {
    for (const listener of this.listeners) listener({ data, origin, source } as MessageEvent);
  }

  ready(): void {
    this.receive({ playground: 1, event: 'ready', detail: { version: 1 } });
  }
}

describe('a connection to a playground in a frame', () => {
  it('keeps requests until the frame listens, and sends them to its origin only', async () => {
    const page = new Page();
    const answer = page.connection.request('deploy', undefined);
    expect(page.sent).toEqual([]);
    page.ready();
    expect(page.sent.map(({ origin }) => origin)).toEqual([ORIGIN]);
    page.receive({ playground: 1, answer: page.sent[0]?.message.id, ok: true, value: { main: 'aaaaa-aa' } });
    await expect(answer).resolves.toEqual({ main: 'aaaaa-aa' });
  });

  it('rejects with code and hint what the playground could not do', async () => {
    const page = new Page();
    page.ready();
    const answer = page.connection.request('call', { method: 'get' });
    page.receive({ playground: 1, answer: 1, ok: false, error: { code: 'not-deployed', message: 'main has no code yet.', hint: 'Deploy it first.' } });
    await expect(answer).rejects.toMatchObject({ code: 'not-deployed', hint: 'Deploy it first.' });
  });

  it.each([
    ['another origin', {}, { origin: 'https://evil.example.org' }],
    ['another window', {}, { source: {} }],
    ['another protocol', { playground: 2 }, {}],
  ])('ignores messages of %s', (_, changes, from) => {
    const page = new Page();
    page.receive({ playground: 1, event: 'deployed', detail: {}, ...changes }, from);
    expect(page.events).toEqual([]);
  });

  it('tells events', () => {
    const page = new Page();
    page.receive({ playground: 1, event: 'resized', detail: { height: 300 } });
    expect(page.events).toEqual([['resized', { height: 300 }]]);
  });

  it('rejects what is under way when it is closed, and hears no more', async () => {
    const page = new Page();
    page.ready();
    const answer = page.connection.request('upgrade', undefined);
    page.connection.close();
    await expect(answer).rejects.toMatchObject({ code: 'closed' });
    page.receive({ playground: 1, event: 'resized', detail: { height: 1 } });
    expect(page.events).toHaveLength(1);
  });
});
