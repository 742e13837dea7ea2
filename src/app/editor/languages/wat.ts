import type { languages } from 'monaco-editor/editor/editor.api';

const KEYWORDS = [
  'module', 'func', 'param', 'result', 'local', 'export', 'import', 'memory', 'data', 'table', 'elem', 'global', 'mut', 'type', 'start',
  'if', 'then', 'else', 'block', 'loop', 'end', 'offset', 'item',
];

export const watConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: ';;', blockComment: ['(;', ';)'] },
  brackets: [['(', ')']],
  autoClosingPairs: [{ open: '(', close: ')' }, { open: '"', close: '"' }],
};

/** WebAssembly in text form. */
export const watLanguage: languages.IMonarchLanguage = {
  keywords: KEYWORDS,
  tokenizer: {
    root: [
      [/;;.*$/, 'comment'],
      [/\(;/, 'comment', '@comment'],
      [/"([^"\\]|\\.)*"/, 'string'],
      [/\$[\w.!#%&'*+\-/:<=>?@\\^`|~]+/, 'identifier'],
      [/\b[if](32|64)\b(?!\.)/, 'type'],
      [/\bfuncref\b|\bexternref\b|\bv128\b/, 'type'],
      [/[+-]?(0x[\da-fA-F_]+|\d[\d_]*(\.\d+)?)/, 'number'],
      [/[a-z][\w.]*/, { cases: { '@keywords': 'keyword', '@default': 'operator' } }],
      [/[()]/, '@brackets'],
    ],
    comment: [
      [/[^;(]+/, 'comment'],
      [/\(;/, 'comment', '@push'],
      [/;\)/, 'comment', '@pop'],
      [/[;(]/, 'comment'],
    ],
  },
};
