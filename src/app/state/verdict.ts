import { t } from '@lingui/core/macro';
import type { Diagnostic, Forecast, Persistence, Range, VariableForecast } from '../../protocol/compiler.ts';
import type { Installed } from './model.ts';

/** What an upgrade would do to a variable. `rebuilt`: lost by the upgrade, and set again by `postupgrade`. */
export type Fate = 'kept' | 'retyped' | 'migrated' | 'rebuilt' | 'reset' | 'new' | 'refused' | 'dropped';

export interface VariableVerdict {
  readonly name: string;
  readonly fate: Fate;
  /** Why, in one sentence a newcomer understands. */
  readonly reason: string;
  readonly range: Range;
  /** False where the source has no such variable any more. */
  readonly declared: boolean;
}

export interface Verdict {
  readonly path: string;
  readonly variables: readonly VariableVerdict[];
  /** Why an upgrade would be refused, each in one sentence; empty where it would not. */
  readonly refusals: readonly string[];
}

/** Tells what a forecast means for who presses Upgrade. Pure. */
export function verdictOf(forecast: Forecast, installed: Installed, persistence: Persistence): Verdict {
  const variables = forecast.variables.map((variable) => judge(variable, forecast.refusals, installed));
  const memory = installed.persistence === persistence ? [] : [persistence === 'classical' ? CLASSICAL : ENHANCED];
  return { path: forecast.path, variables, refusals: [...memory, ...forecast.refusals.map(headline)] };
}

const CLASSICAL = t`What is installed keeps its state in main memory (enhanced persistence), which classical code cannot take over.`;

const ENHANCED =
  t`What is installed copies its variables through stable memory (classical persistence). Enhanced code does not take them over by accident: the compiler wants that said with a flag, which this page does not set.`;

const headline = ({ message }: Diagnostic): string => message.split('\n', 1)[0] ?? message;

function judge(variable: VariableForecast, refusals: readonly Diagnostic[], installed: Installed): VariableVerdict {
  const { name, range, relation, declared } = variable;
  const fate = relation === 'refused' ? (declared ? 'refused' : 'dropped') : FATES[relation];
  return { name, range, declared, fate, reason: reasonOf(variable, refusals, installed) };
}

const FATES = {
  new: 'new',
  transient: 'reset',
  reinitialised: 'reset',
  rebuilt: 'rebuilt',
  same: 'kept',
  wider: 'retyped',
  migrated: 'migrated',
  gone: 'dropped',
} as const;

function reasonOf(variable: VariableForecast, refusals: readonly Diagnostic[], installed: Installed): string {
  const { name, kind, type, before, relation } = variable;
  const { version } = installed;
  switch (relation) {
    case 'refused':
      return refusals.map(headline).find((text) => text.includes(`\`${name}\``)) ?? t`Its old value cannot be taken over.`;
    case 'new':
      return t`Version ${version} has no such variable: it starts at its initial value.`;
    case 'same':
      return t`Stable, and of the same type: its value stays.`;
    case 'wider':
      return before && before.type !== type
        ? t`Its type changes from \`${{ before: before.type }}\` to \`${type}\`, and every old value fits the new type: its value stays.`
        : t`The definition of its type \`${type}\` has changed, and every old value fits: its value stays.`;
    case 'migrated':
      return t`The migration takes its old value and gives the new one.`;
    case 'reinitialised':
      return t`The migration expression takes its old value and gives none back: it starts again at its initial value.`;
    case 'rebuilt':
      return t`Transient, so the upgrade does not keep it; \`postupgrade\` then sets it.`;
    case 'transient':
      if (kind === 'stable') return t`It was transient before, so there is nothing to keep: it starts at its initial value, and is kept from now on.`;
      return t`Transient variables are not kept by an upgrade: it starts again at its initial value.`;
    case 'gone':
      return before?.kind === 'transient'
        ? t`No longer declared; it was transient, so no upgrade would have kept it.`
        : t`No longer declared: the migration is the last that can read its value.`;
  }
}

/** Fates in the order in which they are told, with the words that follow `would`. */
const VERBS: readonly (readonly [Fate, (count: number) => string])[] = [
  ['kept', (count) => t`keep ${count}`],
  ['migrated', (count) => t`migrate ${count}`],
  ['retyped', (count) => t`retype ${count}`],
  ['rebuilt', (count) => t`rebuild ${count}`],
  ['reset', (count) => t`reset ${count}`],
  ['new', (count) => t`add ${count}`],
  ['dropped', (count) => t`drop ${count}`],
];

/** `Upgrade would keep 3, reset 1, add 1.`, or why it would be refused. */
export function verdictSentence({ variables, refusals }: Verdict): string {
  const [first, ...others] = refusals;
  if (first !== undefined) {
    const more = others.length;
    return more === 0 ? t`Upgrade would be refused: ${first}` : t`Upgrade would be refused: ${first} And ${more} more.`;
  }
  const counts = VERBS.map(([fate, verb]) => [verb, variables.filter((each) => each.fate === fate).length] as const).filter(([, count]) => count > 0);
  if (counts.length === 0) return t`Upgrade would find no variables to keep.`;
  const told = counts.map(([verb, count]) => verb(count)).join(', ');
  return t`Upgrade would ${told}.`;
}
