import { t } from '@lingui/core/macro';
import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import type { Store } from '../state/model.ts';
import { Console } from './console.ts';

export interface TerminalHandle {
  /** Sizes of the type, 1 as it is otherwise. */
  scale(scale: number): void;
  /** The theme has changed. */
  restyle(): void;
  /** It is on the screen again: it takes the focus. */
  shown(): void;
  dispose(): void;
}

const SCROLLBACK = 5000;
const FONT_SIZE = 13;

/** Puts a terminal into an element, with a console behind it. `leave`: the user goes on elsewhere by keyboard. */
export function createTerminal(element: HTMLElement, { getState, actions }: Store, leave: () => void): TerminalHandle {
  const terminal = new Terminal({
    theme: themeOf(element),
    fontFamily: getComputedStyle(element).getPropertyValue('--mono'),
    fontSize: FONT_SIZE,
    scrollback: SCROLLBACK,
    screenReaderMode: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(element);
  terminal.textarea?.setAttribute('aria-label', t`Terminal input`);
  fit.fit();
  const shell = new Console({ state: getState, actions }, {
    write: (data) => terminal.write(data),
    clear: () => terminal.write('\u001b[2J\u001b[3J\u001b[H'),
    columns: () => terminal.cols,
  });
  const inserted = takeInsertedText(terminal);
  terminal.attachCustomKeyEventHandler((event) => isForTerminal(event, terminal, leave));
  terminal.onData((data) => shell.input(data));
  const size = new ResizeObserver(() => {
    if (element.clientHeight > 0) fit.fit();
  });
  size.observe(element);
  terminal.onResize(() => shell.resized());
  shell.greet(t`Commands act on the same canisters as the buttons. 'help' tells what there is, Tab completes, Esc leaves.`);
  terminal.focus();
  return {
    scale: (scale) => {
      terminal.options.fontSize = FONT_SIZE * scale;
      if (element.clientHeight > 0) fit.fit();
    },
    restyle: () => {
      terminal.options.theme = themeOf(element);
    },
    shown: () => {
      fit.fit();
      terminal.focus();
    },
    dispose: () => {
      size.disconnect();
      inserted.abort();
      terminal.dispose();
    },
  };
}

/** In its screen-reader mode xterm.js takes keys only; dictation, and other tools that write into the field, press none. */
function takeInsertedText(terminal: Terminal): AbortController {
  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true };
  let keyed = false;
  const field = terminal.textarea;
  field?.addEventListener('keydown', () => (keyed = true), options);
  field?.addEventListener('keyup', () => (keyed = false), options);
  field?.addEventListener('blur', () => (keyed = false), options);
  field?.addEventListener('input', (event) => {
    if (event instanceof InputEvent && event.inputType === 'insertText' && event.data && !keyed) terminal.input(event.data);
  }, options);
  return listening;
}

/** Esc and Shift+Tab lead out; copying a selection is the browser's. */
function isForTerminal(event: KeyboardEvent, terminal: Terminal, leave: () => void): boolean {
  if (event.type !== 'keydown') return true;
  if (event.key === 'Escape') {
    leave();
    return false;
  }
  if (event.key === 'Tab' && event.shiftKey) return false;
  return !(event.key.toLowerCase() === 'c' && event.ctrlKey && terminal.hasSelection());
}

/** Colours of the page's own tokens, resolved for the theme that is shown. */
function themeOf(element: HTMLElement): ITheme {
  const probe = document.createElement('span');
  element.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return hexColour(getComputedStyle(probe).color);
  };
  const theme = {
    background: colour('sunken'),
    foreground: colour('ink'),
    cursor: colour('accent'),
    cursorAccent: colour('sunken'),
    selectionBackground: colour('line-strong'),
    red: colour('red'),
    green: colour('green'),
    yellow: colour('amber'),
    cyan: colour('accent'),
    brightBlack: colour('ink-faint'),
  };
  probe.remove();
  return theme;
}

/** `rgb(1, 2, 3)` as `#010203`. */
const hexColour = (css: string): string => `#${(css.match(/\d+/g) ?? []).slice(0, 3).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
