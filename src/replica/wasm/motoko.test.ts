import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { MOTOKO_COUNTER, run, system } from './testing.ts';

interface Compiler {
  saveFile(path: string, content: string): void;
  gcFlags(mode: string): void;
  compileWasm(mode: 'ic', path: string): { code: { wasm: Uint8Array<ArrayBuffer> } | null };
}

describe('a classical Motoko canister', () => {
  let bytes: Uint8Array<ArrayBuffer>;

  beforeAll(() => {
    const { Motoko } = createRequire(import.meta.url)('motoko/versions/latest/moc.min.js') as { Motoko: Compiler };
    Motoko.gcFlags('classicOP');
    Motoko.saveFile('Main.mo', MOTOKO_COUNTER);
    bytes = new Uint8Array(Motoko.compileWasm('ic', 'Main.mo').code?.wasm ?? []);
  });

  it('runs its initialisation and a call', () => {
    const instance = run(bytes, system(32));
    expect([...instance.info.methods.keys()]).toEqual(expect.arrayContaining(['increment', 'get']));
    expect(instance.info.metadata.get('candid:service')?.visibility).toBe('private');
    expect(instance.cost('canister_init')).toBeGreaterThan(1000);
    expect(instance.marked.length).toBeGreaterThan(0);
    expect(instance.cost('canister_update increment')).toBeGreaterThan(100);
  });

  it('takes the same instructions each time', () => {
    expect(run(bytes, system(32)).cost('canister_init')).toBe(run(bytes, system(32)).cost('canister_init'));
  });
});
