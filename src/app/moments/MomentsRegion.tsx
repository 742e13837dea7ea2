import { useState } from 'react';
import { plural, t } from '@lingui/core/macro';
import { formatBytes } from '../common/format.ts';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import type { Checkpoint } from '../state/checkpoint-model.ts';
import './moments.css';

const NONE: readonly Checkpoint[] = [];

function countedMoments(count: number): string {
  const moments = count.toLocaleString('en');
  return plural(count, { one: '1 saved moment', other: `${moments} saved moments` });
}

/** Moments of the project: saved with all state, to go back to. */
export default function MomentsRegion() {
  const moments = useApp((state) => state.project?.checkpoints) ?? NONE;
  const deployed = useApp((state) => Object.keys(state.project?.installed ?? {}).length > 0);
  const busy = useApp((state) => Object.values(state.canisters).some((canister) => canister.busy !== undefined));
  const actions = useActions();
  const [going, setGoing] = useState<Checkpoint>();
  if (!deployed && moments.length === 0) return null;
  return (
    <section className="moments-region" aria-label={t`Moments`}>
      <header className="moments-head">
        <h2 className="region-title">
          {t`Moments`} {moments.length > 0 && <span className="faint">{countedMoments(moments.length)}</span>}
        </h2>
        <button type="button" className="button small" disabled={busy || !deployed} onClick={() => void actions.takeCheckpoint()}>
          {t`Save this moment`}
        </button>
      </header>
      {moments.length === 0 ? (
        <p className="faint">{t`Save everything as it is now, try something, and go back when you like.`}</p>
      ) : (
        <ul className="moments">
          {moments.map((moment) => (
            <Moment key={moment.id} moment={moment} busy={busy} onGoBack={() => setGoing(moment)} />
          ))}
        </ul>
      )}
      {going && <GoBack moment={going} onClose={() => setGoing(undefined)} />}
    </section>
  );
}

interface MomentProps {
  readonly moment: Checkpoint;
  readonly busy: boolean;
  readonly onGoBack: () => void;
}

function Moment({ moment, busy, onGoBack }: MomentProps) {
  const actions = useActions();
  const { title, at, bytes, canisters } = moment;
  const versions = canisters.map(({ name, version }) => (version === undefined ? name : t`${name} version ${version}`)).join(', ');
  const about = [versions, new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' }), formatBytes(bytes)];
  return (
    <li>
      <div className="moment" role="group" aria-label={title}>
        <div className="moment-text">
          <strong>{title}</strong>
          <span className="faint">{about.filter((part) => part !== '').join(' · ')}</span>
        </div>
        <button type="button" className="button small" disabled={busy} onClick={onGoBack}>
          {t`Go back`}
        </button>
        <Tip text={t`Delete ${title}`}>
          <button type="button" className="icon-button" aria-label={t`Delete ${title}`} onClick={() => actions.deleteCheckpoint(moment.id)}>
            <Icon name="trash" />
          </button>
        </Tip>
      </div>
    </li>
  );
}

function GoBack({ moment, onClose }: { readonly moment: Checkpoint; readonly onClose: () => void }) {
  const actions = useActions();
  const [code, setCode] = useState(false);
  const { title } = moment;
  return (
    <ConfirmDialog title={t`Go back to ${title}?`} confirm={t`Go back`} onConfirm={() => void actions.restoreCheckpoint(moment.id, { code })} onClose={onClose}>
      <p>{t`Everything that the canisters of this project have learnt since then is forgotten. The clock goes on.`}</p>
      <label className="moment-code">
        <input type="checkbox" checked={code} onChange={(event) => setCode(event.target.checked)} /> {t`Put the code of that moment back into the editor too`}
      </label>
    </ConfirmDialog>
  );
}
