import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'react';
import { Icon } from '../common/icons.tsx';
import { Tip } from '../common/Tip.tsx';
import { reading } from './stopwatch.ts';
import type { StepWatch } from './use-step-watch.ts';

/** How long the step has been shown, or how much of its time is left. */
export function StepTimer({ watch: { watch, minutes, toggle, restart } }: { readonly watch: StepWatch }) {
  const now = useSeconds();
  const { text, over } = reading(watch, now, minutes);
  const running = watch.since !== undefined;
  const name = running ? t`Stop the timer` : t`Let the timer go on`;
  return (
    <>
      <span className="presenter-time" role="timer" aria-label={minutes === undefined ? t`Time of this step` : t`Time left for this step`} data-over={over || undefined} data-stopped={!running || undefined}>
        {text}
      </span>
      <Tip text={`${name} (Alt+T)`}>
        <button type="button" className="icon-button" aria-label={name} onClick={toggle}>
          <Icon name={running ? 'pause' : 'play'} />
        </button>
      </Tip>
      <Tip text={t`Restart the timer`}>
        <button type="button" className="icon-button" aria-label={t`Restart the timer`} onClick={restart}>
          <Icon name="reset" />
        </button>
      </Tip>
    </>
  );
}

/** The time, a few times a second: a timer that skips a second looks broken. */
function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return now;
}
