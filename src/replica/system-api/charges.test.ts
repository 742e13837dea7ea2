import { describe, expect, it } from 'vitest';
import { apiProgram, instructionsAround } from '../testing/api-program.ts';
import { chargesOf } from '../testing/charges.ts';
import { program } from '../testing/execution.ts';
import { importsOf } from '../testing/specification-imports.ts';

/** What calls of the System API cost in instructions: rs/embedders/src/wasmtime_embedder/system_api_complexity.rs. */

describe('instructions of the imports, 32 bits', () => {
  it.each([0, 8])('with sizes of %i bytes', (size) => {
    const { charged, specified } = chargesOf(32, size);
    expect(charged).toEqual(specified);
  });

  it('a call in a wrong context is charged before it traps', () => {
    const wrong = program(apiProgram(32, 8));
    for (const entry of importsOf(32).filter(({ contexts }) => !contexts.has('s'))) {
      const building = entry.name.startsWith('call_') && entry.name !== 'call_new';
      const around = instructionsAround(entry) - (building ? 8 + 5 + 1500 : 0);
      const sizes = entry.params.filter(({ name }) => name.endsWith('size')).length * 8;
      expect([entry.name, wrong.run(`bare ${entry.name}`, 's').instructions - around]).toEqual([entry.name, entry.charge(sizes)]);
    }
  });

  it('a call that the limit does not cover ends the execution with IC0522', () => {
    const { fault } = program(apiProgram(32, 0)).run('bare time', 'U', { input: { instructionLimit: 100 } });
    expect(fault).toMatchObject({ errorCode: 'IC0522', text: 'Canister exceeded the limit of 100 instructions for single message execution.' });
  });

  it('a size beyond the limit is charged before it is found out of bounds', () => {
    const huge = program(`(module
      (import "ic0" "msg_reply_data_append" (func $append (param i32 i32)))
      (memory 1)
      (func (export "go") (call $append (i32.const 0) (i32.const -1))))`);
    expect(huge.run('go', 'U').fault?.errorCode).toBe('IC0522');
  });
});

describe('instructions of debug_print', () => {
  const printing = program(`(module
    (import "ic0" "debug_print" (func $print (param i32 i32)))
    (memory 1)
    (func (export "print twice") (call $print (i32.const 0) (i32.const 3000)) (call $print (i32.const 0) (i32.const 3000)))
    (func (export "print large") (call $print (i32.const 0) (i32.const 10000))))`);

  it('double the text up to the capacity, and fifty times what has room in the log', () => {
    const { instructions } = printing.run('print twice', 'U');
    const calls = 1 + 2 * (2 + 5 + 100);
    expect(instructions - calls).toBe(2 * 3000 + 50 * 3000 + 2 * 3000 + 50 * (4096 - 3040));
  });

  it('count a text beyond the capacity as the capacity', () => {
    expect(printing.run('print large', 'U').instructions - (1 + 2 + 5 + 100)).toBe(52 * 4096);
  });
});
