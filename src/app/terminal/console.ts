import { commonPrefix, complete } from './completion.ts';
import type { Tone } from './grammar.ts';
import { isText, keysOf } from './keys.ts';
import { EDITS, emptyLine, insert, type Line, rendered, widthOf, withText } from './line-editor.ts';
import { sanitize } from './sanitize.ts';
import { createShell, type Shell, type ShellOptions } from './shell.ts';

/** What a console draws on. */
export interface Display {
  /** Control sequences are the console's own: everything else was made harmless. */
  readonly write: (data: string) => void;
  readonly clear: () => void;
  readonly columns: () => number;
}

const STYLES: Readonly<Record<Tone, string>> = { plain: '', soft: '\u001b[90m', good: '\u001b[32m', warn: '\u001b[33m', bad: '\u001b[31m', strong: '\u001b[1m' };
const PROMPT = '$ ';
const CONTINUED = '> ';
const ENTER = ['\r', '\n'];

/** Shell and line editor behind a terminal: keys go in, what to draw comes out. */
export class Console {
  readonly shell: Shell;
  readonly #display: Display;
  readonly #state: ShellOptions['state'];
  #line: Line;
  /** Lines before, where a quote goes over several. */
  #begun = '';
  #row = 0;
  #running: Promise<void> | undefined;
  #queue: string[] = [];
  #search: string | undefined;
  #snapshots = new Set<string>();

  constructor(options: Omit<ShellOptions, 'screen'>, display: Display) {
    this.#display = display;
    this.#state = options.state;
    this.shell = createShell({ ...options, screen: { write: (text, tone) => this.#print(text, tone), clear: display.clear, asked: () => this.#question() } });
    this.#line = emptyLine([]);
  }

  /** The first words, and the prompt. */
  greet(text: string): void {
    this.#print(text, 'soft');
    this.#draw();
  }

  /** What the user typed or pasted; what comes while a command runs waits for its end, or for its question. */
  input(data: string): void {
    for (const key of keysOf(data)) {
      if (key === '\u0003') this.#interrupt();
      else this.#queue.push(key);
    }
    this.#drain();
  }

  /** Resolves when nothing runs any more and all that was typed is worked off. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  /** Types a line and runs it, as if it had been typed. */
  run(line: string): void {
    if (!this.#running) this.#line = emptyLine(this.shell.memory.history);
    this.input(`${line.replace(/\n/g, ' ')}\r`);
  }

  /** The width has changed. */
  resized(): void {
    if (!this.#running) this.#draw();
  }

  #drain(): void {
    while (this.#queue.length > 0 && (!this.#running || this.shell.isAsking())) this.#key(this.#queue.shift() ?? '');
  }

  #key(key: string): void {
    if (this.#search !== undefined && this.#searchKey(key)) return;
    if (ENTER.includes(key)) return this.#enter();
    const edit = EDITS.get(key);
    if (key === '\t') this.#complete();
    else if (key === '\u000c') this.#clear();
    else if (key === '\u0012') this.#searchFor('');
    else if (edit) this.#show(edit(this.#line, this.shell.isAsking() ? [] : this.shell.memory.history));
    else if (isText(key)) this.#show(insert(this.#line, key));
  }

  #enter(): void {
    const { text } = this.#line;
    this.#show(withText(this.#line, text));
    this.#display.write('\r\n');
    this.#row = 0;
    this.#line = emptyLine(this.shell.memory.history);
    if (this.shell.isAsking()) return this.shell.answer(text);
    const source = this.#begun === '' ? text : `${this.#begun}\n${text}`;
    const open = this.shell.isOpen(source);
    this.#begun = open ? source : '';
    if (open) this.#draw();
    else this.#running = this.#execute(source);
  }

  async #execute(source: string): Promise<void> {
    await this.shell.run(source);
    this.#running = undefined;
    this.#line = emptyLine(this.shell.memory.history);
    this.#draw();
    this.#drain();
  }

  #interrupt(): void {
    this.#queue = [];
    this.#search = undefined;
    this.#display.write('^C\r\n');
    this.#row = 0;
    this.#begun = '';
    this.#line = emptyLine(this.shell.memory.history);
    if (this.#running) this.shell.interrupt();
    else this.#draw();
  }

  #question(): void {
    this.#line = emptyLine([]);
    this.#drain();
  }

  #complete(): void {
    if (this.shell.isAsking()) return;
    const { text, cursor } = this.#line;
    const { start, candidates } = complete(text.slice(0, cursor), this.shell.table, this.#state(), [...this.#snapshots]);
    const common = commonPrefix(candidates);
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) return this.#replace(start, `${only} `);
    if (start + common.length > cursor) return this.#replace(start, common);
    if (candidates.length === 0) return;
    this.#display.write('\r\n');
    this.#row = 0;
    this.#print(candidates.join('  '), 'soft');
    this.#draw();
  }

  #replace(start: number, word: string): void {
    const { text, cursor } = this.#line;
    this.#show(withText(this.#line, text.slice(0, start) + word + text.slice(cursor).replace(/^ /, word.endsWith(' ') ? '' : ' '), start + word.length));
  }

  #clear(): void {
    this.#display.clear();
    this.#row = 0;
    this.#draw();
  }

  /** Ctrl-R: the newest line that holds what is typed. */
  #searchFor(wanted: string): void {
    this.#search = wanted;
    const found = wanted === '' ? undefined : this.shell.memory.history.findLast((line) => line.includes(wanted));
    this.#line = withText(this.#line, found ?? (wanted === '' ? this.#line.text : ''));
    this.#draw();
  }

  /** Gives whether the key was about the search. */
  #searchKey(key: string): boolean {
    const search = this.#search ?? '';
    if (isText(key)) this.#searchFor(search + key);
    else if (key === '\u007f') this.#searchFor(search.slice(0, -1));
    else {
      this.#search = undefined;
      this.#draw();
      return key === '\u0012';
    }
    return true;
  }

  #show(line: Line): void {
    this.#line = line;
    this.#draw();
  }

  #draw(): void {
    const prompt = this.#search !== undefined ? `(search: ${this.#search}) ` : this.shell.isAsking() ? '' : this.#begun === '' ? PROMPT : CONTINUED;
    const { output, row } = rendered(`\u001b[36m${prompt}\u001b[0m`, prompt, this.#line, this.#display.columns(), this.#row);
    this.#row = row;
    this.#display.write(output);
  }

  #print(text: string, tone: Tone): void {
    const harmless = sanitize(text);
    for (const [id] of harmless.matchAll(/\b[0-9a-f]{20,56}\b/g)) if (id.length < 64) this.#snapshots.add(id);
    const style = STYLES[tone];
    const lines = harmless.split('\n').map((line) => (style === '' || widthOf(line) === 0 ? line : `${style}${line}\u001b[0m`));
    this.#display.write(`${lines.join('\r\n')}\r\n`);
  }
}
