import { describe, expect, it } from 'vitest';
import { callCommand, canisterCommands, withoutCommand } from './as-command.ts';
import { readArguments } from './arguments.ts';
import { complete } from './completion.ts';
import { keysOf } from './keys.ts';
import { lex } from './lexer.ts';
import { rendered } from './line-editor.ts';
import { logLines } from './reports.ts';
import { sanitize } from './sanitize.ts';
import { TABLE } from './table.ts';
import { FakePage } from './testing.ts';

describe('the table of commands', () => {
  it('names each command once, and each flag once in a command', () => {
    const names = TABLE.map(({ path }) => path.join(' '));
    expect(new Set(names).size).toBe(names.length);
    for (const { path, flags } of TABLE) expect(new Set(flags.map(({ name }) => name)).size, path.join(' ')).toBe(flags.length);
  });

  it('explains each command without running it', async () => {
    const page = new FakePage();
    for (const { path } of TABLE.filter((command) => command.path[0] !== 'echo')) {
      const help = await page.type(`${path.join(' ')} --help`);
      expect(help.text).toContain(`Usage: ${path.join(' ')}`);
      expect(help.code).toBe(0);
    }
    expect(page.log).toEqual([]);
  });
});

describe('the shell', () => {
  it.each([
    ["echo '(1, \"x\")'", '(1, "x")'],
    ['echo "a \\"b\\" $?" c\\ d', 'a "b" 0 c d'],
    ["echo a''b \"\" c", 'ab  c'],
    ['echo one; echo two', 'one\ntwo'],
    ['cat nothing && echo yes || echo no', 'cat: nothing: No such file or directory\nno'],
    ['NAME=main && echo $NAME ${NAME}x "$NAME"', 'main mainx main'],
    ['echo $(echo a   b) "$(echo "c  d")"', 'a b c  d'],
    ["echo a # the rest", 'a'],
    ['echo "(record { name = $(echo ")") })"', '(record { name = ) })'],
  ])('%s', async (line, printed) => {
    expect((await new FakePage().type(line)).text).toBe(printed);
  });

  it.each(['echo a | cat', 'echo a > b', 'echo `ls`', '&& ls'])('says what is not there: %s', async (line) => {
    const { text, code } = await new FakePage().type(line);
    expect(text).toMatch(/^shell: /);
    expect(code).toBe(2);
  });

  it('waits for the end of a quote over several lines, also when pasted', async () => {
    const page = new FakePage();
    expect((await page.type("echo '(record {\r\n  a = 1 })'")).text).toContain('(record {\n  a = 1 })');
    expect(lex("echo 'a")).toEqual({ kind: 'open' });
    expect(lex('echo a \\')).toEqual({ kind: 'open' });
  });

  it('brings back earlier lines, by arrow and by search', async () => {
    const page = new FakePage();
    await page.type('echo first');
    await page.type('echo second');
    expect((await page.type('\u001b[A\u001b[A')).text).toBe('first');
    expect((await page.type('\u0012sec')).text).toContain('second');
    expect((await page.type('history')).text).toMatch(/1 {2}echo first\n\s+2 {2}echo second/);
  });

  it('edits in the middle of a line', async () => {
    expect((await new FakePage().type('cho ac\u0001e\u0005\u001b[Db')).text).toBe('abc');
    expect((await new FakePage().type('echo 👩‍👧x\u007f\u007fy')).text).toBe('y');
  });

  it('interrupts what does not end, and what waits for an answer', async () => {
    const page = new FakePage();
    await page.type('dfx deploy');
    page.console.input('dfx canister call main loop\r');
    await Promise.resolve();
    page.console.input('\u0003');
    await page.console.idle();
    expect(page.console.shell.memory.exitCode).toBe(130);
    page.console.input('dfx canister install main --mode reinstall\r');
    while (!page.console.shell.isAsking()) await new Promise((resolve) => setTimeout(resolve));
    page.console.input('\u0003');
    await page.console.idle();
    expect(page.log).not.toContain('reinstall main');
  });

  it('cuts what is typed into keys', () => {
    expect(keysOf('ab\u001b[A\r\nc\t')).toEqual(['ab', '\u001b[A', '\r', 'c', '\t']);
  });

  it('draws a line that is wider than the screen', () => {
    const line = { text: 'x'.repeat(18), cursor: 2, at: 0, draft: '' };
    expect(rendered('$ ', '$ ', line, 10, 1)).toEqual({ output: `\u001b[1A\r\u001b[J$ ${'x'.repeat(18)}\r\n\u001b[2A\r\u001b[4C`, row: 0 });
  });
});

