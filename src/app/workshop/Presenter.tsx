import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'react';
import { Icon } from '../common/icons.tsx';
import { type Presentation, setPresenting, usePresentation } from '../common/presenting.ts';
import { turnStep } from '../common/step-keys.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import { ExplainedButton, Tip } from '../common/Tip.tsx';
import type { Command } from './keys.ts';
import { KeysDialog } from './KeysDialog.tsx';
import { QrDialog } from './QrDialog.tsx';
import { type SavedMoments, useSavedMoments } from './saved-moments.ts';
import { StepTimer } from './StepTimer.tsx';
import { useStepWatch } from './use-step-watch.ts';
import { usePresenterKeys } from './use-presenter-keys.ts';
import { useLitPage, useSpotlight } from './use-spotlight.ts';
import { ViewMenu } from './ViewMenu.tsx';
import './workshop.css';

/** The page for a room: large type, little on it, and a bar with what a presenter needs. */
export default function Presenter() {
  const presentation = usePresentation();
  return presentation && <Presenting presentation={presentation} />;
}

type Shown = 'keys' | 'code' | undefined;

function Presenting({ presentation }: { readonly presentation: Presentation }) {
  const [dialog, setDialog] = useState<Shown>();
  const moments = useSavedMoments();
  const turn = useTurn();
  const watch = useStepWatch();
  usePageOf(presentation);
  useSpotlight();
  useLitPage(presentation.lit);
  const run: Readonly<Record<Command, () => boolean>> = {
    next: () => turn(1),
    previous: () => turn(-1),
    checkpoint: () => done(moments.take),
    restore: () => done(moments.latest && moments.restore),
    timer: () => done(watch.toggle),
    code: () => done(() => setDialog('code')),
    keys: () => done(() => setDialog('keys')),
    leave: () => done(() => setPresenting(false)),
  };
  usePresenterKeys((command) => run[command]());
  return (
    <section className="presenter" aria-label={t`Presenter`}>
      <div className="presenter-group" role="group" aria-label={t`Step`}>
        <Tip text={t`Previous step (Page Up)`}>
          <button type="button" className="icon-button" aria-label={t`Previous step`} onClick={() => turn(-1)}>
            <Icon name="back" />
          </button>
        </Tip>
        <Tip text={t`Next step (Page Down)`}>
          <button type="button" className="icon-button" aria-label={t`Next step`} onClick={() => turn(1)}>
            <Icon name="arrow" />
          </button>
        </Tip>
        <StepTimer watch={watch} />
      </div>
      <Moments moments={moments} />
      <div className="presenter-group">
        <ViewMenu presentation={presentation} minutes={watch.minutes} onMinutes={watch.setMinutes} />
        <button type="button" className="button small" onClick={() => setDialog('code')}>
          {t`QR code`}
        </button>
        <button type="button" className="button small" onClick={() => setDialog('keys')}>
          {t`Keys`} <kbd aria-hidden="true">?</kbd>
        </button>
      </div>
      {dialog === 'keys' && <KeysDialog onClose={() => setDialog(undefined)} />}
      {dialog === 'code' && <QrDialog onClose={() => setDialog(undefined)} />}
    </section>
  );
}

function done(action: (() => void) | undefined): boolean {
  action?.();
  return action !== undefined;
}

/** Steps of the lesson; where none is open, those of the last upgrade. */
function useTurn(): (by: -1 | 1) => boolean {
  const actions = useActions();
  const hasLesson = useApp((state) => state.lesson !== undefined);
  const busy = useApp((state) => state.lesson?.busy !== undefined);
  return (by) => {
    if (!hasLesson) return turnStep(by);
    if (!busy) void actions.turnStep(by);
    return true;
  };
}

function Moments({ moments: { take, latest, restore } }: { readonly moments: SavedMoments }) {
  return (
    <div className="presenter-group" role="group" aria-label={t`Checkpoint`}>
      <Tip text={t`Saves this moment, code and state`}>
        <button type="button" className="button small" onClick={take}>
          {t`Checkpoint`} <kbd aria-hidden="true">Alt+S</kbd>
        </button>
      </Tip>
      <ExplainedButton tip={latest ? t`Goes back to “${{ title: latest.title }}”, code and state` : t`No checkpoint was saved yet`} className="button small" disabled={!latest} onClick={restore}>
        {t`Restore`} <kbd aria-hidden="true">Alt+R</kbd>
      </ExplainedButton>
      {latest && <span className="presenter-latest">{latest.title}</span>}
    </div>
  );
}

/** Type and panels belong to the whole page, and go back when the presentation ends. */
function usePageOf({ scale, hidden }: Presentation): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.fontSize = `${scale * 100}%`;
    return () => {
      style.fontSize = '';
    };
  }, [scale]);
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.presenting = hidden.join(' ');
    return () => {
      delete dataset.presenting;
    };
  }, [hidden]);
}
