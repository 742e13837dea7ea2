import { t } from '@lingui/core/macro';
import type { Outcome } from '../model.ts';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { sameShown } from './calls.ts';
import type { CanisterFacts, CheckResult } from './facts.ts';
import type { Condition } from './model.ts';

type VariableCondition = Extract<Condition, { readonly kind: 'variable' }>;

/** What can be said of a variable, after its name. */
const WORDS: Readonly<Record<Outcome, string>> = {
  kept: t`was kept`,
  reset: t`started again`,
  new: t`is new`,
  dropped: t`was dropped`,
  retyped: t`was kept with another type`,
  migrated: t`was migrated`,
};

/** Looks at a variable as the State table shows it. The first part that does not hold is told. */
export function judgeVariable(condition: VariableCondition, now: CanisterFacts | undefined): CheckResult {
  const { variable, exists } = condition;
  const row = now?.rows.find((each) => each.variable === variable);
  const live = row !== undefined && row.outcome !== 'dropped';
  if (!now || now.version === 0) return { held: false, text: t`Nothing is deployed yet: press **Deploy**.` };
  if (exists === false && live) return { held: false, text: t`The running version still has \`${variable}\`.` };
  const unmet = outcomeMissing(condition, now) ?? (exists === false ? undefined : valueMissing(condition, live ? row : undefined));
  if (unmet !== undefined) return { held: false, text: unmet };
  return { held: true, text: holding(condition, row?.after) };
}

function outcomeMissing({ variable, outcome }: VariableCondition, { report }: CanisterFacts): string | undefined {
  if (outcome === undefined) return undefined;
  if (!report || report.error) return t`Nothing was upgraded yet that could tell what becomes of \`${variable}\`: press **Upgrade**.`;
  const actual = report.rows.find((row) => row.variable === variable)?.outcome;
  if (actual === outcome) return undefined;
  const wanted = OUTCOME_WORDS[outcome];
  if (!actual) return t`The last upgrade tells nothing about \`${variable}\`: the outcome should be ${wanted}.`;
  return t`In the last upgrade \`${variable}\` ${{ ended: WORDS[actual] }}: the outcome should be ${wanted}.`;
}

interface Row {
  readonly kind: 'stable' | 'transient';
  readonly after: string | undefined;
}

function valueMissing({ variable, is, contains, declared, exists, outcome }: VariableCondition, row: Row | undefined): string | undefined {
  if (is === undefined && contains === undefined && declared === undefined && exists === undefined) return undefined;
  if (!row) return outcome === 'dropped' ? undefined : t`The running version has no variable \`${variable}\`.`;
  if (declared !== undefined && row.kind !== declared) {
    return declared === 'transient' ? t`\`${variable}\` is stable, and it should be transient.` : t`\`${variable}\` is transient, and it should be stable.`;
  }
  const value = shortened(row.after);
  if (is !== undefined && !sameShown(is, row.after ?? '')) {
    return value === undefined ? t`\`${variable}\` is not shown, and it should be \`${is}\`.` : t`\`${variable}\` is \`${value}\`, and it should be \`${is}\`.`;
  }
  if (contains !== undefined && !(row.after ?? '').includes(contains)) {
    return value === undefined
      ? t`\`${variable}\` is not shown, and it should have \`${contains}\` in it.`
      : t`\`${variable}\` is \`${value}\`, and it should have \`${contains}\` in it.`;
  }
  return undefined;
}

const shortened = (value: string | undefined): string | undefined => (value !== undefined && value.length > 200 ? `${value.slice(0, 200)}…` : value);

function holding({ variable, is, contains, declared, outcome, exists }: VariableCondition, after: string | undefined): string {
  if (exists === false) return t`\`${variable}\` is gone.`;
  const value = shortened(after);
  const parts = [
    outcome && WORDS[outcome],
    (is ?? contains) !== undefined && (value === undefined ? t`is not shown` : t`is \`${value}\``),
    declared && (declared === 'stable' ? t`is stable` : t`is transient`),
  ].filter((part) => part !== false && part !== undefined);
  if (parts.length === 0) return t`The running version has \`${variable}\`.`;
  return `\`${variable}\` ${parts.reduce((first, second) => t`${first} and ${second}`)}.`;
}
