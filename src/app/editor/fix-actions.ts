import type { editor, IDisposable, IRange, languages } from 'monaco-editor/editor/editor.api';
import type { Diagnostic, Fix } from '../../protocol/compiler.ts';
import { monaco } from './monaco.ts';

export interface FixSource {
  /** Problems of the file that a model shows. */
  readonly problemsOf: (model: editor.ITextModel) => readonly Diagnostic[];
  readonly fixes: (problem: Diagnostic) => Promise<readonly Fix[]>;
  readonly apply: (fix: Fix) => void;
}

export interface OfferedFixes extends IDisposable {
  /** The fixes of a place. */
  readonly find: (model: editor.ITextModel, range: IRange) => Promise<readonly Fix[]>;
  /** Whether there are problems at a place for which there may be fixes. */
  readonly mayFind: (model: editor.ITextModel, range: IRange) => boolean;
  /** Opens Monaco's menu with these fixes: Monaco asks for them at once, and waits for nothing. */
  readonly hand: (fixes: readonly Fix[], open: () => void) => void;
}

/** Codes for which the compiler can be asked for fixes. */
const MENDED: ReadonlySet<string> = new Set(['M0169', 'M0170', 'M0216', 'M0219', 'M0220', 'M0250', 'M0254', 'M0263']);

/** Offers the fixes of the problems under the cursor as Monaco's quick fixes. A fix may change several files, so it goes through the project. */
export function offerFixes(source: FixSource): OfferedFixes {
  const command = monaco.editor.registerCommand('playground.applyFix', (_, fix: Fix) => source.apply(fix));
  const found = remembered(source.fixes);
  const problemsAt = (model: editor.ITextModel, range: IRange): readonly Diagnostic[] =>
    source.problemsOf(model).filter((problem) => MENDED.has(problem.code) && touches(problem, range));
  const find = async (model: editor.ITextModel, range: IRange): Promise<readonly Fix[]> =>
    (await Promise.all(problemsAt(model, range).map((problem) => found(problem, model.getVersionId())))).flat();
  let handed: readonly Fix[] | undefined;
  const provider = monaco.languages.registerCodeActionProvider('motoko', {
    provideCodeActions: async (model, range, context, token) => {
      const asked = context.trigger === monaco.languages.CodeActionTriggerType.Invoke;
      if (asked && handed) return listOf(handed);
      if (!asked) await settled();
      return listOf(token.isCancellationRequested ? [] : await find(model, range));
    },
  }, { providedCodeActionKinds: ['quickfix'] });
  return {
    find,
    mayFind: (model, range) => problemsAt(model, range).length > 0,
    hand: (fixes, open) => {
      handed = fixes;
      open();
      // Where there are none, Monaco asks again for the rest of the line.
      setTimeout(() => {
        if (handed === fixes) handed = undefined;
      });
    },
    dispose: () => {
      provider.dispose();
      command.dispose();
    },
  };
}

/** Fixes that were found are still there when the menu is opened a moment after the lamp. A check that finds the problem again gives another object. */
function remembered(fixes: FixSource['fixes']): (problem: Diagnostic, version: number) => Promise<readonly Fix[]> {
  const known = new WeakMap<Diagnostic, { readonly version: number; readonly fixes: Promise<readonly Fix[]> }>();
  return async (problem, version) => {
    const before = known.get(problem);
    const entry = before?.version === version ? before : { version, fixes: fixes(problem) };
    known.set(problem, entry);
    const found = await entry.fixes;
    if (found.length === 0 && known.get(problem) === entry) known.delete(problem);
    return found;
  };
}

const listOf = (fixes: readonly Fix[]): languages.CodeActionList => ({ actions: distinct(fixes.map((fix) => actionOf(fix))), dispose: () => undefined });

/** The lamp can wait: while somebody types or moves on, nobody needs it, and the compiler has better things to do. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 400));

/** By lines: who stands anywhere in a declaration is offered its fixes. */
const touches = ({ range }: Diagnostic, { startLineNumber, endLineNumber }: { readonly startLineNumber: number; readonly endLineNumber: number }): boolean =>
  range.start.line + 1 <= endLineNumber && startLineNumber <= range.end.line + 1;

function actionOf(fix: Fix): languages.CodeAction {
  const title = fix.title.replaceAll('`', '');
  return { title, kind: 'quickfix', command: { id: 'playground.applyFix', title, arguments: [fix] } };
}

const distinct = (actions: readonly languages.CodeAction[]): languages.CodeAction[] => [...new Map(actions.map((action) => [action.title, action])).values()];
