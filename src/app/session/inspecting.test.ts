import { IDL } from '@dfinity/candid';
import { describe, expect, it } from 'vitest';
import { INSPECTOR_METHOD } from '../../protocol/compiler.ts';
import type { Answer, CanisterCalls } from './canister-calls.ts';
import { World } from './testing-world.ts';

const QUESTION = IDL.Opt(IDL.Tuple(IDL.Vec(IDL.Text), IDL.Opt(IDL.Nat)));
const REPLY = IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text));
const VALUES: Readonly<Record<string, string>> = { count: '5', hits: '"long"' };

const TOO_LONG = { ok: false, requestId: '', errorCode: 'IC0522', message: 'exceeded the instruction limit' } as const;

/** Names that a query asks for. */
function asked(arg: Uint8Array): readonly string[] | undefined {
  if (arg.length <= 6) return undefined;
  const [[question]] = IDL.decode([QUESTION], arg) as unknown as [[[string[], unknown]]];
  return question[0];
}

/** An inspector that fails to show one variable, and so all together. */
function failing(bad: string, log: (readonly string[] | undefined)[]): (arg: Uint8Array) => Answer {
  return (arg) => {
    const names = asked(arg);
    log.push(names);
    return names === undefined || names.includes(bad) ? TOO_LONG : shown(names);
  };
}

const shown = (names: readonly string[]): Answer => ({ ok: true, requestId: '', reply: IDL.encode([REPLY], [names.map((name) => [name, VALUES[name] ?? ''])]) });

/** Calls of a world whose canister tells its variables. */
function telling(world: World): () => CanisterCalls {
  const calls = world.replica.createCalls({ fetch, rootKey: new Uint8Array() });
  return () => ({
    ...calls,
    query: async (caller, request) => (request.method === INSPECTOR_METHOD ? shown(asked(request.arg) ?? []) : calls.query(caller, request)),
  });
}

describe('a value that cannot be shown in time', () => {
  it('does not keep the others from being shown, says why, and is not asked for again', async () => {
    const world = new World();
    const log: (readonly string[] | undefined)[] = [];
    world.replica.asked = failing('hits', log);
    const session = await world.started();
    await session.store.actions.deploy();
    const rows = session.store.getState().canisters['main']?.rows ?? [];
    expect(rows.map(({ variable, after, unshown }) => [variable, after, unshown])).toEqual([
      ['count', '5', undefined],
      ['hits', undefined, 'Too much to show: exceeded the instruction limit'],
    ]);
    expect(log).toEqual([undefined, ['count'], ['hits']]);
    await session.store.actions.upgrade();
    expect(log.slice(3)[0]).toEqual(['count']);
  });
});

it('the whole of a value is read page by page', async () => {
  const world = new World();
  const session = await world.started({ createCalls: telling(world) });
  await session.store.actions.deploy();
  expect(await session.store.actions.readValue('main', 'hits', 0)).toEqual({ ok: true, text: '"long"', last: true });
  expect(await session.store.actions.readValue('gone', 'hits', 0)).toMatchObject({ ok: false });
});

it('a module for elsewhere comes with its hash and the command that makes it', async () => {
  const session = await new World().started();
  await session.store.actions.deploy();
  const made = await session.store.actions.exportModule('main');
  expect(made).toMatchObject({ ok: true, command: expect.stringMatching(/^moc -c .*Main\.mo$/) as string, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  expect(await session.store.actions.exportModule('gone')).toMatchObject({ ok: false });
});
