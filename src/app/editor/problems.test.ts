import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../protocol/compiler.ts';
import type { CanisterState } from '../state/model.ts';
import { allProblems } from './problems.ts';

const at = (line: number, severity: Diagnostic['severity'], message: string): Diagnostic => ({
  path: 'Main.mo', range: { start: { line, character: 0 }, end: { line, character: 1 } }, severity, code: '', message,
});

describe('the list of problems', () => {
  it('holds what prevents an upgrade too, errors first and nothing twice', () => {
    const refused = at(7, 'error', 'cannot be taken over');
    const canister: CanisterState = {
      outline: { name: 'main', path: 'Main.mo', imports: [] }, view: undefined, busy: undefined, rehearsal: undefined, rows: [], logs: [], calls: [],
      build: { phase: 'ready', key: '', incompatible: [refused] }, refusal: [refused],
    };
    const all = allProblems([at(1, 'warning', 'unused'), at(3, 'error', 'unbound')], { main: canister });
    expect(all.map(({ message }) => message)).toEqual(['unbound', 'cannot be taken over', 'unused']);
  });
});
