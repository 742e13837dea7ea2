import type { editor } from 'monaco-editor/editor/editor.api';
import type { Diagnostic } from '../../protocol/compiler.ts';
import type { Verdict } from '../state/verdict.ts';
import { smallestEdit } from './edits.ts';
import { languageOf } from './languages/candid.ts';
import { monaco } from './monaco.ts';
import { verdictMarks } from './verdict-marks.ts';

const OWNER = 'motoko';
const SEVERITY = { error: monaco.MarkerSeverity.Error, warning: monaco.MarkerSeverity.Warning, information: monaco.MarkerSeverity.Info } as const;

interface Marks {
  readonly verdict: Verdict | undefined;
  readonly ids: string[];
}

/** One Monaco model per file of the open project; each keeps its own undo and the place where the reader was. */
export class Models {
  private readonly models = new Map<string, editor.ITextModel>();
  private readonly views = new Map<string, editor.ICodeEditorViewState | null>();
  private readonly onEdit: (path: string, text: string) => void;
  private readonly marks = new Map<string, Marks>();
  private project: string | undefined;
  private applying = false;

  /** `onEdit` hears of what the user types, not of what {@link synchronize} brings. */
  constructor(onEdit: (path: string, text: string) => void) {
    this.onEdit = onEdit;
  }

  /** Makes the models agree with the files of the state. Texts that changed elsewhere arrive as an edit that can be undone. */
  synchronize(project: string, files: Readonly<Record<string, string>>): void {
    if (project !== this.project) this.dispose();
    this.project = project;
    for (const [path, model] of this.models) if (!Object.hasOwn(files, path)) this.remove(path, model);
    for (const [path, text] of Object.entries(files)) {
      const model = this.models.get(path);
      if (model) this.replace(model, text);
      else this.create(project, path, text);
    }
  }

  /** Shows a file in the editor, where it was left. */
  show(target: editor.IStandaloneCodeEditor, path: string): void {
    const model = this.models.get(path);
    if (!model || target.getModel() === model) return;
    const previous = [...this.models].find(([, each]) => each === target.getModel());
    if (previous) this.views.set(previous[0], target.saveViewState());
    target.setModel(model);
    const view = this.views.get(path);
    if (view) target.restoreViewState(view);
  }

  mark(diagnostics: readonly Diagnostic[]): void {
    for (const [path, model] of this.models) {
      const markers = diagnostics.filter((each) => each.path === path).map(markerOf);
      monaco.editor.setModelMarkers(model, OWNER, markers);
    }
  }

  /** Shows in the margin what an upgrade would do with each variable. Marks move with their lines until the next verdict. */
  foretell(verdicts: readonly Verdict[]): void {
    for (const [path, model] of this.models) {
      const verdict = verdicts.find((each) => each.path === path);
      const last = this.marks.get(path);
      if (last?.verdict === verdict) continue;
      this.marks.set(path, { verdict, ids: model.deltaDecorations(last?.ids ?? [], verdict ? verdictMarks(verdict) : []) });
    }
  }

  /** The file that a model shows. */
  pathOf(model: editor.ITextModel): string | undefined {
    return [...this.models].find(([, each]) => each === model)?.[0];
  }

  dispose(): void {
    for (const [path, model] of this.models) this.remove(path, model);
    this.views.clear();
  }

  private create(project: string, path: string, text: string): void {
    const uri = monaco.Uri.from({ scheme: 'project', authority: project.toLowerCase(), path: `/${path}` });
    const model = monaco.editor.createModel(text, languageOf(path), uri);
    model.updateOptions({ tabSize: 2, insertSpaces: true, bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    model.setEOL(monaco.editor.EndOfLineSequence.LF);
    model.onDidChangeContent(() => {
      this.removeLostMarks(path, model);
      if (!this.applying) this.onEdit(path, model.getValue());
    });
    this.models.set(path, model);
  }

  /** Until the next verdict, marks stay with their variables; that of a name that was deleted goes. */
  private removeLostMarks(path: string, model: editor.ITextModel): void {
    const marks = this.marks.get(path);
    const lost = marks?.ids.filter((id) => model.getDecorationRange(id)?.isEmpty() ?? true) ?? [];
    if (!marks || lost.length === 0) return;
    model.deltaDecorations(lost, []);
    this.marks.set(path, { ...marks, ids: marks.ids.filter((id) => !lost.includes(id)) });
  }

  private replace(model: editor.ITextModel, text: string): void {
    const edit = smallestEdit(model.getValue(), text.replaceAll('\r\n', '\n'));
    if (!edit) return;
    const range = monaco.Range.fromPositions(model.getPositionAt(edit.start), model.getPositionAt(edit.end));
    this.applying = true;
    model.pushStackElement();
    model.pushEditOperations([], [{ range, text: edit.text }], () => null);
    model.pushStackElement();
    this.applying = false;
  }

  private remove(path: string, model: editor.ITextModel): void {
    this.models.delete(path);
    this.marks.delete(path);
    this.views.delete(path);
    model.dispose();
  }
}

function markerOf({ range, severity, code, message }: Diagnostic): editor.IMarkerData {
  return {
    startLineNumber: range.start.line + 1,
    startColumn: range.start.character + 1,
    endLineNumber: range.end.line + 1,
    endColumn: range.end.character + 1,
    severity: SEVERITY[severity],
    message,
    ...(code === '' ? {} : { code }),
  };
}
