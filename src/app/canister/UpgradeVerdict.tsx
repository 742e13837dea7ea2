import { useEffect, useState } from 'react';
import { t } from '@lingui/core/macro';
import { Icon, type IconName } from '../common/icons.tsx';
import { Prose } from '../common/Prose.tsx';
import { useApp } from '../common/store-context.tsx';
import { useUi } from '../common/ui-context.tsx';
import { useVerdict } from '../common/use-verdict.ts';
import { OUTCOME_WORDS } from '../state/outcome-words.ts';
import { type Fate, type Verdict, verdictSentence } from '../state/verdict.ts';
import './verdict.css';

const ICONS: Readonly<Record<Fate, IconName>> = {
  kept: 'check',
  retyped: 'swap',
  migrated: 'arrow',
  rebuilt: 'arrow',
  reset: 'reset',
  new: 'plus',
  refused: 'error',
  dropped: 'minus',
};

const FATES: Readonly<Record<Fate, string>> = {
  ...OUTCOME_WORDS,
  rebuilt: t`rebuilt`,
  refused: t`refused`,
};

/** Milliseconds without a change after which a screen reader is told: not every keystroke is news. */
const SETTLED = 1500;

/** What Upgrade would do if it were pressed now: one line, and on demand what it would do to each variable. */
export function UpgradeVerdict({ canister }: { readonly canister: string }) {
  const verdict = useVerdict(canister);
  const broken = useApp((state) => state.canisters[canister]?.build.phase === 'failed');
  const busy = useApp((state) => state.canisters[canister]?.busy !== undefined);
  const shown = broken || busy ? undefined : verdict;
  return (
    <>
      <p className="visually-hidden" aria-live="polite">
        {useSettled(shown ? verdictSentence(shown) : '')}
      </p>
      {shown && <Line verdict={shown} />}
    </>
  );
}

/** A text once it has stayed the same for a while. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function Line({ verdict }: { readonly verdict: Verdict }) {
  const refused = verdict.refusals.length > 0;
  return (
    <details className={refused ? 'verdict refused' : 'verdict'}>
      <summary>
        <Icon name={refused ? 'warning' : 'information'} />
        <span className="verdict-sentence">
          <Prose text={verdictSentence(verdict)} />
        </span>
      </summary>
      <Variables verdict={verdict} />
    </details>
  );
}

function Variables({ verdict: { path, variables } }: { readonly verdict: Verdict }) {
  const ui = useUi();
  return (
    <ul className="verdict-variables" aria-label={t`What Upgrade would do to each variable`}>
      {variables.map(({ name, fate, reason, range }) => (
        <li key={name} className={`fate-${fate}`}>
          <Icon name={ICONS[fate]} />
          <span>
            <button type="button" className="link-button" onClick={() => ui.goTo(path, range.start)}>
              <code>{name}</code>
            </button>{' '}
            <strong>{FATES[fate]}</strong>. <Prose text={reason} />
          </span>
        </li>
      ))}
    </ul>
  );
}
