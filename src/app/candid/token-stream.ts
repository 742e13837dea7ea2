import { t } from '@lingui/core/macro';
import { CandidSyntaxError, type Token, tokenize } from './lexer.ts';

/** Deepest nesting that is read; deeper text is refused rather than exhausting the stack. */
const MAX_DEPTH = 200;

/** A cursor over the tokens of one text. */
export class TokenStream {
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;

  constructor(source: string) {
    this.tokens = tokenize(source);
  }

  peek(ahead = 0): Token {
    return (this.tokens[this.position + ahead] ?? this.tokens.at(-1)) as Token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.position++;
    return token;
  }

  /** True where the token is that word or symbol (a text is neither). */
  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return (token.kind === 'word' || token.kind === 'symbol') && token.text === text;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.position++;
    return true;
  }

  expect(text: string, purpose: string): void {
    if (!this.accept(text)) this.fail(t`Expected “${text}” ${purpose}, found ${{ found: describe(this.peek()) }}.`);
  }

  fail(message: string, token = this.peek()): never {
    throw new CandidSyntaxError(message, token.offset);
  }

  /** Runs a nested reading; refuses to go deeper than any sensible text. */
  nested<T>(read: () => T): T {
    if (this.depth >= MAX_DEPTH) this.fail(t`This is nested more than ${{ levels: MAX_DEPTH }} levels deep.`);
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') this.fail(t`Nothing may follow here, found ${{ found: describe(this.peek()) }}.`);
  }
}

/** The token in words for an error message. */
export function describe(token: Token): string {
  if (token.kind === 'end') return t`the end of the text`;
  const text = token.text.slice(0, 40);
  return token.kind === 'text' ? t`the text "${text}"` : t`“${text}”`;
}
