import { useState } from 'react';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { Prose } from '../common/Prose.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import type { CanisterState, Installed } from '../state/model.ts';

interface CanisterActionsProps {
  readonly name: string;
  readonly canister: CanisterState;
  readonly installed: Installed | undefined;
}

/** Deploy where nothing is installed; Upgrade and Reinstall where something is. */
export function CanisterActions({ name, canister, installed }: CanisterActionsProps) {
  const actions = useActions();
  const ready = useApp((state) => state.phase === 'ready' && state.compiler.phase === 'ready');
  const failed = canister.build.phase === 'failed';
  const disabled = !ready || failed || canister.busy !== undefined;
  const incompatible = canister.build.phase === 'ready' ? canister.build.incompatible.length : 0;
  return (
    <div className="canister-actions">
      {installed ? (
        <>
          <button type="button" className="button primary large" disabled={disabled} onClick={() => void actions.upgrade()}>
            Upgrade
          </button>
          <button type="button" className="button large" disabled={disabled} title="Shows what Upgrade would do now, and changes nothing" onClick={() => void actions.rehearse()}>
            Rehearse
          </button>
          <Reinstall name={name} disabled={disabled} onConfirm={() => void actions.reinstall()} />
        </>
      ) : (
        <button type="button" className="button primary large" disabled={disabled} onClick={() => void actions.deploy()}>
          Deploy
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
  if (phase === 'blocked') return <span className="canister-hint warn">This tab cannot run canisters now: see the notice above.</span>;
  if (busy) return <span className="canister-hint">Working…</span>;
  if (compiler === 'failed') return <span className="canister-hint bad">The compiler did not load. Reload the page to try again.</span>;
  if (phase === 'starting' || compiler === 'loading') return <span className="canister-hint">{compiler === 'loading' ? 'The compiler is loading…' : 'The replica is starting…'}</span>;
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
  if (incompatible > 0) {
    return (
      <span className="canister-hint warn">
        <Icon name="warning" /> This change does not fit the state that version {installed?.version} holds.
      </span>
    );
  }
  if (build.phase !== 'ready') return <span className="canister-hint">Compiling…</span>;
  if (installed && build.key === installed.key) return <span className="canister-hint">This code is what runs.</span>;
  return installed ? <span className="canister-hint fresh">The code has changed since version {installed.version}.</span> : null;
}

function Reinstall({ name, disabled, onConfirm }: { readonly name: string; readonly disabled: boolean; readonly onConfirm: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button large" disabled={disabled} onClick={() => setAsking(true)}>
        Reinstall
      </button>
      {asking && (
        <ConfirmDialog title={`Reinstall ${name} and lose its state?`} confirm="Reinstall and lose the state" onConfirm={onConfirm} onClose={() => setAsking(false)}>
          <p>All of its memory is cleared, stable memory too: every variable starts again from its first value. The canister keeps its id and its cycles.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
