import type { editor } from 'monaco-editor/editor/editor.api';

const rule = (token: string, foreground: string, fontStyle?: string): editor.ITokenThemeRule => (fontStyle === undefined ? { token, foreground } : { token, foreground, fontStyle });

/** The page's light colours for code. */
export const light: editor.IStandaloneThemeData = {
  base: 'vs',
  inherit: true,
  rules: [
    rule('keyword', '07586a', 'bold'), rule('type', '6b3aa0'), rule('type.identifier', '6b3aa0'), rule('tag', '8a4b00'), rule('string', '166b3d'),
    rule('string.escape', '8a4b00'), rule('number', '2450a4'), rule('comment', '5c6d70'), rule('comment.doc', '4c5d60'), rule('operator', '4c5d60'), rule('delimiter', '4c5d60'), rule('identifier', '132022'),
  ],
  colors: {
    'editor.background': '#ffffff', 'editor.foreground': '#132022', 'editorLineNumber.foreground': '#667679', 'editorLineNumber.dimmedForeground': '#667679', 'editorLineNumber.activeForeground': '#4c5d60',
    'editor.lineHighlightBackground': '#f1f4f4', 'editor.lineHighlightBorder': '#00000000', 'editor.selectionBackground': '#c4e3e9', 'editorCursor.foreground': '#07586a',
    'editorIndentGuide.background1': '#e6ecec', 'editorWidget.background': '#ffffff', 'editorWidget.border': '#b9c6c7', 'focusBorder': '#07586a',
    'editorBracketMatch.background': '#e0eff2', 'editorBracketMatch.border': '#07586a', 'editorGutter.background': '#ffffff', 'scrollbar.shadow': '#00000000',
  },
};

/** The page's dark colours for code. */
export const dark: editor.IStandaloneThemeData = {
  base: 'vs-dark',
  inherit: true,
  rules: [
    rule('keyword', '67c9d8', 'bold'), rule('type', 'c9a6f5'), rule('type.identifier', 'c9a6f5'), rule('tag', 'f0b45c'), rule('string', '6fcf97'),
    rule('string.escape', 'f0b45c'), rule('number', '93b7ff'), rule('comment', '82969a'), rule('comment.doc', '9fb1b4'), rule('operator', '9fb1b4'), rule('delimiter', '9fb1b4'), rule('identifier', 'e6eeee'),
  ],
  colors: {
    'editor.background': '#141d1f', 'editor.foreground': '#e6eeee', 'editorLineNumber.foreground': '#75898d', 'editorLineNumber.dimmedForeground': '#75898d', 'editorLineNumber.activeForeground': '#9fb1b4',
    'editor.lineHighlightBackground': '#19252733', 'editor.lineHighlightBorder': '#00000000', 'editor.selectionBackground': '#1f4d57', 'editorCursor.foreground': '#67c9d8',
    'editorIndentGuide.background1': '#26343a', 'editorWidget.background': '#19252a', 'editorWidget.border': '#3b4d54', 'focusBorder': '#67c9d8',
    'editorBracketMatch.background': '#123038', 'editorBracketMatch.border': '#67c9d8', 'editorGutter.background': '#141d1f', 'scrollbar.shadow': '#00000000',
  },
};
