import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Icon, type IconName } from '../common/icons.tsx';
import { useStepKeys } from '../common/step-keys.ts';
import { Prose } from '../common/Prose.tsx';
import { Tip } from '../common/Tip.tsx';
import type { RanInstallation } from '../state/timeline-model.ts';
import { MemoryBars } from './MemoryBars.tsx';
import type { StoryStep } from './story.ts';

/** Milliseconds that a step stays while they play: long enough to read its sentence. */
const STEP_SHOWN = 4000;

const KEYS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowRight: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** How a step ended, where that is worth a word. */
const STATE_WORDS: Readonly<Record<Exclude<StoryStep['state'], 'done' | 'undone'>, string>> = { failed: t`failed`, 'not run': t`not run` };

interface Course {
  readonly index: number;
  readonly playing: boolean;
}

/** Goes through the steps: by itself once Play was pressed, one by one, or by arrow keys. */
export function Player({ ran, story }: { readonly ran: RanInstallation; readonly story: readonly StoryStep[] }) {
  const [{ index, playing }, setCourse] = useState<Course>({ index: 0, playing: false });
  const list = useRef<HTMLOListElement>(null);
  const last = story.length - 1;
  const go = (to: number): void => setCourse({ index: Math.max(0, Math.min(last, to)), playing: false });
  const turn = useCallback((by: -1 | 1) => setCourse((now) => ({ index: Math.max(0, Math.min(last, now.index + by)), playing: false })), [last]);
  useStepKeys(turn);
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setTimeout(() => setCourse({ index: index + 1, playing: index + 1 < last }), STEP_SHOWN);
    return () => clearTimeout(timer);
  }, [playing, index, last]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, move(index, last)));
    go(to);
    if (list.current?.contains(document.activeElement)) list.current.querySelectorAll('button')[to]?.focus();
  };
  const step = story[index];
  if (!step) return null;
  return (
    <div className="steps-player">
      <div className="steps-controls" role="group" aria-label={t`Controls of the steps`} onKeyDown={onKeyDown}>
        <Control icon="reset" name={t`Restart`} ends={index === 0 && !playing} onClick={() => go(0)} />
        <Control icon="back" name={t`Step back`} ends={index === 0} onClick={() => go(index - 1)} />
        <button type="button" className="button small primary" onClick={() => setCourse({ index: !playing && index === last ? 0 : index, playing: !playing })}>
          <Icon name={playing ? 'pause' : 'play'} />
          {playing ? t`Pause` : t`Play`}
        </button>
        <Control icon="arrow" name={t`Step forward`} ends={index === last} onClick={() => go(index + 1)} />
        <span className="faint">{t`step ${{ number: index + 1 }} of ${{ total: story.length }}`}</span>
      </div>
      <ol ref={list} className="steps-list" aria-label={t`All steps`} onKeyDown={onKeyDown}>
        {story.map(({ id, title, state }, at) => (
          <li key={id}>
            <button type="button" className={`steps-item ${state.replace(' ', '-')}`} aria-current={at === index ? 'step' : undefined} tabIndex={at === index ? 0 : -1} onClick={() => go(at)}>
              <span className="steps-dot" aria-hidden="true" />
              {title}
              {state !== 'done' && state !== 'undone' && <span className="steps-state">{STATE_WORDS[state]}</span>}
            </button>
          </li>
        ))}
      </ol>
      <div className="steps-now">
        <MemoryBars ran={ran} story={story} index={index} />
        <Detail step={step} />
      </div>
    </div>
  );
}

/** At the ends it stays focusable, so that keys go on to reach it. */
function Control({ icon, name, ends, onClick }: { readonly icon: IconName; readonly name: string; readonly ends: boolean; readonly onClick: () => void }) {
  return (
    <Tip text={name}>
      <button type="button" className="button small steps-control" aria-label={name} aria-disabled={ends} onClick={onClick}>
        <Icon name={icon} />
      </button>
    </Tip>
  );
}

/** What the step did, its figures, and what it printed. */
function Detail({ step }: { readonly step: StoryStep }) {
  const [reason = '', ...more] = (step.problem?.message ?? '').trim().split('\n');
  const rest = more.join('\n').trim();
  return (
    <div className={`steps-detail ${step.state.replace(' ', '-')}`}>
      <div aria-live="polite" aria-atomic="true">
        <h3>
          {step.title}
          {step.state !== 'done' && step.state !== 'undone' && <span className="steps-state">{STATE_WORDS[step.state]}</span>}
        </h3>
        <p>{step.sentence}</p>
        {step.problem && (
          <p className="steps-problem">
            <code className="error-code">{step.problem.errorCode}</code> <Prose text={reason} />
          </p>
        )}
      </div>
      {rest !== '' && (
        <details className="steps-rest">
          <summary>{t`What else the replica says`}</summary>
          <p>
            <Prose text={rest} />
          </p>
        </details>
      )}
      {step.figures.length > 0 && (
        <dl className="steps-figures">
          {step.figures.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {step.logs.length > 0 && (
        <div className="steps-logs">
          <p>{t`It logged:`}</p>
          <pre tabIndex={0} aria-label={t`Lines that it logged`}>{step.logs.join('\n')}</pre>
        </div>
      )}
    </div>
  );
}
