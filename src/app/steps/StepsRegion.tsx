import { t, plural, select } from '@lingui/core/macro';
import { useCallback, useEffect, useId, useMemo, useRef } from 'react';
import { useUnfolded } from '../common/arranging.ts';
import { Icon } from '../common/icons.tsx';
import { useStepKeys } from '../common/step-keys.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import type { Mark, RanInstallation } from '../state/timeline-model.ts';
import { chosenMark, ranToTell } from '../state/timeline.ts';
import { compactInstructions } from './figures.ts';
import { Player } from './Player.tsx';
import { storyOf, type StoryStep } from './story.ts';
import './steps.css';

/** The latest upgrade, or the one that was asked for, step by step; one line until it is opened. */
export default function StepsRegion({ canister }: { readonly canister: string }) {
  const actions = useActions();
  const ran = useApp((state) => ranToTell(state, canister));
  const chosen = useApp((state) => chosenMark(state, canister));
  const rehearsed = useApp((state) => ran !== undefined && state.canisters[canister]?.rehearsal?.report.ran === ran);
  const [open, setOpen] = useUnfolded('steps');
  const heading = useRef<HTMLButtonElement>(null);
  const content = useId();
  const serial = chosen?.serial;
  const unfold = useRef(() => setOpen(true));
  useEffect(() => {
    unfold.current = () => setOpen(true);
  });
  useEffect(() => {
    if (serial === undefined) return;
    unfold.current();
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, [serial]);
  const begin = useCallback(() => {
    unfold.current();
    heading.current?.scrollIntoView({ block: 'start' });
  }, []);
  useStepKeys(ran && !open ? begin : undefined);
  const story = useMemo(() => (ran ? storyOf(ran, rehearsed) : []), [ran, rehearsed]);
  if (!ran) return null;
  return (
    <section className="steps-region" aria-label={t`Steps`}>
      <div className="steps-head">
        <h2 className="region-title">
          <button ref={heading} type="button" className="steps-toggle" aria-expanded={open} aria-controls={content} onClick={() => setOpen(!open)}>
            <Icon name="chevron" />
            {title(rehearsed, chosen)} <span className="faint">{extent(story, ran)}</span>
          </button>
        </h2>
        {chosen && (
          <button type="button" className="button small" onClick={() => actions.showSteps(canister, undefined)}>
            {t`Back to the latest`}
          </button>
        )}
      </div>
      <div id={content}>{open && <Player key={`${ran.detail.fresh?.hash} ${serial} ${String(rehearsed)}`} ran={ran} story={story} />}</div>
    </section>
  );
}

function title(rehearsed: boolean, chosen: Mark | undefined): string {
  if (rehearsed) return t`What was rehearsed, step by step:`;
  if (!chosen) return t`What happened, step by step:`;
  const { kind, version, error } = chosen;
  if (error) {
    return select(kind, {
      install: 'The first installation that failed, step by step:',
      reinstall: 'The reinstallation that failed, step by step:',
      other: 'The upgrade that failed, step by step:',
    });
  }
  return select(kind, {
    install: `The first installation to version ${version}, step by step:`,
    reinstall: `The reinstallation to version ${version}, step by step:`,
    other: `The upgrade to version ${version}, step by step:`,
  });
}

function extent(story: readonly StoryStep[], { steps }: RanInstallation): string {
  const instructions = steps.reduce((sum, step) => sum + step.instructions, 0);
  const count = story.filter(({ state }) => state !== 'not run').length;
  const executed = plural(count, { one: `${count} step`, other: `${count} steps` });
  return `${executed}, ${instructions === 0 ? t`no code ran` : compactInstructions(instructions)}`;
}
