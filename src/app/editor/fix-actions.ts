import type { editor, IDisposable, languages } from 'monaco-editor/editor/editor.api';
import type { Diagnostic, Fix } from '../../protocol/compiler.ts';
import { monaco } from './monaco.ts';

export interface FixSource {
  /** Problems of the file that a model shows. */
  readonly problemsOf: (model: editor.ITextModel) => readonly Diagnostic[];
  readonly fixes: (problem: Diagnostic) => Promise<readonly Fix[]>;
  readonly apply: (fix: Fix) => void;
}

/** Codes for which the compiler can be asked for fixes. */
const MENDED: ReadonlySet<string> = new Set(['M0169', 'M0170', 'M0216', 'M0219', 'M0220', 'M0263']);

/** Offers the fixes of the problems under the cursor as Monaco's quick fixes. A fix may change several files, so it goes through the project. */
export function offerFixes(source: FixSource): IDisposable {
  const command = monaco.editor.registerCommand('playground.applyFix', (_, fix: Fix) => source.apply(fix));
  const provider = monaco.languages.registerCodeActionProvider('motoko', {
    provideCodeActions: async (model, range, context, token) => {
      if (context.trigger === monaco.languages.CodeActionTriggerType.Auto) await settled();
      if (token.isCancellationRequested) return NONE;
      const problems = source.problemsOf(model).filter((problem) => MENDED.has(problem.code) && touches(problem, range));
      const actions = await Promise.all(problems.map(async (problem) => (await source.fixes(problem)).map((fix) => actionOf(fix))));
      return { actions: distinct(actions.flat()), dispose: () => undefined };
    },
  }, { providedCodeActionKinds: ['quickfix'] });
  return {
    dispose: () => {
      provider.dispose();
      command.dispose();
    },
  };
}

const NONE: languages.CodeActionList = { actions: [], dispose: () => undefined };

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
