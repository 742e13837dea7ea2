import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { useSideBySide } from '../common/use-side-by-side.ts';
import { isForeign } from '../state/modules.ts';

/** Why no new code can mend it where the old code's `pre_upgrade` stops every upgrade. On a narrow screen it is folded: the state, which is unchanged, has to be seen beneath. */
export function WhatHelps({ canister }: { readonly canister: string }) {
  const waits = useWaits(canister);
  const status = useApp((state) => state.canisters[canister]?.view?.status) ?? 'running';
  const sideBySide = useSideBySide();
  const text = waits
    ? OPEN_CALLS[status]
    : t`It was the running code that failed, before anything else of the upgrade: its pre_upgrade. So no change of the new code helps. Call a method that mends the state, if there is one, or upgrade without pre_upgrade.`;
  if (sideBySide) return <p className="card-rest">{text}</p>;
  return (
    <details className="compiler-words">
      <summary>{t`What helps now`}</summary>
      <p>{text}</p>
    </details>
  );
}

/** What can be done then. */
export function WaysOut({ canister }: { readonly canister: string }) {
  const waits = useWaits(canister);
  return (
    <div className="buttons">
      {waits && <Stop canister={canister} />}
      <Skip canister={canister} waits={waits} />
    </div>
  );
}

const useWaits = (canister: string): boolean => useApp((state) => /outstanding message callbacks/.test(state.project?.upgrades[canister]?.error?.message ?? ''));

/** Once the old code waits for an answer, only that answer makes way for the new code. */
const OPEN_CALLS = {
  running:
    t`It was the running code that refused: it waits for the answer to a call, and new code would not know what to do with that answer. Stop the canister, and it takes no new calls; when the last answer has arrived it is stopped, and can be upgraded and started again.`,
  stopping: t`The canister takes no new calls now. It is stopped as soon as the answer that it waits for has arrived, and that is up to the canister that was called.`,
  stopped: t`The last answer has arrived, so the canister waits for nothing. Press Upgrade once more, and then Start canister.`,
} as const;

function Stop({ canister }: { readonly canister: string }) {
  const stopped = useApp((state) => state.canisters[canister]?.view?.status === 'stopped');
  const handling = useApp((state) => state.canisters[canister]?.handling);
  const actions = useActions();
  return (
    <button type="button" className="button" disabled={stopped || handling !== undefined} onClick={() => void actions.stopCanister()}>
      {handling === 'stopping' ? t`Stopping…` : t`Stop the canister`}
    </button>
  );
}

function Skip({ canister, waits }: { readonly canister: string; readonly waits: boolean }) {
  const loss = useLoss(canister);
  const disabled = useApp((state) => state.canisters[canister]?.busy !== undefined || state.canisters[canister]?.build.phase !== 'ready');
  const [asking, setAsking] = useState(false);
  const actions = useActions();
  return (
    <>
      <button type="button" className="button danger" disabled={disabled} onClick={() => setAsking(true)}>
        {t`Upgrade without pre_upgrade`}
      </button>
      {asking && (
        <ConfirmDialog
          title={t`Upgrade ${canister} without pre_upgrade?`}
          confirm={t`Skip pre_upgrade`}
          onConfirm={() => void actions.upgrade({ regardless: true, skipPreUpgrade: true })}
          onClose={() => setAsking(false)}
        >
          <p>{loss}</p>
          {waits && <p>{t`The answer that it waits for will arrive at code that never asked: it traps there, or worse, runs something else.`}</p>}
          <p>{t`Take a snapshot first (region Snapshots), and you can come back.`}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** What is lost with `pre_upgrade`, which depends on what it was for. */
function useLoss(canister: string): string {
  const foreign = useApp((state) => (state.canisters[canister] ? isForeign(state.canisters[canister].outline) : false));
  const persistence = useApp((state) => state.project?.installed[canister]?.persistence);
  if (foreign) return t`Whatever pre_upgrade would have saved is lost. Stable memory stays as it is.`;
  return persistence === 'classical'
    ? t`All variables are lost. In Motoko it is pre_upgrade that copies the variables into stable memory; without it they all start again at their first values. The canister keeps its id, its cycles, and what a program wrote into stable memory itself, and can be upgraded again.`
    : t`All variables are lost. In Motoko it is pre_upgrade that puts the variables where the next version looks for them in main memory; without it they all start again at their first values. The canister keeps its id, its cycles, and what a program wrote into stable memory itself, and can be upgraded again.`;
}
