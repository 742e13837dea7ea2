import type { languages } from 'monaco-editor/editor/editor.api';

const KEYWORDS = ['type', 'import', 'service', 'func', 'record', 'variant', 'opt', 'vec', 'query', 'oneway', 'composite_query'];
const TYPES = [
  'nat', 'nat8', 'nat16', 'nat32', 'nat64', 'int', 'int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'bool', 'text', 'null', 'reserved',
  'empty', 'principal', 'blob',
];

export const candidConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '//', blockComment: ['/*', '*/'] },
  brackets: [['{', '}'], ['(', ')']],
  autoClosingPairs: [{ open: '{', close: '}' }, { open: '(', close: ')' }, { open: '"', close: '"' }],
};

export const candidLanguage: languages.IMonarchLanguage = {
  keywords: KEYWORDS,
  types: TYPES,
  tokenizer: {
    root: [
      [/[A-Za-z_]\w*/, { cases: { '@keywords': 'keyword', '@types': 'type', '@default': 'identifier' } }],
      [/\/\/.*$/, 'comment'],
      [/\/\*/, 'comment', '@comment'],
      [/"([^"\\]|\\.)*"/, 'string'],
      [/\d[\d_]*/, 'number'],
      [/[{}()]/, '@brackets'],
      [/->|[:=]/, 'operator'],
      [/[;,]/, 'delimiter'],
    ],
    comment: [
      [/[^/*]+/, 'comment'],
      [/\/\*/, 'comment', '@push'],
      [/\*\//, 'comment', '@pop'],
      [/[/*]/, 'comment'],
    ],
  },
};

/** The language of a file, from its name. */
export function languageOf(path: string): string {
  if (path.endsWith('.mo')) return 'motoko';
  if (path.endsWith('.wat')) return 'wat';
  return path.endsWith('.did') || path.endsWith('.most') ? 'candid' : 'plaintext';
}
