import { IDL } from '@dfinity/candid';
import { importsOf, type SpecifiedImport } from './specification-imports.ts';

/** A module with an export for each import of the System API, which does nothing but call it. */

const USAGE = IDL.Record({
  request_bytes: IDL.Nat64,
  http_roundtrip_time_ms: IDL.Nat64,
  raw_response_bytes: IDL.Nat64,
  transformed_response_bytes: IDL.Nat64,
  transform_instructions: IDL.Nat64,
});
const usage = new Uint8Array(
  IDL.encode([USAGE], [{ request_bytes: 1n, http_roundtrip_time_ms: 2n, raw_response_bytes: 3n, transformed_response_bytes: 4n, transform_instructions: 26n }]),
);

/** Where the candid of `cost_http_request_v2` and the name of an environment variable are in the heap. */
const USAGE_AT = 1024;
const NAME_AT = 512;

/** Arguments beside sizes that a call needs in order not to trap. */
const GIVEN: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  cost_http_request_v2: { src: USAGE_AT, length: usage.length },
  env_var_value_size: { src: NAME_AT, length: 3 },
  env_var_value_copy: { src: NAME_AT, length: 3 },
};

/** Calls that need a call under construction. */
const BUILDING = new Set(['call_on_cleanup', 'call_data_append', 'call_with_best_effort_response', 'call_cycles_add', 'call_cycles_add128', 'call_perform']);

const escaped = (bytes: Uint8Array): string => [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

/** The sum of the arguments that count as `n`, where each of them is `size`. */
export const countedBytes = ({ params }: SpecifiedImport, size: number): number => params.filter(({ name }) => name.endsWith('size')).length * size;

/** Instructions of the export `ready NAME` beside the charge of the import itself. */
export function instructionsAround({ name, params, result }: SpecifiedImport): number {
  const construction = BUILDING.has(name) ? 8 + 5 + 1500 : 0;
  return 1 + construction + params.length + 5 + (result === undefined ? 0 : 1);
}

/** Imports of the whole System API, as `$NAME`. */
function importSection(wordSize: 32 | 64): string {
  const wordType = (type: string): string => (type === 'I' ? `i${wordSize}` : type);
  return importsOf(wordSize)
    .map(({ name, params, result }) => {
      const types = params.map(({ type }) => `(param ${wordType(type)})`).join(' ');
      return `(import "ic0" "${name}" (func $${name} ${types} ${result === undefined ? '' : `(result ${wordType(result)})`}))`;
    })
    .join('\n');
}

/** A 32-bit module whose export `go` is this code; the whole System API is there as `$NAME`. `extra` are more fields of the module. */
export const goProgram = (body: string, extra = '(memory 1)'): string => `(module ${importSection(32)} ${extra} (func (export "go") ${body}))`;

/**
 * Exports: `bare NAME` calls the import, `ready NAME` does so in the state that it needs. Every parameter whose name ends in `size` is `size`.
 */
export function apiProgram(wordSize: 32 | 64, size: number): string {
  const address = `i${wordSize}`;
  const wordType = (type: string): string => (type === 'I' ? address : type);
  const imports = importsOf(wordSize);
  const invoke = ({ name, params, result }: SpecifiedImport): string => {
    const args = params.map((param) => `(${wordType(param.type)}.const ${param.name.endsWith('size') ? size : (GIVEN[name]?.[param.name] ?? 0)})`);
    return `(${result === undefined ? '' : 'drop ('}call $${name} ${args.join(' ')}${result === undefined ? '' : ')'})`;
  };
  const build = `(call $call_new ${`(${address}.const 0)`.repeat(8)})`;
  return `(module
    ${importSection(wordSize)}
    (memory ${wordSize === 64 ? 'i64 ' : ''}1)
    (data (${address}.const ${USAGE_AT}) "${escaped(usage)}")
    (data (${address}.const ${NAME_AT}) "KEY")
    ${imports.map((entry) => `(func (export "bare ${entry.name}") ${invoke(entry)})`).join('\n')}
    ${imports.map((entry) => `(func (export "ready ${entry.name}") ${BUILDING.has(entry.name) ? build : ''} ${invoke(entry)})`).join('\n')})`;
}
