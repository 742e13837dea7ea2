/** A piece of code and what it is. */
export interface Piece {
  readonly kind: 'word' | 'text' | 'number' | 'comment' | 'type' | 'plain';
  readonly text: string;
}

const KEYWORDS =
  'actor and async assert await break case catch class composite continue debug do else false flexible for from_candid func if ignore import in label let loop migration module not null object or persistent private public query return shared stable switch system throw to_candid transient true try type var while with';

const WORDS: ReadonlySet<string> = new Set(KEYWORDS.split(' '));
const TOKENS = /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("(?:[^"\\\n]|\\.)*"?)|(\b\d[\w.]*)|([A-Za-z_]\w*)/g;

/** Motoko in pieces, simply: enough to read an example by. */
export function motokoPieces(code: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of code.matchAll(TOKENS)) {
    if (match.index > end) pieces.push({ kind: 'plain', text: code.slice(end, match.index) });
    end = match.index + match[0].length;
    pieces.push({ kind: kindOf(match), text: match[0] });
  }
  if (end < code.length) pieces.push({ kind: 'plain', text: code.slice(end) });
  return pieces;
}

function kindOf([, comment, text, number, word]: RegExpMatchArray): Piece['kind'] {
  if (comment !== undefined) return 'comment';
  if (text !== undefined) return 'text';
  if (number !== undefined) return 'number';
  if (word !== undefined && WORDS.has(word)) return 'word';
  return word !== undefined && /^[A-Z]/.test(word) ? 'type' : 'plain';
}
