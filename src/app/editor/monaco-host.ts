import { t } from '@lingui/core/macro';
import type { editor } from 'monaco-editor/editor/editor.api';
import type { Diagnostic, Fix } from '../../protocol/compiler.ts';
import { linesOf } from '../state/lessons/highlights.ts';
import type { Highlight } from '../state/lessons/model.ts';
import type { Verdict } from '../state/verdict.ts';
import { type OfferedFixes, offerFixes } from './fix-actions.ts';
import { FixMenu } from './fix-menu.ts';
import { Models } from './models.ts';
import { monaco } from './monaco.ts';

/** In pixels. */
const TYPE = { fontSize: 13, lineHeight: 20 } as const;

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  model: null,
  automaticLayout: true,
  accessibilitySupport: 'auto',
  ariaLabel: t`Source code`,
  fontFamily: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'Liberation Mono', monospace",
  ...TYPE,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  wordWrap: 'on',
  wrappingIndent: 'indent',
  glyphMargin: true,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 12,
  // Its signs are in a font of 70 kB, which nobody who only looks needs: see `foldOnceUsed`.
  folding: false,
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
  private readonly fixes: OfferedFixes;
  private readonly fixMenu: FixMenu;
  private readonly highlights: editor.IEditorDecorationsCollection;
  private problems: readonly Diagnostic[] = [];

  constructor(element: HTMLElement, { onEdit, fixes, applyFix }: HostEvents) {
    this.models = new Models(onEdit);
    this.editor = monaco.editor.create(element, OPTIONS);
    foldOnceUsed(this.editor, element);
    this.highlights = this.editor.createDecorationsCollection();
    this.fixes = offerFixes({
      problemsOf: (model) => this.problems.filter(({ path }) => path === this.models.pathOf(model)),
      fixes,
      apply: applyFix,
    });
    this.fixMenu = new FixMenu(this.editor, this.fixes);
    this.editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Period, () => this.fixMenu.open());
  }

  synchronize(project: string, files: Readonly<Record<string, string>>, openFile: string): void {
    this.models.synchronize(project, files);
    this.models.show(this.editor, openFile);
    this.editor.updateOptions({ ariaLabel: t`Source code of ${{ path: openFile }}` });
  }

  /** `pending`: a check or build under way may find other problems. */
  mark(diagnostics: readonly Diagnostic[], pending: boolean): void {
    this.problems = diagnostics;
    this.models.mark(diagnostics);
    this.fixMenu.problemsChanged(pending);
  }

  foretell(verdicts: readonly Verdict[]): void {
    this.models.foretell(verdicts);
  }

  setReadOnly(readOnly: boolean): void {
    this.editor.updateOptions({ readOnly, domReadOnly: readOnly });
  }

  /** Marks whole lines of the shown file, and brings the first into view. From then on they move with the text. */
  highlight(highlights: readonly Highlight[]): void {
    const text = this.editor.getModel()?.getLinesContent() ?? [];
    const lines = highlights.flatMap((highlight) => linesOf(highlight, text) ?? []);
    const [first] = lines;
    this.highlights.set(lines.map(({ from, to }) => ({ range: new monaco.Range(from, 1, to, 1), options: { isWholeLine: true, className: 'lesson-lines', linesDecorationsClassName: 'lesson-lines-edge' } })));
    if (first) this.editor.revealLineInCenterIfOutsideViewport(first.from);
  }

  /** Sizes of the type, 1 as it is otherwise. */
  setScale(scale: number): void {
    this.editor.updateOptions({ fontSize: TYPE.fontSize * scale, lineHeight: Math.round(TYPE.lineHeight * scale) });
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

/** Folding begins when somebody turns to the editor. */
function foldOnceUsed(created: editor.IStandaloneCodeEditor, element: HTMLElement): void {
  const used = new AbortController();
  const fold = (): void => {
    used.abort();
    created.updateOptions({ folding: true });
  };
  created.onDidDispose(() => used.abort());
  for (const event of ['pointerenter', 'focusin']) element.addEventListener(event, fold, { signal: used.signal });
}
