import { describe, expect, it } from 'vitest';
import { wat } from '../wasm/testing.ts';
import { IMPORTS_BOTH_WIDTHS, IMPORTS_ONLY_32_BIT, importsOf, type SpecifiedImport, type WordType } from '../testing/specification-imports.ts';
import { parseModule } from '../wasm/parse.ts';
import { ModuleRefused } from '../wasm/refusal.ts';
import { validateImports } from '../wasm/validate.ts';
import { SYSTEM_API } from './bind.ts';

/** Interface Specification, "Overview of imports": names and types. */

/** In the production replica but not in the specification. */
const UNSPECIFIED = ['mint_cycles128'];

const listed = (entries: readonly SpecifiedImport[]): string[] => entries.map(({ name }) => name).sort();

const wordType = (type: WordType, wordSize: 32 | 64): string => (type === 'I' ? `i${wordSize}` : type);

function importing({ name, params, result }: SpecifiedImport, wordSize: 32 | 64, from = 'ic0'): Uint8Array<ArrayBuffer> {
  const types = params.map(({ type }) => `(param ${wordType(type, wordSize)})`).join(' ');
  const results = result === undefined ? '' : `(result ${wordType(result, wordSize)})`;
  return wat(`(module (import "${from}" "${name}" (func ${types} ${results})) (memory ${wordSize === 64 ? 'i64 ' : ''}1))`);
}

function refusal(module: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    validateImports(parseModule(module));
    return undefined;
  } catch (error) {
    if (error instanceof ModuleRefused) return error.message;
    throw error;
  }
}

describe('the table of imports', () => {
  it('has every import of the specification and no other', () => {
    const known = Object.keys(SYSTEM_API).filter((name) => !UNSPECIFIED.includes(name));
    expect(known.sort()).toEqual(listed(importsOf(32)));
  });

  it('has the contexts of the specification', () => {
    const different = importsOf(32).filter(({ name, contexts }) => [...(SYSTEM_API[name]?.contexts ?? [])].sort().join(' ') !== [...contexts].sort().join(' '));
    expect(listed(different)).toEqual([]);
  });
});

describe.each([32, 64] as const)('a module with a memory of %i bits', (wordSize) => {
  it('may import each with the type of the specification', () => {
    const refused = importsOf(wordSize).flatMap((entry) => refusal(importing(entry, wordSize)) ?? []);
    expect(refused).toEqual([]);
  });

  it('may not import any with one parameter more', () => {
    const accepted = importsOf(wordSize).filter((entry) => {
      const params = [...entry.params, { name: 'more', type: 'i32' as const }];
      return refusal(importing({ ...entry, params }, wordSize))?.includes(`Expected input params`) !== true;
    });
    expect(listed(accepted)).toEqual([]);
  });

  it('may not import any with the addresses of the other width', () => {
    const addressed = importsOf(wordSize).filter(({ params }) => params.some(({ type }) => type === 'I'));
    const other: WordType = wordSize === 32 ? 'i64' : 'i32';
    const accepted = addressed.filter((entry) => {
      const params = entry.params.map((param) => (param.type === 'I' ? { ...param, type: other } : param));
      return refusal(importing({ ...entry, params }, wordSize)) === undefined;
    });
    expect(listed(accepted)).toEqual([]);
  });

  it('may not import any without its result', () => {
    const accepted = importsOf(wordSize).filter((entry) => entry.result !== undefined && refusal(importing({ ...entry, result: undefined }, wordSize)) === undefined);
    expect(listed(accepted)).toEqual([]);
  });

  it('may not import any from another module', () => {
    const accepted = importsOf(wordSize).filter((entry) => refusal(importing(entry, wordSize, 'env')) === undefined);
    expect(listed(accepted)).toEqual([]);
  });
});

describe('a module with a memory of 64 bits', () => {
  it('may not import what exists for 32 bits only', () => {
    const texts = IMPORTS_ONLY_32_BIT.map((entry) => refusal(importing(entry, 64)));
    expect(texts).toEqual(
      IMPORTS_ONLY_32_BIT.map(({ name }) => `Wasm module has an invalid import section. Module imports function '${name}' from 'ic0' that is not exported by the runtime.`),
    );
  });
});

describe('a module without a memory', () => {
  it('has imports with addresses of 32 bits', () => {
    const entry = IMPORTS_BOTH_WIDTHS.find(({ name }) => name === 'msg_caller_copy') as SpecifiedImport;
    const types = entry.params.map(() => '(param i32)').join(' ');
    expect(refusal(wat(`(module (import "ic0" "msg_caller_copy" (func ${types})))`))).toBeUndefined();
  });
});

it('an import that does not exist is refused', () => {
  expect(refusal(wat('(module (import "ic0" "controller_size" (func (result i32))))'))).toBe(
    "Wasm module has an invalid import section. Module imports function 'controller_size' from 'ic0' that is not exported by the runtime.",
  );
});
