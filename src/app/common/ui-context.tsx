import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useActions } from './store-context.tsx';

/** The parts of the page of which a narrow screen shows one at a time. */
export type Pane = 'code' | 'canister' | 'files' | 'lesson';

/** A place in the source, counted from zero. `serial` makes two requests for the same place differ. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly character: number;
  readonly serial: number;
}

interface Ui {
  readonly pane: Pane;
  readonly showPane: (pane: Pane) => void;
  /** Where the editor shall put its cursor. */
  readonly place: Place | undefined;
  /** Opens a file at a place and shows the editor. */
  readonly goTo: (path: string, start: { readonly line: number; readonly character: number }) => void;
}

const UiContext = createContext<Ui | undefined>(undefined);

export function UiProvider({ children }: { readonly children: ReactNode }) {
  const actions = useActions();
  const [pane, showPane] = useState<Pane>('code');
  const [place, setPlace] = useState<Place>();
  const ui = useMemo<Ui>(
    () => ({
      pane,
      showPane,
      place,
      goTo: (path, { line, character }) => {
        if (path !== '') actions.openFile(path);
        setPlace((last) => ({ path, line, character, serial: (last?.serial ?? 0) + 1 }));
        showPane('code');
      },
    }),
    [actions, pane, place],
  );
  return <UiContext value={ui}>{children}</UiContext>;
}

export function useUi(): Ui {
  const ui = useContext(UiContext);
  if (!ui) throw new Error('A component was rendered outside of UiProvider.');
  return ui;
}