describe('completion', () => {
  it.each([
    ['d', ['dfx']],
    ['dfx can', ['canister']],
    ['dfx canister s', ['snapshot', 'start', 'status', 'stop']],
    ['dfx canister snapshot ', ['create', 'delete', 'list', 'load']],
    ['dfx canister call m', ['main']],
    ['dfx canister call main ', ['add', 'get']],
    ['dfx canister call main get ', ["'()'"]],
    ['dfx canister install main --mo', ['--mode']],
    ['dfx canister install main --mode ', ['auto', 'install', 'reinstall', 'upgrade']],
    ['dfx canister call main get --identity ', ['alice', 'bob']],
    ['dfx identity use b', ['bob']],
    ['ls && cat l', ['lib/Types.mo']],
    ['dfx canister snapshot load main ', ['0a']],
    ['echo $(icp canister li', ['list']],
    ['help dfx ide', ['identity']],
    ['dfx canister call nobody ', []],
  ])('%s', (text, candidates) => {
    expect(complete(text, TABLE, new FakePage().state, ['0a']).candidates).toEqual(candidates);
  });

  it('puts in what all have in common, then the only one, then shows all', async () => {
    const page = new FakePage();
    page.console.input('dfx canis\tsta\t');
    page.console.input('\t');
    expect(page.printed).toContain('start  status');
    page.console.input('tus\u0015');
    expect((await page.type('ech\ta')).text).toBe('a');
  });
});

describe('what canisters say', () => {
  it.each([
    ['a\u001b]0;title\u0007b', 'ab'],
    ['a\u001b]52;c;aGVsbG8=\u001b\\b', 'ab'],
    ['\u001b[31mred\u001b[0m \u001b[2J\u001b[H', 'red '],
    ['a\u009b31mb\u0090x\u009cc', 'abc'],
    ['a\u0007\u0000\rb\u202eevil', 'a\nbevil'],
    ['\u001bcreset\u001b', 'reset'],
    ['\u001b[', ''],
    ['lines\r\nstay\tso', 'lines\nstay  so'],
  ])('loses its control sequences: %j', (hostile, harmless) => {
    expect(sanitize(hostile)).toBe(harmless);
  });

  it('is shown as bytes in a log, as dfx does', () => {
    expect(logLines([{ index: 1n, timestampNanos: 0n, text: '\u001b[2J' }], undefined)).toEqual(['[1. 1970-01-01T00:00:00Z]: (bytes) 0x1b5b324a']);
  });

  it('reaches the screen without control sequences, whoever prints it', async () => {
    const page = new FakePage();
    await page.type('dfx deploy');
    page.reply = '("\u001b]0;owned\u0007<img src=x onerror=alert(1)>")';
    await page.type('dfx canister call main get');
    expect(page.printed).toContain('("<img src=x onerror=alert(1)>")');
    expect(page.printed).not.toContain('\u001b]');
  });
});

describe('buttons as commands', () => {
  it('gives lines that the table reads and runs', async () => {
    const page = new FakePage();
    const before = canisterCommands(page.state, 'main');
    expect(before).toEqual([{ button: 'Deploy', dfx: 'dfx deploy', icp: 'icp deploy' }]);
    await page.type('dfx deploy');
    const record = { id: 1, method: 'add', mode: 'query', args: '(1, "it\'s")', caller: 'Bob', phase: 'replied', result: '', errorCode: undefined, instructions: 1, milliseconds: 1 } as const;
    const call = callCommand(page.state, 'main', record);
    expect(call.dfx).toBe("dfx canister call main add '(1, \"it'\\''s\")' --query --identity bob");
    for (const { dfx, icp } of [...canisterCommands(page.state, 'main'), call]) {
      for (const line of [dfx, icp]) expect((await page.type(line, ...(/^dfx.*reinstall/.test(line) ? ['yes'] : []))).code, line).toBe(0);
    }
    expect(page.log).toContain('call main.add(1, "it\'s") query as Bob');
  });

  it('says of what has no command that it has none', async () => {
    const page = new FakePage();
    expect(withoutCommand(page.state, 'main')).toEqual([]);
    await page.type('dfx deploy');
    expect(withoutCommand(page.state, 'main')).toMatchObject([{ button: 'Rehearse', why: expect.stringContaining('Nothing at home does this') as string }]);
  });

  it('refuses a flag that a command has not', () => {
    const command = TABLE.find(({ path }) => path.join(' ') === 'dfx canister call');
    expect(() => command && readArguments(command, ['main', 'get', '--fast'])).toThrow("unexpected argument '--fast' found");
  });
});
