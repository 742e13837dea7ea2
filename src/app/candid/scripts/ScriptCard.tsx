import { t } from '@lingui/core/macro';
import { useId, useState } from 'react';
import { ConfirmDialog } from '../../common/Dialog.tsx';
import { Icon } from '../../common/icons.tsx';
import { useActions, useApp } from '../../common/store-context.tsx';
import { Tip } from '../../common/Tip.tsx';
import type { CallScript, Replay } from '../../state/scripts-model.ts';
import { replaySummary, withReplies } from '../../state/scripts.ts';
import { ScriptEditor } from './ScriptEditor.tsx';
import { StepView } from './StepView.tsx';

interface ScriptCardProps {
  readonly script: CallScript;
  /** The selected canister: the one that new steps are for. */
  readonly canister: string;
}

/** One script: its steps with what they answered, or the means to change them. A script without steps is there to be written. */
export function ScriptCard({ script, canister }: ScriptCardProps) {
  const replay = useApp((state) => state.replays[script.id]);
  const [editing, setEditing] = useState(script.steps.length === 0);
  const heading = useId();
  return (
    <div className="script" role="group" aria-labelledby={heading}>
      <ScriptHead script={script} headingId={heading} editing={editing} onEdit={() => setEditing(!editing)} />
      {editing ? (
        <ScriptEditor script={script} canister={canister} />
      ) : (
        <>
          {replay && Object.keys(replay.results).length > 0 && <ReplayLine script={script} replay={replay} />}
          <ol className="script-steps">
            {script.steps.map((step, index) => (
              <StepView key={step.id} script={script} step={step} position={index + 1} result={replay?.results[step.id]} />
            ))}
          </ol>
          {script.steps.length === 0 && <p className="faint script-empty">{t`No steps yet: press Edit to add some.`}</p>}
        </>
      )}
    </div>
  );
}

interface ScriptHeadProps {
  readonly script: CallScript;
  readonly headingId: string;
  readonly editing: boolean;
  readonly onEdit: () => void;
}

function ScriptHead({ script, headingId, editing, onEdit }: ScriptHeadProps) {
  const actions = useActions();
  const replaying = useApp((state) => Object.values(state.replays).some(({ running }) => running));
  const ready = useApp((state) => state.phase === 'ready');
  const [deleting, setDeleting] = useState(false);
  const { title } = script;
  return (
    <div className="script-head">
      <h3 id={headingId}>{title}</h3>
      <button type="button" className="button small accent" disabled={!ready || replaying || editing || script.steps.length === 0} onClick={() => void actions.replay(script.id)}>
        <Icon name="play" />
        {t`Replay`}
      </button>
      <button type="button" className="button small" onClick={onEdit}>
        {editing ? t`Done` : t`Edit`}
      </button>
      <Tip text={t`Delete ${title}`}>
        <button type="button" className="icon-button" aria-label={t`Delete ${title}`} onClick={() => setDeleting(true)}>
          <Icon name="trash" />
        </button>
      </Tip>
      {deleting && (
        <ConfirmDialog title={t`Delete ${title}?`} confirm={t`Delete the script`} onConfirm={() => actions.deleteScript(script.id)} onClose={() => setDeleting(false)}>
          <p>{t`Its steps and expectations are lost. What its calls did to the canister stays.`}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function ReplayLine({ script, replay }: { readonly script: CallScript; readonly replay: Replay }) {
  const actions = useActions();
  const differs = Object.values(replay.results).some(({ verdict }) => verdict === 'different');
  return (
    <p className="replay-line">
      <span>{replay.running ? t`Replaying…` : t`Replayed: ${{ summary: replaySummary(replay) }}.`}</span>
      {!replay.running && differs && (
        <button type="button" className="link-button" onClick={() => actions.changeScript(withReplies(script, replay))}>
          {t`Keep the new replies`}
        </button>
      )}
    </p>
  );
}
