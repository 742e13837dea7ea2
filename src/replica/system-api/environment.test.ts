import { describe, expect, it } from 'vitest';
import { goProgram } from '../testing/api-program.ts';
import { program, type Outcome } from '../testing/execution.ts';

/** Interface Specification, "Environment Variables". */

const environment = [
  { name: 'KEY', value: 'a value' },
  { name: 'ZAHL-ß', value: '' },
];

function go(body: string): Outcome {
  const data = '(memory 1) (data (i32.const 0) "KEY") (data (i32.const 16) "ZAHL-\\c3\\9f") (data (i32.const 32) "\\ff") (data (i32.const 48) "NONE")';
  return program(goProgram(body, data)).run('go', 'U', { canister: { environment } });
}

const is = (code: string, value: number): string => `(if (i32.ne ${code} (i32.const ${value})) (then (unreachable)))`;
const reply = (at: number, size: number): string => `(call $msg_reply_data_append (i32.const ${at}) (i32.const ${size})) (call $msg_reply)`;
const text = ({ execution: { response } }: Outcome): string | undefined => (response?.kind === 'reply' ? new TextDecoder().decode(response.data) : undefined);

const at = (name: string, size: number): string => `(i32.const ${{ KEY: 0, ZAHL: 16, bad: 32, NONE: 48 }[name] ?? 0}) (i32.const ${size})`;
const violated = (error: string): { errorCode: string; text: string } => ({ errorCode: 'IC0504', text: `Canister violated contract: ${error}` });

describe('environment variables', () => {
  it('can be counted and listed', () => {
    expect(go(`${is('(call $env_var_count)', 2)} ${is('(call $env_var_name_size (i32.const 0))', 3)} ${is('(call $env_var_name_size (i32.const 1))', 7)}`).fault).toBeUndefined();
    expect(text(go(`(call $env_var_name_copy (i32.const 1) (i32.const 100) (i32.const 2) (i32.const 5)) ${reply(100, 5)}`))).toBe('HL-ß');
  });

  it('can be found by name', () => {
    const body = `${is(`(call $env_var_name_exists ${at('KEY', 3)})`, 1)} ${is(`(call $env_var_name_exists ${at('KEY', 2)})`, 0)}
      ${is(`(call $env_var_value_size ${at('KEY', 3)})`, 7)} ${is(`(call $env_var_value_size ${at('ZAHL', 7)})`, 0)}`;
    expect(go(body).fault).toBeUndefined();
    expect(text(go(`(call $env_var_value_copy ${at('KEY', 3)} (i32.const 100) (i32.const 2) (i32.const 5)) ${reply(100, 5)}`))).toBe('value');
  });
});

describe('env_var_name_size and env_var_name_copy', () => {
  const outside = { errorCode: 'IC0504', text: 'Environment variable index 2 is out of bounds. The number of environment variables is 2.', help: '' };

  it('trap beyond the last variable', () => {
    expect(go('(drop (call $env_var_name_size (i32.const 2)))').fault).toMatchObject(outside);
    expect(go('(call $env_var_name_copy (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 0))').fault).toMatchObject(outside);
  });

  it('trap beyond the heap and the name', () => {
    expect(go('(call $env_var_name_copy (i32.const 0) (i32.const 65535) (i32.const 0) (i32.const 3))').fault).toMatchObject(
      violated('ic0.env_var_name_copy heap: src=65535 + length=3 exceeds the slice size=65536'),
    );
    expect(go('(call $env_var_name_copy (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 3))').fault).toMatchObject(
      violated('ic0.env_var_name_copy name: src=1 + length=3 exceeds the slice size=3'),
    );
  });
});

const BY_NAME = [
  ['env_var_name_exists', 'heap', (name: string) => `(drop (call $env_var_name_exists ${name}))`],
  ['env_var_value_size', 'heap', (name: string) => `(drop (call $env_var_value_size ${name}))`],
  ['env_var_value_copy', 'name', (name: string) => `(call $env_var_value_copy ${name} (i32.const 0) (i32.const 0) (i32.const 0))`],
] as const;

describe.each(BY_NAME)('%s', (api, range, code) => {
  it('traps where the name is longer than names can be', () => {
    expect(go(code('(i32.const 0) (i32.const 129)')).fault).toMatchObject(violated(`ic0.${api}: Variable name is too large.`));
  });

  it('traps where the name is out of the heap', () => {
    expect(go(code('(i32.const 65535) (i32.const 2)')).fault).toMatchObject(violated(`ic0.${api} ${range}: src=65535 + length=2 exceeds the slice size=65536`));
  });

  it('traps where the name is not UTF-8', () => {
    expect(go(code(at('bad', 1))).fault).toMatchObject({
      ...violated(`ic0.${api}: Variable name is not a valid UTF-8 string.`),
      help: 'Provide a valid UTF-8 string for the environment variable name.',
    });
  });
});

describe.each(BY_NAME.slice(1))('%s', (_, __, code) => {
  it('traps where there is no such variable', () => {
    expect(go(code(at('NONE', 4))).fault).toMatchObject({ errorCode: 'IC0504', text: 'Environment variable NONE not found.', help: '' });
  });
});

describe('env_var_value_copy', () => {
  it('traps beyond the heap and the value', () => {
    expect(go(`(call $env_var_value_copy ${at('KEY', 3)} (i32.const 65530) (i32.const 0) (i32.const 7))`).fault).toMatchObject(
      violated('ic0.env_var_value_copy heap: src=65530 + length=7 exceeds the slice size=65536'),
    );
    expect(go(`(call $env_var_value_copy ${at('KEY', 3)} (i32.const 0) (i32.const 1) (i32.const 7))`).fault).toMatchObject(
      violated('ic0.env_var_value_copy value: src=1 + length=7 exceeds the slice size=7'),
    );
  });
});
