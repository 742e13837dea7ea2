import { IDL } from '@dfinity/candid';
import type { Principal } from '@dfinity/principal';
import { describe, expect, it } from 'vitest';
import { decodeSnapshots, encodeSnapshot } from './management-lifecycle.ts';
import { encodeInstall } from './management.ts';

const ID = 'rrkah-fqaaa-aaaaa-aaaaq-cai';

describe('arguments of the management canister', () => {
  it('name a snapshot by its bytes', () => {
    const [value] = IDL.decode([IDL.Record({ canister_id: IDL.Principal, snapshot_id: IDL.Vec(IDL.Nat8) })], encodeSnapshot(ID, '0a0b')) as unknown as [{ canister_id: Principal; snapshot_id: Uint8Array }];
    expect(value.canister_id.toText()).toBe(ID);
    expect([...value.snapshot_id]).toEqual([10, 11]);
  });

  it('list snapshots with the newest first', () => {
    const type = IDL.Vec(IDL.Record({ id: IDL.Vec(IDL.Nat8), taken_at_timestamp: IDL.Nat64, total_size: IDL.Nat64 }));
    const reply = IDL.encode([type], [[{ id: [0, 1], taken_at_timestamp: 5n, total_size: 10n }, { id: [0, 2], taken_at_timestamp: 6n, total_size: 20n }]]);
    expect(decodeSnapshots(reply)).toEqual([{ id: '0002', takenAt: 6n, bytes: 20 }, { id: '0001', takenAt: 5n, bytes: 10 }]);
  });

  it.each([
    ['keep', true, { skip_pre_upgrade: [true], wasm_memory_persistence: [{ keep: null }] }],
    [undefined, true, { skip_pre_upgrade: [true], wasm_memory_persistence: [] }],
    ['keep', false, { skip_pre_upgrade: [], wasm_memory_persistence: [{ keep: null }] }],
    [undefined, false, undefined],
  ] as const)('ask for an upgrade with memory %s, without pre_upgrade: %s', (persistence, skip, options) => {
    const Options = IDL.Record({ skip_pre_upgrade: IDL.Opt(IDL.Bool), wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })) });
    const Mode = IDL.Variant({ install: IDL.Null, reinstall: IDL.Null, upgrade: IDL.Opt(Options) });
    const [value] = IDL.decode([IDL.Record({ mode: Mode })], encodeInstall(ID, new Uint8Array(), skip ? 'upgrade without pre_upgrade' : 'upgrade', persistence)) as unknown as [{ mode: unknown }];
    expect(value.mode).toEqual({ upgrade: options ? [options] : [] });
  });
});
