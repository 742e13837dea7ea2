import { fromUtf8, utf8 } from '../../primitives/bytes.ts';
import type { Sample } from '../state/model.ts';
import type { SessionOptions } from './context.ts';
import { createSession, type Session } from './session.ts';
import { FakeCompiler, FakeReplica, PRINCIPAL } from './testing.ts';

/** A session in a world of stand-ins: samples, an address bar, a clipboard. */

const sample = (id: string, files: Readonly<Record<string, string>>, version2: Readonly<Record<string, string>>): Sample => ({
  id,
  title: `Sample ${id}`,
  summary: '',
  language: 'persistent',
  persistence: ['enhanced', 'classical'],
  files,
  version2,
  steps: [],
});

export const SAMPLES: readonly Sample[] = [
  sample('counter', { 'Main.mo': 'stable count : Nat = 0\ntransient hits : Nat = 0' }, { 'Main.mo': 'stable count : Nat = 0\nstable name : Text = "?"' }),
  sample('shop', { 'Shop.mo': 'import "canister:ledger"\nstable sold : Nat = 0', 'Ledger.mo': 'stable sum : Nat = 0' }, {}),
  sample('refused', { 'Main.mo': 'stable count : Text = "one"' }, { 'Main.mo': 'stable count : Nat = 0' }),
];

export class World {
  readonly replica = new FakeReplica();
  readonly compiler = new FakeCompiler();
  href = 'https://example.org/app/?a=1';
  copied = '';
  reloads = 0;
  private nextId = 0;
  private hashListener: () => void = () => undefined;

  session(more: Partial<SessionOptions> = {}): Session {
    return createSession({
      createReplica: this.replica.create,
      createCompiler: this.compiler.create,
      createCalls: this.replica.createCalls,
      loadSamples: async () => SAMPLES,
      courseFile: async () => [],
      breakingChanges: () => [],
      decodeReply: (_candid, _method, bytes) => `(${fromUtf8(bytes)})`,
      candidText: {
        encode: (_candid, method, args) =>
          method === 'unknown' ? { ok: false, message: 'This version has no method unknown.' } : { ok: true, args: utf8(args.slice(1, -1)), queryable: true },
        compare: (_candid, _method, expected, actual) =>
          expected.replaceAll(' ', '') === actual.replaceAll(' ', '') ? { same: true } : { same: false, reason: undefined },
      },
      clipboard: {
        writeText: async (text) => {
          this.copied = text;
        },
      },
      address: {
        href: () => this.href,
        replace: (href) => {
          this.href = href;
        },
        onHashChange: (listener) => {
          this.hashListener = listener;
        },
      },
      now: () => 1000,
      newId: () => `project-${++this.nextId}`,
      identities: [{ name: 'Alice (you)', principal: PRINCIPAL }, { name: 'Bob', principal: PRINCIPAL }],
      enhanced: { available: true },
      reload: () => {
        this.reloads++;
      },
      ...more,
    });
  }

  async started(more: Partial<SessionOptions> = {}): Promise<Session> {
    const session = this.session(more);
    await session.started;
    return session;
  }

  navigate(href: string): void {
    this.href = href;
    this.hashListener();
  }
}
