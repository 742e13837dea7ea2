import { t } from '@lingui/core/macro';
import type { Outcome } from './model.ts';

/** Outcomes as they are shown. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  kept: t`kept`,
  reset: t`reset`,
  new: t`new`,
  dropped: t`dropped`,
  retyped: t`retyped`,
  migrated: t`migrated`,
};
