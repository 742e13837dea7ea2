import type { editor } from 'monaco-editor/editor/editor.api';
import type { Diagnostic, Fix } from '../../protocol/compiler.ts';
import type { Verdict } from '../state/verdict.ts';
import { offerFixes } from './fix-actions.ts';
import { Models } from './models.ts';
import { monaco } from './monaco.ts';

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  accessibilitySupport: 'auto',
  ariaLabel: 'Source code',
  fontFamily: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  glyphMargin: true,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 12,
  folding: true,
  showFoldingControls: 'mouseover',
  renderLineHighlight: 'line',
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  padding: { top: 10, bottom: 10 },
  fixedOverflowWidgets: true,
  wordBasedSuggestions: 'off',
  quickSuggestions: false,
  // What is typed or dictated stays as it is: an added bracket is one to delete for whoever writes a whole line at once.
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
};

/** What the editor asks for and tells. */
export interface HostEvents {
  readonly onEdit: (path: string, text: string) => void;
  readonly fixes: (problem: Diagnostic) => Promise<readonly Fix[]>;
  readonly applyFix: (fix: Fix) => void;
}

/** The Monaco editor in an element of the page. */
export class MonacoHost {
  private readonly editor: editor.IStandaloneCodeEditor;
  private readonly models: Models;
  private readonly fixes: { dispose(): void };
  private problems: readonly Diagnostic[] = [];

  constructor(element: HTMLElement, { onEdit, fixes, applyFix }: HostEvents) {
    this.models = new Models(onEdit);
    this.editor = monaco.editor.create(element, OPTIONS);
    this.fixes = offerFixes({
      problemsOf: (model) => this.problems.filter(({ path }) => path === this.models.pathOf(model)),
      fixes,
      apply: applyFix,
    });
  }

  synchronize(project: string, files: Readonly<Record<string, string>>, openFile: string): void {
    this.models.synchronize(project, files);
    this.models.show(this.editor, openFile);
    this.editor.updateOptions({ ariaLabel: `Source code of ${openFile}` });
  }

  mark(diagnostics: readonly Diagnostic[]): void {
    this.problems = diagnostics;
    this.models.mark(diagnostics);
  }

  foretell(verdicts: readonly Verdict[]): void {
    this.models.foretell(verdicts);
  }

  setTheme(theme: 'light' | 'dark'): void {
    monaco.editor.setTheme(`playground-${theme}`);
  }

  /** Puts the cursor at a place counted from zero, in the middle of the view. */
  reveal(line: number, character: number): void {
    const position = { lineNumber: line + 1, column: character + 1 };
    this.editor.setPosition(position);
    this.editor.revealPositionInCenter(position);
    this.editor.focus();
  }

  dispose(): void {
    this.fixes.dispose();
    this.editor.dispose();
    this.models.dispose();
  }
}
