import { t, plural, select } from '@lingui/core/macro';
import { OUTCOME_WORDS } from '../state/outcome-words.ts';
import type { Outcome } from '../state/model.ts';
import type { Mark } from '../state/timeline-model.ts';

/** A life in words. */

const OUTCOMES: readonly Outcome[] = ['kept', 'migrated', 'retyped', 'reset', 'new', 'dropped'];

/** `version 2 upgraded: 3 kept, 1 reset`. */
export function markText({ kind, version, error, outcomes }: Mark): string {
  if (error) {
    const code = error.errorCode === '' ? t`an error` : error.errorCode;
    return select(kind, {
      install: `install failed with ${code}, version ${version} went on`,
      reinstall: `reinstall failed with ${code}, version ${version} went on`,
      other: `upgrade failed with ${code}, version ${version} went on`,
    });
  }
  const told = OUTCOMES.flatMap((outcome) => (outcomes[outcome] ? [`${outcomes[outcome]} ${OUTCOME_WORDS[outcome]}`] : []));
  const what = select(kind, { install: `version ${version} deployed`, reinstall: `version ${version} reinstalled`, other: `version ${version} upgraded` });
  return told.length > 0 ? `${what}: ${told.join(', ')}` : what;
}

/** `12 calls, 3 other messages`; empty where nothing happened. */
export function passedText({ calls, others }: Mark): string {
  const callCount = calls.toLocaleString('en');
  const otherCount = others.toLocaleString('en');
  const parts = [
    calls > 0 && plural(calls, { one: `${callCount} call`, other: `${callCount} calls` }),
    others > 0 && plural(others, { one: `${otherCount} other message`, other: `${otherCount} other messages` }),
  ];
  return parts.filter(Boolean).join(', ');
}
