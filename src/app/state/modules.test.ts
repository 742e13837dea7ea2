import { describe, expect, it } from 'vitest';
import { outlinesToShow } from './canisters.ts';
import type { Project } from './model.ts';
import { foreignOutlines, freeModuleName, isForeign, moduleName, variablesOfSignature, withModule, withoutModule } from './modules.ts';
import { createProject } from './projects.ts';

const file = { fileName: 'greeter.wasm', hash: 'aa', bytes: 8 };
const project = (files: Record<string, string>): Project =>
  createProject({ id: 'p', title: 'P', sample: undefined, files, language: 'persistent', persistence: 'enhanced' });

describe('the name of a module’s canister', () => {
  it.each([
    ['Greeter.wasm', 'greeter'],
    ['target/release/my-canister.wasm.gz', 'my-canister'],
    ['Zähler (1).wasm', 'z_hler_1'],
    ['.wasm', 'module'],
    ['__proto__.wasm', 'proto'],
    ['constructor.wasm', 'module'],
    ['counter.wat', 'counter'],
  ])('of %s is %s', (fileName, name) => {
    expect(moduleName(fileName)).toBe(name);
  });

  it('gets a number where a canister has it already', () => {
    const taken = withModule(project({ 'Greeter.mo': '', 'other.wat': '' }), 'greeter2', file, undefined);
    expect(freeModuleName(taken, 'greeter.wasm')).toBe('greeter3');
    expect(freeModuleName(taken, 'other.wasm')).toBe('other2');
  });
});

describe('canisters that are not Motoko', () => {
  it('are modules and text files, also where the compiler has not answered yet', () => {
    const mixed = withModule(project({ 'Main.mo': '', 'b/Main.wat': '' }), 'greeter', file, 'service : {}');
    const outlines = foreignOutlines(mixed);
    expect(outlines).toEqual([
      { name: 'greeter', path: 'greeter.wasm', imports: [] },
      { name: 'main2', path: 'b/Main.wat', imports: [] },
    ]);
    expect(outlines.every(isForeign)).toBe(true);
    expect(mixed.files['greeter.did']).toBe('service : {}');
    expect(outlinesToShow(undefined, [], mixed, []).map(({ name }) => name)).toEqual(['greeter', 'main2']);
  });

  it('are gone with all that was known of them', () => {
    const before = { ...withModule(project({}), 'greeter', file, undefined), canisterIds: { greeter: 'a', main: 'b' } };
    expect(withoutModule(before, 'greeter')).toMatchObject({ modules: {}, canisterIds: { main: 'b' } });
  });

  it('tell their stable variables in their metadata', () => {
    const [count, names] = variablesOfSignature('actor { stable var count : Nat; stable names : [Text] };');
    expect(count).toMatchObject({ name: 'count', type: 'Nat', kind: 'stable' });
    expect(names).toMatchObject({ name: 'names', type: '[Text]' });
    expect(count?.unshown).toContain('cannot be asked');
    expect(variablesOfSignature('')).toEqual([]);
  });
});
