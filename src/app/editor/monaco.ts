/** Monaco with only what this page uses; this module is a chunk of its own, loaded after the page. */
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import 'monaco-editor/editor/contrib/bracketMatching/browser/bracketMatching';
import 'monaco-editor/editor/contrib/caretOperations/browser/caretOperations';
import 'monaco-editor/editor/contrib/clipboard/browser/clipboard';
import 'monaco-editor/editor/contrib/codeAction/browser/codeActionContributions';
import 'monaco-editor/editor/contrib/comment/browser/comment';
import 'monaco-editor/editor/contrib/contextmenu/browser/contextmenu';
import 'monaco-editor/editor/contrib/cursorUndo/browser/cursorUndo';
import 'monaco-editor/editor/contrib/find/browser/findController';
import 'monaco-editor/editor/contrib/folding/browser/folding';
import 'monaco-editor/editor/contrib/gotoError/browser/gotoError';
import 'monaco-editor/editor/contrib/hover/browser/hoverContribution';
import 'monaco-editor/editor/contrib/indentation/browser/indentation';
import 'monaco-editor/editor/contrib/linesOperations/browser/linesOperations';
import 'monaco-editor/editor/contrib/multicursor/browser/multicursor';
import 'monaco-editor/editor/contrib/toggleTabFocusMode/browser/toggleTabFocusMode';
import 'monaco-editor/editor/contrib/wordHighlighter/browser/wordHighlighter';
import 'monaco-editor/editor/contrib/wordOperations/browser/wordOperations';
import { candidConfiguration, candidLanguage } from './languages/candid.ts';
import { motokoConfiguration, motokoLanguage } from './languages/motoko.ts';
import { watConfiguration, watLanguage } from './languages/wat.ts';
import { dark, light } from './themes.ts';

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

monaco.languages.register({ id: 'motoko', extensions: ['.mo'] });
monaco.languages.setLanguageConfiguration('motoko', motokoConfiguration);
monaco.languages.setMonarchTokensProvider('motoko', motokoLanguage);
monaco.languages.register({ id: 'candid', extensions: ['.did'] });
monaco.languages.setLanguageConfiguration('candid', candidConfiguration);
monaco.languages.setMonarchTokensProvider('candid', candidLanguage);
monaco.languages.register({ id: 'wat', extensions: ['.wat'] });
monaco.languages.setLanguageConfiguration('wat', watConfiguration);
monaco.languages.setMonarchTokensProvider('wat', watLanguage);
monaco.editor.defineTheme('playground-light', light);
monaco.editor.defineTheme('playground-dark', dark);

export { monaco };
