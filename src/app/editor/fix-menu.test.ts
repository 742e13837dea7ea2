import type { editor, Selection } from 'monaco-editor/editor/editor.api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fix } from '../../protocol/compiler.ts';
import type { OfferedFixes } from './fix-actions.ts';
import { FixMenu } from './fix-menu.ts';

const FIX: Fix = { title: 'Declare `count` transient', files: {} };

/** An editor that notes what is said at its cursor, and fixes that are found when a test says so. */
function pressed() {
  const said: string[] = [];
  let shown: readonly Fix[] | undefined;
  let found: (fixes: readonly Fix[]) => void = () => undefined;
  let escape = (): void => undefined;
  const deaf = { onDidDispose: () => undefined, onDidChangeModel: () => undefined, onDidChangeModelContent: () => undefined, onDidChangeCursorSelection: () => undefined };
  const selection = { getPosition: () => ({ lineNumber: 3, column: 1 }) } as unknown as Selection;
  const target = {
    ...deaf,
    onDidBlurEditorText: () => undefined,
    onDidFocusEditorText: () => undefined,
    onDidLayoutChange: () => undefined,
    onKeyDown: (listener: (event: unknown) => void) => (escape = () => listener({ browserEvent: { key: 'Escape' } })),
    getModel: () => ({}),
    getSelection: () => selection,
    getContribution: () => ({ showMessage: (text: string) => said.push(text), closeMessage: () => said.push('') }),
  };
  const fixes: OfferedFixes = {
    find: () => new Promise((resolve) => (found = resolve)),
    mayFind: () => true,
    hand: (handed) => (shown = handed),
    dispose: () => undefined,
  };
  const menu = new FixMenu(target as unknown as editor.IStandaloneCodeEditor, fixes);
  menu.open();
  return { menu, said, shown: () => shown, escape: () => escape(), answer: (answer: readonly Fix[]) => found(answer) };
}

describe('the menu of quick fixes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says at the cursor that it waits, until it opens', async () => {
    const { said, shown, answer } = pressed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual(['Looking for quick fixes…']);
    answer([FIX]);
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(['Looking for quick fixes…', '']);
    expect(shown()).toEqual([FIX]);
  });

  it('waits on for a build that may find others, and says so as long', async () => {
    const { menu, said, shown, answer } = pressed();
    menu.problemsChanged(true);
    answer([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual(['Looking for quick fixes…']);
    menu.problemsChanged(false);
    answer([FIX]);
    await vi.advanceTimersByTimeAsync(0);
    expect(said.at(-1)).toBe('');
    expect(shown()).toEqual([FIX]);
  });

  it('says nothing where it opens at once, or where somebody thinks better of it', async () => {
    const quick = pressed();
    quick.answer([FIX]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(quick.said).toEqual([]);
    const left = pressed();
    left.escape();
    await vi.advanceTimersByTimeAsync(1000);
    expect(left.said).toEqual([]);
  });
});
