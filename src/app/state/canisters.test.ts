import { describe, expect, it } from 'vitest';
import type { CanisterOutline } from '../../protocol/compiler.ts';
import { deploymentOrder, MAX_CALLS, outlinesToShow, withCall, withLog } from './canisters.ts';
import type { CallRecord, Installed } from './model.ts';
import { createProject } from './projects.ts';

const outline = (name: string, ...imports: string[]): CanisterOutline => ({ name, path: `${name}.mo`, imports });

describe('canisters', () => {
  it('are deployed after what they import', () => {
    expect(deploymentOrder([outline('shop', 'ledger', 'log'), outline('ledger', 'log'), outline('log')])).toEqual(['log', 'ledger', 'shop']);
    expect(deploymentOrder([outline('a', 'b'), outline('b', 'a'), outline('c', 'unknown')])).toEqual(['b', 'a', 'c']);
  });

  it('stay on the screen while their file has an error, and go with their file', () => {
    const files = { 'main.mo': '' };
    const project = createProject({ id: 'p', title: '', sample: undefined, files, language: 'persistent', persistence: 'enhanced' });
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const errors = [{ path: 'main.mo', range, severity: 'error', code: '', message: '' }] as const;
    expect(outlinesToShow([], [outline('main')], project, errors)).toEqual([outline('main')]);
    expect(outlinesToShow([], [outline('main')], project, [])).toEqual([]);
    expect(outlinesToShow([], [outline('other')], project, errors)).toEqual([]);
  });

  it('that are installed are shown before the compiler is there', () => {
    const fresh = createProject({ id: 'p', title: '', sample: undefined, files: { 'src/Main.mo': '' }, language: 'persistent', persistence: 'enhanced' });
    const project = { ...fresh, installed: { main: {} as Installed } };
    expect(outlinesToShow(undefined, [], project, [])).toEqual([{ name: 'main', path: 'src/Main.mo', imports: [] }]);
  });

  it('keep the latest calls, and each log line once', () => {
    const call = (id: number, result = ''): CallRecord => ({ id, result }) as CallRecord;
    const calls = Array.from({ length: MAX_CALLS + 5 }, (_, i) => call(i)).reduce<readonly CallRecord[]>(withCall, []);
    expect([calls.length, calls[0]?.id]).toEqual([MAX_CALLS, 5]);
    expect(withCall(calls, call(7, 'done'))[2]).toEqual(call(7, 'done'));
    const log = { index: 3n, timestampNanos: 0n, text: '' };
    expect(withLog(withLog([], log), log)).toEqual([log]);
  });
});
