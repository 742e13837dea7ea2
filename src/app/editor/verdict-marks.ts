import { t } from '@lingui/core/macro';
import type { editor } from 'monaco-editor/editor/editor.api';
import type { Fate, VariableVerdict, Verdict } from '../state/verdict.ts';
import { monaco } from './monaco.ts';

/** What the hover says first. */
const TITLES: Readonly<Record<Fate, string>> = {
  kept: t`will be kept`,
  retyped: t`will be kept, with its new type`,
  migrated: t`will be migrated`,
  rebuilt: t`will be rebuilt`,
  reset: t`will be reset`,
  new: t`is new`,
  refused: t`makes the upgrade refused`,
  dropped: t`would be dropped`,
};

/** Where several variables share a line, the mark is that of the one to be careful about. */
const BY_GRAVITY: readonly Fate[] = ['refused', 'dropped', 'reset', 'rebuilt', 'migrated', 'retyped', 'new', 'kept'];

/** Marks in the margin: one a line, each fate with a shape of its own, and all of the line's variables in the hover. */
export function verdictMarks(verdict: Verdict): editor.IModelDeltaDecoration[] {
  const lines = new Map<number, VariableVerdict[]>();
  for (const variable of verdict.variables) {
    const line = variable.range.start.line + 1;
    lines.set(line, [...(lines.get(line) ?? []), variable]);
  }
  return [...lines.values()].map((variables) => ({ range: rangeOf(variables[0]?.range), options: markOf(variables) }));
}

/** The name itself: where that is deleted, the range becomes empty, which tells that the mark has lost its place. */
function rangeOf(range: VariableVerdict['range'] | undefined): monaco.Range {
  const { start, end } = range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return new monaco.Range(start.line + 1, start.character + 1, end.line + 1, end.character + 1);
}

function markOf(variables: readonly VariableVerdict[]): editor.IModelDecorationOptions {
  const gravest = BY_GRAVITY.find((fate) => variables.some((variable) => variable.fate === fate)) ?? 'kept';
  return {
    stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
    glyphMarginClassName: `verdict-mark verdict-${gravest}`,
    glyphMarginHoverMessage: variables.map(({ name, fate, reason }) => ({ value: `\`${name}\` **${TITLES[fate]}**  \n${reason}` })),
  };
}
