import { useEffect, useRef } from 'react';
import { type Command, commandOf } from './keys.ts';
import { endSpotlight } from './use-spotlight.ts';

/** Where keys write. */
const WRITING = 'textarea, select, [contenteditable], .monaco-editor, input:not([type="checkbox"], [type="radio"])';

const isWriting = ({ target }: Event): boolean => target instanceof Element && target.closest(WRITING) !== null;
const isInDialog = (): boolean => document.querySelector('.dialog') !== null;

/** `run` gives false for what there is nothing to do about: the key keeps its usual meaning then. */
export function usePresenterKeys(run: (command: Command) => boolean): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    const taken = (event: KeyboardEvent, inPassing: boolean): void => {
      if (event.defaultPrevented || isInDialog()) return;
      const command = commandOf(event, isWriting(event));
      if (!command || (command === 'leave') === inPassing || !latest.current(command)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the editor and lists, which scroll by the keys that clickers send.
    const first = (event: KeyboardEvent): void => {
      if (endSpotlight() && event.key === 'Escape') event.preventDefault();
      taken(event, true);
    };
    // After everything that Escape closes.
    const last = (event: KeyboardEvent): void => taken(event, false);
    const press = (): void => void endSpotlight();
    window.addEventListener('keydown', first, { capture: true });
    window.addEventListener('keydown', last);
    window.addEventListener('pointerdown', press, { capture: true });
    return () => {
      window.removeEventListener('keydown', first, { capture: true });
      window.removeEventListener('keydown', last);
      window.removeEventListener('pointerdown', press, { capture: true });
    };
  }, []);
}
