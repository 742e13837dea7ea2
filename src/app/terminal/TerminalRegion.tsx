import { t } from '@lingui/core/macro';
import { lazy, Suspense, useId, useRef, useState } from 'react';
import { useUnfolded } from '../common/arranging.ts';
import { Icon } from '../common/icons.tsx';
import './terminal.css';

const TerminalDock = lazy(() => import('./TerminalDock.tsx'));

/** A strip at the foot of the page that unfolds to a terminal, which is loaded then, and kept while the page is open. */
export function TerminalRegion() {
  const [open, setOpen] = useUnfolded('terminal');
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <section className="terminal-region" aria-label={t`Terminal`}>
      <h2>
        <button ref={button} type="button" className="terminal-toggle" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <Icon name="code" />
          {t`Terminal`}
        </button>
        <span className="faint">{open ? t`Esc leaves it` : t`dfx and icp commands on the same canisters`}</span>
      </h2>
      <div id={id} hidden={!open}>
        {opened && (
          <Suspense fallback={<p className="terminal-loading faint">{t`Loading the terminal…`}</p>}>
            <TerminalDock open={open} onLeave={() => button.current?.focus()} />
          </Suspense>
        )}
      </div>
    </section>
  );
}
