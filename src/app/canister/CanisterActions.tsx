import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { Prose } from '../common/Prose.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { ExplainedButton } from '../common/Tip.tsx';
import type { CanisterState, Installed } from '../state/model.ts';

interface CanisterActionsProps {
  readonly name: string;
  readonly canister: CanisterState;
  readonly installed: Installed | undefined;
}

/** Deploy where nothing is installed; Upgrade and Reinstall where something is. */
export function CanisterActions({ name, canister, installed }: CanisterActionsProps) {
  const actions = useActions();
  // While the compiler is loading a click is taken, and waits for the build.
  const ready = useApp((state) => state.phase === 'ready' && (canister.build.phase === 'ready' || state.compiler.phase !== 'failed'));
  const failed = canister.build.phase === 'failed';
  const disabled = !ready || failed || canister.busy !== undefined;
  const incompatible = canister.build.phase === 'ready' ? canister.build.incompatible.length : 0;
  return (
    <div className="canister-actions">
      {installed ? (
        <>
          <button type="button" className="button primary large" disabled={disabled} onClick={() => void actions.upgrade()}>
            {t`Upgrade`}
          </button>
          <ExplainedButton tip={t`Shows what Upgrade would do now, and changes nothing`} className="button large" disabled={disabled} onClick={() => void actions.rehearse()}>
            {t`Rehearse`}
          </ExplainedButton>
          <Reinstall name={name} disabled={disabled} onConfirm={() => void actions.reinstall()} />
        </>
      ) : (
        <button type="button" className="button primary large" disabled={disabled} onClick={() => void actions.deploy()}>
          {t`Deploy`}
        </button>
      )}
      <Hint canister={canister} installed={installed} incompatible={incompatible} />
    </div>
  );
}

function Hint({ canister, installed, incompatible }: Omit<CanisterActionsProps, 'name'> & { readonly incompatible: number }) {
  const phase = useApp((state) => state.phase);
  const compiler = useApp((state) => state.compiler.phase);
  const { build, busy } = canister;
  const version = installed?.version;
  if (phase === 'blocked') return <span className="canister-hint warn">{t`This tab cannot run canisters now: see the notice above.`}</span>;
  const built = build.phase === 'ready';
  if (busy) return <span className="canister-hint">{built || compiler !== 'loading' ? t`Working…` : t`Waiting for the compiler…`}</span>;
  if (compiler === 'failed' && !built) return <span className="canister-hint bad">{t`The compiler did not load. Reload the page to try again.`}</span>;
  if (phase === 'starting' || (compiler === 'loading' && !built)) return <span className="canister-hint">{compiler === 'loading' ? t`The compiler is loading…` : t`The replica is starting…`}</span>;
  if (build.phase === 'failed') {
    return (
      <span className="canister-hint bad">
        <Icon name="error" />
        <span>
          <Prose text={build.message} />
        </span>
      </span>
    );
  }
  if (incompatible > 0 && version !== undefined) {
    return (
      <span className="canister-hint warn">
        <Icon name="warning" /> {t`This change does not fit the state that version ${version} holds.`}
      </span>
    );
  }
  if (!built) return <span className="canister-hint">{t`Compiling…`}</span>;
  if (installed && build.key === installed.key) return <span className="canister-hint">{t`This code is what runs.`}</span>;
  return version === undefined ? null : <span className="canister-hint fresh">{t`The code has changed since version ${version}.`}</span>;
}

function Reinstall({ name, disabled, onConfirm }: { readonly name: string; readonly disabled: boolean; readonly onConfirm: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button large" disabled={disabled} onClick={() => setAsking(true)}>
        {t`Reinstall`}
      </button>
      {asking && (
        <ConfirmDialog title={t`Reinstall ${name} and lose its state?`} confirm={t`Reinstall and lose the state`} onConfirm={onConfirm} onClose={() => setAsking(false)}>
          <p>{t`All of its memory is cleared, stable memory too: every variable starts again from its first value. The canister keeps its id and its cycles.`}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
