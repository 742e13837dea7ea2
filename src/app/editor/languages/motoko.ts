import type { languages } from 'monaco-editor/editor/editor.api';

/** Keywords of Motoko 1.x, https://github.com/dfinity/motoko, `lexer.mll`. */
const KEYWORDS = [
  'actor', 'and', 'assert', 'async', 'await', 'break', 'case', 'catch', 'class', 'composite', 'continue', 'debug', 'debug_show', 'do',
  'else', 'finally', 'flexible', 'for', 'from_candid', 'func', 'if', 'ignore', 'implicit', 'import', 'in', 'include', 'label', 'let', 'loop',
  'mixin', 'module', 'not', 'null', 'object', 'or', 'persistent', 'private', 'public', 'query', 'return', 'self', 'shared', 'stable', 'switch',
  'system', 'throw', 'to_candid', 'transient', 'true', 'false', 'try', 'type', 'var', 'weak', 'while', 'with',
];

const TYPES = [
  'Any', 'Blob', 'Bool', 'Char', 'Error', 'Float', 'Int', 'Int8', 'Int16', 'Int32', 'Int64', 'Nat', 'Nat8', 'Nat16', 'Nat32', 'Nat64', 'None',
  'Null', 'Principal', 'Region', 'Text',
];

export const motokoConfiguration: languages.LanguageConfiguration = {
  comments: { lineComment: '//', blockComment: ['/*', '*/'] },
  brackets: [['{', '}'], ['[', ']'], ['(', ')']],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
    { open: '/*', close: ' */', notIn: ['string'] },
  ],
  surroundingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"' },
    { open: '<', close: '>' },
  ],
  indentationRules: { increaseIndentPattern: /[{([]\s*(\/\/.*)?$/, decreaseIndentPattern: /^\s*[})\]]/ },
  folding: { markers: { start: /^\s*\/\/\s*#region\b/, end: /^\s*\/\/\s*#endregion\b/ } },
};

export const motokoLanguage: languages.IMonarchLanguage = {
  defaultToken: '',
  keywords: KEYWORDS,
  types: TYPES,
  tokenizer: {
    root: [
      [/[a-z_]\w*/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
      [/[A-Z]\w*/, { cases: { '@types': 'type', '@default': 'type.identifier' } }],
      { include: '@blank' },
      [/#\s*[A-Za-z_]\w*/, 'tag'],
      [/0[xX][0-9a-fA-F_]+(\.[0-9a-fA-F_]*)?([pP][+-]?[\d_]+)?/, 'number.hex'],
      [/\d[\d_]*(\.[\d_]*)?([eE][+-]?[\d_]+)?/, 'number'],
      [/"/, 'string', '@text'],
      [/'(\\u\{[0-9a-fA-F_]+\}|\\.|[^'\\])'/, 'string.char'],
      [/[{}()[\]]/, '@brackets'],
      [/[<>=!~?:&|+\-*/%^@#]+/, 'operator'],
      [/[;,.]/, 'delimiter'],
    ],
    blank: [
      [/\s+/, 'white'],
      [/\/\/\/.*$/, 'comment.doc'],
      [/\/\/.*$/, 'comment'],
      [/\/\*/, 'comment', '@comment'],
    ],
    comment: [
      [/[^/*]+/, 'comment'],
      [/\/\*/, 'comment', '@push'],
      [/\*\//, 'comment', '@pop'],
      [/[/*]/, 'comment'],
    ],
    text: [
      [/[^\\"]+/, 'string'],
      [/\\(u\{[0-9a-fA-F_]+\}|[0-9a-fA-F]{2}|.)/, 'string.escape'],
      [/"/, 'string', '@pop'],
    ],
  },
};
