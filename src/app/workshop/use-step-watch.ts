import { useEffect, useState } from 'react';
import { useStore } from '../common/store-context.tsx';
import { keyOf } from '../state/lessons/chain.ts';
import type { AppState } from '../state/model.ts';
import { started, type Stopwatch, toggled } from './stopwatch.ts';

/** The timer of the step that is shown. */
export interface StepWatch {
  readonly watch: Stopwatch;
  /** That a step may take; `undefined` where time is only counted. */
  readonly minutes: number | undefined;
  readonly setMinutes: (minutes: number | undefined) => void;
  /** Stops it, or lets it go on. */
  readonly toggle: () => void;
  readonly restart: () => void;
}

/** What is being shown: a step of a lesson, or else a project. */
const shownStep = ({ lesson, project }: AppState): string => (lesson ? `${lesson.course.id}/${keyOf(lesson.place)}` : (project?.id ?? ''));

/** Begins anew with each step. */
export function useStepWatch(): StepWatch {
  const store = useStore();
  const [minutes, setMinutes] = useState<number>();
  const [watch, setWatch] = useState(() => started(Date.now()));
  useEffect(() => {
    let step = shownStep(store.getState());
    return store.subscribe(() => {
      const now = shownStep(store.getState());
      if (now !== step) setWatch(started(Date.now()));
      step = now;
    });
  }, [store]);
  return {
    watch,
    minutes,
    setMinutes,
    toggle: () => setWatch((current) => toggled(current, Date.now())),
    restart: () => setWatch(started(Date.now())),
  };
}
