import { t } from '@lingui/core/macro';
import { lazy, Suspense, useState } from 'react';
import './as-commands.css';

const CanisterCommands = lazy(() => import('./CommandList.tsx').then(({ CanisterCommands: component }) => ({ default: component })));
const CallCommand = lazy(() => import('./CommandList.tsx').then(({ CallCommand: component }) => ({ default: component })));

/** What the buttons of a canister are called on a command line; `call`: the call that was made last instead. */
export function AsCommands({ canister, call = false }: { readonly canister: string; readonly call?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="as-commands" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{call ? t`The last call as a command` : t`The buttons as commands`}</summary>
      {open && <Suspense fallback={<p className="faint">{t`Loading…`}</p>}>{call ? <CallCommand canister={canister} /> : <CanisterCommands canister={canister} />}</Suspense>}
    </details>
  );
}
