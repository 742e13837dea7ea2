/** A line of a shell as words: the part of bash's grammar that people use with command-line tools. Pure. */

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** `$NAME` or `$?`; `quoted`: not split at blanks. */
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  /** `$(source)` */
  | { readonly kind: 'command'; readonly source: string; readonly quoted: boolean };

export type Word = readonly Part[];

/** What joins a step to the one before it. */
export type Connector = ';' | '&&' | '||';

export interface Step {
  readonly connector: Connector;
  readonly words: readonly Word[];
}

export type Lexed =
  | { readonly kind: 'steps'; readonly steps: readonly Step[] }
  /** A quote, a substitution or a line is not ended yet. */
  | { readonly kind: 'open' }
  | { readonly kind: 'error'; readonly message: string; readonly hint: string };

class Unfinished extends Error {}

class Refused extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export function lex(source: string): Lexed {
  try {
    return { kind: 'steps', steps: new Lexer(source).steps() };
  } catch (error) {
    if (error instanceof Unfinished) return { kind: 'open' };
    if (error instanceof Refused) return { kind: 'error', message: error.message, hint: error.hint };
    throw error;
  }
}

const DOUBLE_ESCAPES = '"\\$`';
const VARIABLE = /\$(\?|[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/y;
const PARENTHESIS = 'Put an argument in single quotes, as a shell needs it: \'(1, "text")\'.';

class Lexer {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  steps(): readonly Step[] {
    const steps: Step[] = [];
    let words: Word[] = [];
    let connector: Connector = ';';
    const end = (next: Connector): void => {
      if (words.length === 0 && (connector !== ';' || next !== ';')) throw new Refused(`syntax error near unexpected token \`${next}'`, '');
      if (words.length > 0) steps.push({ connector, words });
      words = [];
      connector = next;
    };
    while (this.#skipBlanks()) {
      const next = this.#connector();
      if (next) end(next);
      else words.push(this.#word());
    }
    if (words.length === 0 && connector !== ';') throw new Unfinished();
    end(';');
    return steps;
  }

  #skipBlanks(): boolean {
    for (;;) {
      if (this.#rest('\\\n')) this.#at += 2;
      else if (this.#peek() === ' ' || this.#peek() === '\t') this.#at++;
      else if (this.#peek() === '#') this.#skipComment();
      else break;
    }
    if (this.#source.slice(this.#at) === '\\') throw new Unfinished();
    return this.#at < this.#source.length;
  }

  #skipComment(): void {
    while (this.#at < this.#source.length && this.#peek() !== '\n') this.#at++;
  }

  #connector(): Connector | undefined {
    for (const text of ['&&', '||'] as const) {
      if (!this.#rest(text)) continue;
      this.#at += 2;
      return text;
    }
    if (this.#peek() !== ';' && this.#peek() !== '\n') return undefined;
    this.#at++;
    return ';';
  }

  #word(): Word {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !/[\s;]/.test(this.#peek()) && !this.#rest('&&') && !this.#rest('||')) {
      this.#refuse();
      parts.push(...this.#part());
    }
    return parts;
  }

  #refuse(): void {
    const character = this.#peek();
    if (character === '(' || character === ')') throw new Refused(`syntax error near unexpected token \`${character}'`, PARENTHESIS);
    if (character === '`') throw new Refused('backquotes are not here', 'Write $(command) instead.');
    if ('|<>&'.includes(character)) throw new Refused(`\`${character}\` is not here`, 'There are no pipes, redirections and background jobs; && and ; join commands.');
  }

  #part(): Part[] {
    const character = this.#peek();
    if (character === "'") return [this.#single()];
    if (character === '"') return this.#double();
    if (character === '$') return [this.#dollar(false)];
    if (character === '\\') {
      if (this.#at + 1 >= this.#source.length) throw new Unfinished();
      this.#at += 2;
      const escaped = this.#source[this.#at - 1] ?? '';
      return escaped === '\n' ? [] : [{ kind: 'text', text: escaped }];
    }
    this.#at++;
    return [{ kind: 'text', text: character }];
  }

  #single(): Part {
    const end = this.#source.indexOf("'", this.#at + 1);
    if (end < 0) throw new Unfinished();
    const text = this.#source.slice(this.#at + 1, end);
    this.#at = end + 1;
    return { kind: 'text', text };
  }

  #double(): Part[] {
    const parts: Part[] = [{ kind: 'text', text: '' }];
    this.#at++;
    while (this.#peek() !== '"') {
      if (this.#at >= this.#source.length) throw new Unfinished();
      if (this.#peek() === '$') parts.push(this.#dollar(true));
      else parts.push({ kind: 'text', text: this.#inDouble() });
    }
    this.#at++;
    return parts;
  }

  #inDouble(): string {
    const next = this.#source[this.#at + 1] ?? '';
    const escapes = this.#peek() === '\\' && next !== '' && DOUBLE_ESCAPES.includes(next);
    const text = escapes ? next : this.#peek();
    this.#at += escapes ? 2 : 1;
    return text;
  }

  #dollar(quoted: boolean): Part {
    if (this.#rest('$(')) return { kind: 'command', source: this.#substitution(), quoted };
    VARIABLE.lastIndex = this.#at;
    const found = VARIABLE.exec(this.#source);
    this.#at += found?.[0].length ?? 1;
    return found ? { kind: 'variable', name: (found[1] ?? '').replace(/[{}]/g, ''), quoted } : { kind: 'text', text: '$' };
  }

  /** What stands between `$(` and the parenthesis that closes it; quotes hide parentheses. */
  #substitution(): string {
    const start = this.#at + 2;
    let depth = 1;
    let quote = '';
    for (let at = start; at < this.#source.length; at++) {
      const character = this.#source[at] ?? '';
      if (quote !== '') quote = character === quote ? '' : quote;
      else if (character === "'" || character === '"') quote = character;
      else if (character === '(') depth++;
      else if (character === ')' && --depth === 0) {
        this.#at = at + 1;
        return this.#source.slice(start, at);
      }
    }
    throw new Unfinished();
  }

  #peek(): string {
    return this.#source[this.#at] ?? '';
  }

  #rest(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }
}
