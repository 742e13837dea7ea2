import { Icon, type IconName } from '../common/icons.tsx';
import { OUTCOME_WORDS } from '../state/outcome-words.ts';
import type { Outcome } from '../state/model.ts';

const ICONS: Readonly<Record<Outcome, IconName>> = { kept: 'check', reset: 'reset', new: 'plus', dropped: 'minus', retyped: 'swap', migrated: 'arrow' };

/** How a variable ended, as icon, colour and word; with a count it says how many ended so. */
export function OutcomeBadge({ outcome, count }: { readonly outcome: Outcome; readonly count?: number }) {
  const word = OUTCOME_WORDS[outcome];
  return (
    <span className={`outcome ${outcome}`}>
      <Icon name={ICONS[outcome]} />
      {count === undefined ? word : `${count} ${word}`}
    </span>
  );
}
