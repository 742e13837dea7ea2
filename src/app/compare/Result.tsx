import { t, select } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import { splitMessage } from '../common/message.ts';
import { Prose } from '../common/Prose.tsx';
import { useActions } from '../common/store-context.tsx';
import { headline } from '../state/comparison.ts';
import type { Comparison, WorldInstall, WorldRun } from '../state/comparison-model.ts';
import { Figures } from './Figures.tsx';
import type { Parts } from './parts.ts';
import { Replies } from './Replies.tsx';
import { Variables } from './Variables.tsx';

/** What happened in the two worlds: while they run what they do, and then what differed. */
export function Result({ comparison, parts }: { readonly comparison: Comparison; readonly parts: Parts }) {
  const { running, problem, worlds } = comparison;
  if (problem !== undefined) {
    return (
      <div className="card error" role="alert">
        <h3>
          <Icon name="error" />
          {t`Not compared`}
        </h3>
        <p>
          <Prose text={problem} />
        </p>
      </div>
    );
  }
  if (!worlds) return <p className="muted">{t`Both versions are made ready…`}</p>;
  if (running) return <Progress worlds={worlds} />;
  return (
    <div className="compare-result">
      <p className="compare-headline">{headline(comparison)}</p>
      <p className="faint">{comparison.about}</p>
      <Troubles worlds={worlds} />
      <Variables worlds={worlds} parts={parts} />
      <Replies comparison={comparison} worlds={worlds} />
      <Figures comparison={comparison} worlds={worlds} />
    </div>
  );
}

function Progress({ worlds }: { readonly worlds: readonly [WorldRun, WorldRun] }) {
  const actions = useActions();
  return (
    <ul className="compare-progress" aria-label={t`The two worlds`}>
      {([0, 1] as const).map((side) => {
        const { title, phase, doing } = worlds[side];
        return (
          <li key={side}>
            <strong>{title}</strong> <span className="muted">{phase === 'running' ? doing : WORDS[phase]}</span>
            {phase === 'running' && (
              <button type="button" className="button small" aria-label={t`Stop ${title}`} onClick={() => actions.stopWorld(side)}>
                <Icon name="stop" />
                {t`Stop`}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

const WORDS: Readonly<Record<Exclude<WorldRun['phase'], 'running'>, string>> = { done: t`is done`, stopped: t`was stopped`, ended: t`could not go on` };

function failedText(title: string, mode: WorldInstall['mode']): string {
  return select(mode, { install: `${title}: the install failed`, reinstall: `${title}: the reinstall failed`, other: `${title}: the upgrade failed` });
}

/** Installations that failed, and worlds that ended early, in full. */
function Troubles({ worlds }: { readonly worlds: readonly [WorldRun, WorldRun] }) {
  const told = worlds.flatMap(({ title, problem, phase, installs }) => [
    ...installs.flatMap(({ mode, error }) => (error ? [{ title: failedText(title, mode), code: error.errorCode, message: error.message }] : [])),
    ...(phase === 'ended' || phase === 'stopped' ? [{ title, code: '', message: problem ?? '' }] : []),
  ]);
  return told.map(({ title, code, message }) => {
    const { headline: first, rest } = splitMessage(message);
    return (
      <div key={title} className="card error compare-trouble">
        <h3>
          <Icon name="error" />
          {title}
        </h3>
        <p>
          {code !== '' && <code className="error-code">{code}</code>} <Prose text={first} />
        </p>
        {rest !== '' && (
          <p className="card-rest">
            <Prose text={rest} />
          </p>
        )}
      </div>
    );
  });
}
