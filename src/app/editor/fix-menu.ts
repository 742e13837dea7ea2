import { t } from '@lingui/core/macro';
import type { editor, IPosition, Selection } from 'monaco-editor/editor/editor.api';
import type { Fix } from '../../protocol/compiler.ts';
import type { OfferedFixes } from './fix-actions.ts';

/** A menu that somebody asked for, at a place. It lives until a choice, Escape, a change of the text, a move of the cursor, or the loss of focus. */
interface Wish {
  readonly model: editor.ITextModel;
  readonly selection: Selection;
  /** What the menu was opened with; `undefined` before. */
  shown?: readonly Fix[];
}

/** Milliseconds that the menu may take without a word. */
const SILENCE = 300;

/** Monaco's words at the cursor, which a screen reader is told as well. */
interface CursorMessages extends editor.IEditorContribution {
  readonly showMessage: (text: string, position: IPosition) => void;
  readonly closeMessage: () => void;
}

/**
 * The menu of quick fixes, opened by one press of the keys. Monaco drops a menu that it waits for once the lamp is due, and closes an open
 * one when the editor gets another size; both happen whenever a build ends. So fixes are found first, and a menu that Monaco closed comes back.
 */
export class FixMenu {
  private readonly editor: editor.IStandaloneCodeEditor;
  private readonly fixes: OfferedFixes;
  private wish: Wish | undefined;
  private pending = false;
  private resized = false;
  private asked = 0;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private waiting = false;

  constructor(target: editor.IStandaloneCodeEditor, fixes: OfferedFixes) {
    this.editor = target;
    this.fixes = fixes;
    target.onDidDispose(() => this.end());
    target.onDidChangeModel(() => this.end());
    target.onDidChangeModelContent(() => this.end());
    target.onDidChangeCursorSelection(({ selection }) => {
      if (!this.wish?.selection.equalsSelection(selection)) this.end();
    });
    target.onDidBlurEditorText(() => {
      if (!this.wish?.shown) this.end();
    });
    target.onKeyDown(({ browserEvent }) => {
      if (browserEvent.key === 'Escape') this.end();
    });
    target.onDidFocusEditorText(() => this.closed());
    target.onDidLayoutChange(() => this.resize());
  }

  /** Opens the menu at the cursor as soon as it is known what it offers. */
  open(): void {
    this.begin();
    const { wish } = this;
    clearTimeout(this.silence);
    if (wish) this.silence = setTimeout(() => this.tellWaiting(wish), SILENCE);
    void this.find();
  }

  /** Problems were marked anew; `pending`: a check or build under way may find others. */
  problemsChanged(pending: boolean): void {
    this.pending = pending;
    if (this.wish) void this.find();
  }

  private begin(): void {
    const model = this.editor.getModel();
    const selection = this.editor.getSelection();
    this.wish = model && selection ? { model, selection } : undefined;
  }

  private end(): void {
    this.wish = undefined;
    this.resized = false;
    this.endWaiting();
  }

  /** A build under way, or the compiler that tries fixes, may take seconds. */
  private tellWaiting(wish: Wish): void {
    if (wish !== this.wish || wish.shown) return;
    this.waiting = true;
    this.messages()?.showMessage(t`Looking for quick fixes…`, wish.selection.getPosition());
  }

  private endWaiting(): void {
    clearTimeout(this.silence);
    if (this.waiting) this.messages()?.closeMessage();
    this.waiting = false;
  }

  private messages(): CursorMessages | null {
    return this.editor.getContribution<CursorMessages>('editor.contrib.messageController');
  }

  private async find(): Promise<void> {
    const { wish } = this;
    if (!wish) return;
    const turn = ++this.asked;
    const found = await this.fixes.find(wish.model, wish.selection);
    // The lamp may have waited for the same answer; Monaco finishes with it before it opens a menu.
    await new Promise((resolve) => setTimeout(resolve));
    if (wish !== this.wish) return;
    if (found.length > 0) {
      if (!wish.shown || contentOf(found) !== contentOf(wish.shown)) this.show(wish, found);
    } else if (turn === this.asked && !this.pending) this.findNone(wish);
  }

  private findNone(wish: Wish): void {
    if (!wish.shown) {
      // Monaco says that there is nothing to fix.
      this.show(wish, []);
      this.end();
    } else if (!this.fixes.mayFind(wish.model, wish.selection)) {
      this.end();
      this.editor.trigger('playground', 'hideCodeActionWidget', {});
    }
  }

  private show(wish: Wish, found: readonly Fix[]): void {
    wish.shown = found;
    this.endWaiting();
    this.fixes.hand(found, () => this.editor.trigger('playground', 'editor.action.quickFix', {}));
  }

  private resize(): void {
    if (!this.wish && isOpen()) {
      // Opened by a click on the lamp.
      this.begin();
      if (this.wish) void this.find();
    }
    if (!this.wish?.shown) return;
    this.resized = true;
    this.closed();
  }

  /** Only once all listeners have heard of it, it is known whether the editor's size closed the menu, or the user. */
  private closed(): void {
    const { wish } = this;
    if (!wish?.shown) return;
    setTimeout(() => {
      const { resized } = this;
      this.resized = false;
      if (wish !== this.wish || !wish.shown || isOpen()) return;
      if (resized && this.editor.hasTextFocus()) this.show(wish, wish.shown);
      else this.end();
    });
  }
}

/** Names of new files tell when they were made up, so they differ each time. */
const contentOf = (fixes: readonly Fix[]): string => JSON.stringify(fixes.map(({ title, files }) => [title, Object.values(files)]));

const isOpen = (): boolean => document.activeElement?.closest('.action-widget') != null;
