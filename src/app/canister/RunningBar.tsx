import { useEffect, useState } from 'react';
import { t } from '@lingui/core/macro';
import { formatMilliseconds } from '../common/format.ts';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';

const TICK_MILLISECONDS = 250;

/** A message that has been executing for a while, with the button that ends it. */
export function RunningBar() {
  const running = useApp((state) => state.running);
  const actions = useActions();
  if (!running) return null;
  return (
    <div className="running-bar">
      <span className="running-pulse" aria-hidden="true" />
      <span className="running-text">
        <code>{running.method === '' ? t`A message` : running.method}</code> {t`is running`} <Elapsed key={running.since} since={running.since} />
      </span>
      <button type="button" className="button small danger" onClick={() => void actions.stop()}>
        <Icon name="stop" /> {t`Stop`}
      </button>
    </div>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return <span aria-hidden="true">{formatMilliseconds(Math.max(0, now - since))}</span>;
}
