import type { Actions, AppState } from '../state/model.ts';
import { dispatch } from './dispatch.ts';
import type { Command, Env, ShellMemory, Tone } from './grammar.ts';
import { lex, type Part, type Step, type Word } from './lexer.ts';
import { TABLE } from './table.ts';

/** Where a shell's output goes. */
export interface Screen {
  readonly write: (text: string, tone: Tone) => void;
  readonly clear: () => void;
  /** A command waits for a line of the user. */
  readonly asked: () => void;
}

export interface ShellOptions {
  readonly state: () => AppState;
  readonly actions: Actions;
  readonly screen: Screen;
}

/** A shell without a screen: lines go in, text and exit codes come out. */
export interface Shell {
  readonly memory: ShellMemory;
  readonly table: readonly Command[];
  /** Whether what was typed is not ended yet: more lines have to follow. */
  isOpen(source: string): boolean;
  /** Runs a line, or several; gives the exit code of the last command. One at a time. */
  run(source: string): Promise<number>;
  /** Whether a command waits for a line of the user. */
  isAsking(): boolean;
  answer(line: string): void;
  /** Ctrl-C: stops what runs. */
  interrupt(): void;
}

class Interrupted extends Error {}

const MAX_HISTORY = 500;
const INTERRUPTED = 130;
const SYNTAX = 2;
/** Substitutions within substitutions. */
const MAX_DEPTH = 8;

export function createShell(options: ShellOptions): Shell {
  const memory: ShellMemory = { running: true, exitCode: 0, variables: new Map(), history: [] };
  let asking: ((line: string) => void) | undefined;
  let stop: ((reason: Interrupted) => void) | undefined;

  const env = (out: Env['out'], alive: () => boolean): Env => {
    const guarded = <A extends readonly unknown[]>(print: (...args: A) => void) => (...args: A): void => {
      if (!alive()) throw new Interrupted();
      print(...args);
    };
    return {
      state: options.state,
      actions: options.actions,
      memory,
      out: guarded(out),
      err: guarded((text, tone = 'plain') => options.screen.write(text, tone)),
      ask: () =>
        new Promise((resolve) => {
          asking = resolve;
          options.screen.asked();
        }),
      clear: options.screen.clear,
      table: TABLE,
    };
  };

  const runSource = async (source: string, out: Env['out'], alive: () => boolean, depth: number): Promise<number> => {
    const lexed = lex(source);
    if (lexed.kind !== 'steps' || depth > MAX_DEPTH) {
      options.screen.write(lexed.kind === 'error' ? `shell: ${lexed.message}` : 'shell: unexpected end of file', 'bad');
      if (lexed.kind === 'error' && lexed.hint !== '') options.screen.write(lexed.hint, 'soft');
      return (memory.exitCode = SYNTAX);
    }
    const capture = async (inner: string): Promise<string> => {
      const lines: string[] = [];
      await runSource(inner, (text) => lines.push(text), alive, depth + 1);
      return lines.join('\n');
    };
    for (const step of lexed.steps) {
      if (!wanted(step, memory.exitCode)) continue;
      const words = await expand(step.words, memory, capture);
      memory.exitCode = assign(words, memory) ? 0 : await dispatch(env(out, alive), words);
    }
    return memory.exitCode;
  };

  return {
    memory,
    table: TABLE,
    isOpen: (source) => lex(source).kind === 'open',
    run: async (source) => {
      remember(memory, source);
      let running = true;
      const interrupted = new Promise<never>((_, reject) => {
        stop = reject;
      });
      try {
        return await Promise.race([runSource(source, (text) => options.screen.write(text, 'plain'), () => running, 0), interrupted]);
      } catch (error) {
        if (error instanceof Interrupted) return (memory.exitCode = INTERRUPTED);
        options.screen.write(`shell: ${error instanceof Error ? error.message : String(error)}`, 'bad');
        return (memory.exitCode = 1);
      } finally {
        running = false;
        asking = undefined;
        stop = undefined;
      }
    },
    isAsking: () => asking !== undefined,
    answer: (line) => {
      const answered = asking;
      asking = undefined;
      answered?.(line);
    },
    interrupt: () => {
      if (isExecuting(options.state())) void options.actions.stop();
      stop?.(new Interrupted());
    },
  };
}

/** Whether the replica does something that a command may wait for. */
const isExecuting = ({ running, canisters }: AppState): boolean =>
  running !== undefined || Object.values(canisters).some(({ busy, calls }) => busy !== undefined || calls.some(({ phase }) => phase === 'running'));

const wanted = ({ connector }: Step, exitCode: number): boolean => connector === ';' || (connector === '&&') === (exitCode === 0);

function remember(memory: ShellMemory, source: string): void {
  const line = source.trim();
  if (line !== '' && memory.history.at(-1) !== line) memory.history = [...memory.history, line].slice(-MAX_HISTORY);
}

/** `NAME=value` sets a variable; gives whether the words were that. */
function assign(words: readonly string[], memory: ShellMemory): boolean {
  const pairs = words.map((word) => /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(word));
  if (words.length > 0 && !pairs.every((pair) => pair !== null)) return false;
  for (const pair of pairs) memory.variables.set(pair?.[1] ?? '', pair?.[2] ?? '');
  return true;
}

async function expand(words: readonly Word[], memory: ShellMemory, capture: (source: string) => Promise<string>): Promise<readonly string[]> {
  const expanded: string[] = [];
  for (const word of words) expanded.push(...(await expandWord(word, memory, capture)));
  return expanded;
}

/** What a substitution gives is split at blanks where it is not quoted. */
async function expandWord(word: Word, memory: ShellMemory, capture: (source: string) => Promise<string>): Promise<readonly string[]> {
  const fields: string[] = [];
  let current: string | undefined;
  for (const part of word) {
    const text = await valueOf(part, memory, capture);
    const pieces = part.kind === 'text' || part.quoted ? [text] : text.split(/\s+/);
    pieces.forEach((piece, index) => {
      if (index > 0) {
        if (current !== undefined && current !== '') fields.push(current);
        current = undefined;
      }
      if (piece !== '' || part.kind === 'text' || part.quoted) current = (current ?? '') + piece;
    });
  }
  return current === undefined ? fields : [...fields, current];
}

function valueOf(part: Part, memory: ShellMemory, capture: (source: string) => Promise<string>): string | Promise<string> {
  if (part.kind === 'text') return part.text;
  if (part.kind === 'command') return capture(part.source);
  return part.name === '?' ? memory.exitCode.toString() : (memory.variables.get(part.name) ?? '');
}
