import { useEffect, useState } from 'react';
import { t } from '@lingui/core/macro';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { formatBytes, formatTime } from '../common/format.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import { ExplainedButton } from '../common/Tip.tsx';
import type { ListedSnapshot } from '../state/lifecycle-model.ts';
import type { CanisterState } from '../state/model.ts';
import './snapshots.css';

const NONE: readonly ListedSnapshot[] = [];
const HANDLING: Readonly<Record<NonNullable<CanisterState['handling']>, string>> = {
  stopping: t`Stopping…`,
  starting: t`Starting…`,
  taking: t`Taking a snapshot…`,
  loading: t`Loading the snapshot…`,
  deleting: t`Deleting the snapshot…`,
};

/** Moments of a canister to come back to: the replica keeps its code and all of its memory. */
export default function SnapshotsRegion({ canister }: { readonly canister: string }) {
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  const version = useApp((state) => state.canisters[canister]?.view?.version);
  const snapshots = useApp((state) => state.canisters[canister]?.snapshots) ?? NONE;
  const handling = useApp((state) => state.canisters[canister]?.handling);
  const busy = useApp((state) => state.canisters[canister]?.busy !== undefined);
  const actions = useActions();
  useEffect(() => {
    if (installed) void actions.listSnapshots();
  }, [actions, canister, installed, version]);
  if (!installed) return null;
  const disabled = busy || handling !== undefined;
  return (
    <section className="snapshots-region" aria-label={t`Snapshots`}>
      <header className="snapshots-head">
        <h2 className="region-title">
          {t`Snapshots`} <span className="faint">{t`code and state, to go back to`}</span>
        </h2>
        <ExplainedButton tip={t`Stops the canister for a moment, and keeps a copy of its code and both memories`} className="button small" disabled={disabled} onClick={() => void actions.takeSnapshot()}>
          {t`Take snapshot`}
        </ExplainedButton>
      </header>
      {handling && <p className="faint">{HANDLING[handling]}</p>}
      {snapshots.length > 0 && (
        <ul className="snapshots">
          {snapshots.map((snapshot, index) => (
            <Snapshot key={snapshot.id} snapshot={snapshot} number={snapshots.length - index} disabled={disabled} />
          ))}
        </ul>
      )}
    </section>
  );
}

const ofVersion = (version: number): string => t`of version ${version}`;

interface SnapshotProps {
  readonly snapshot: ListedSnapshot;
  /** Counts from the oldest. */
  readonly number: number;
  readonly disabled: boolean;
}

function Snapshot({ snapshot: { id, takenAt, bytes }, number, disabled }: SnapshotProps) {
  const version = useApp((state) => state.project?.snapshotCode?.[id]?.version);
  const [asking, setAsking] = useState(false);
  const actions = useActions();
  const name = t`Snapshot ${number}`;
  return (
    <li>
      <div className="snapshot" role="group" aria-label={name}>
        <span className="snapshot-text">
          <b>{name}</b>
          {version !== undefined && ` ${ofVersion(version)}`} <span className="faint">{`${formatTime(takenAt)}, ${formatBytes(bytes)}`}</span>
        </span>
        <span className="buttons">
          <button type="button" className="button small" disabled={disabled} onClick={() => setAsking(true)}>
            {t`Load`}
          </button>
          <button type="button" className="button small quiet" disabled={disabled} onClick={() => void actions.deleteSnapshot(id)}>
            {t`Delete`}
          </button>
        </span>
        {asking && (
          <ConfirmDialog title={t`Go back to snapshot ${number}?`} confirm={t`Load the snapshot`} onConfirm={() => void actions.loadSnapshot(id)} onClose={() => setAsking(false)}>
            <p>{t`The code and both memories are put back to how they were then. What the canister has learnt since is lost, unless you take another snapshot first. Its id and its cycles stay.`}</p>
            <p>{t`It is stopped meanwhile: calls that still wait for an answer end first.`}</p>
          </ConfirmDialog>
        )}
      </div>
    </li>
  );
}
