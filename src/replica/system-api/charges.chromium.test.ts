import { expect, it } from 'vitest';
import { apiProgram } from '../testing/api-program.ts';
import { chargesOf } from '../testing/charges.ts';
import { program } from '../testing/execution.ts';
import { IMPORTS_BOTH_WIDTHS } from '../testing/specification-imports.ts';

/** The System API with addresses of 64 bits. */

it.each([0, 8])('imports charge as with 32 bits where sizes are %i bytes', (size) => {
  const { charged, specified } = chargesOf(64, size);
  expect(charged).toEqual(specified);
});

it('imports can be called where the specification allows it', () => {
  const everyImport = program(apiProgram(64, 0));
  const failed = IMPORTS_BOTH_WIDTHS.filter(({ name }) => name !== 'trap').flatMap(({ name, contexts }) =>
    [...contexts].flatMap((context) => {
      const { fault } = everyImport.run(`ready ${name}`, context as 'U');
      return fault ? [`${name} in ${context}: ${fault.text}`] : [];
    }),
  );
  expect(failed).toEqual([]);
});

it('the environment of a callback keeps all its 64 bits', () => {
  const calling = program(`(module
    (import "ic0" "call_new" (func $new (param i64 i64 i64 i64 i64 i64 i64 i64)))
    (import "ic0" "call_on_cleanup" (func $cleanup (param i64 i64)))
    (import "ic0" "call_perform" (func $perform (result i32)))
    (memory i64 1)
    (func (export "go")
      (call $new (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 1) (i64.const -1) (i64.const -1) (i64.const 0x20000000000001))
      (call $cleanup (i64.const 2) (i64.const 0x7fffffffffffffff))
      (drop (call $perform))))`);
  expect(calling.run('go', 'U').execution.calls[0]?.callback).toEqual({
    reply: { fun: 1n, env: 0xffff_ffff_ffff_ffffn },
    reject: { fun: 0xffff_ffffn, env: 0x20_0000_0000_0001n },
    cleanup: { fun: 2n, env: 0x7fff_ffff_ffff_ffffn },
  });
});
