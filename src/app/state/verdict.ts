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
  const memory = installed.persistence === 'enhanced' && persistence === 'classical' ? [CLASSICAL] : [];
  return { path: forecast.path, variables, refusals: [...memory, ...forecast.refusals.map(headline)] };
}

const CLASSICAL = 'What is installed keeps its state in main memory (enhanced persistence), which classical code cannot take over.';

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
  switch (relation) {
    case 'refused':
      return refusals.map(headline).find((text) => text.includes(`\`${name}\``)) ?? 'Its old value cannot be taken over.';
    case 'new':
      return `Version ${installed.version} has no such variable: it starts at its initial value.`;
    case 'same':
      return 'Stable, and of the same type: its value stays.';
    case 'wider':
      return before && before.type !== type
        ? `Its type changes from \`${before.type}\` to \`${type}\`, and every old value fits the new type: its value stays.`
        : `The definition of its type \`${type}\` has changed, and every old value fits: its value stays.`;
    case 'migrated':
      return 'The migration expression takes its old value and gives the new one.';
    case 'reinitialised':
      return 'The migration expression takes its old value and gives none back: it starts again at its initial value.';
    case 'rebuilt':
      return 'Transient, so the upgrade does not keep it; `postupgrade` then sets it.';
    case 'transient':
      if (kind === 'stable') return 'It was transient before, so there is nothing to keep: it starts at its initial value, and is kept from now on.';
      return 'Transient variables are not kept by an upgrade: it starts again at its initial value.';
    case 'gone':
      return before?.kind === 'transient'
        ? 'No longer declared; it was transient, so no upgrade would have kept it.'
        : 'No longer declared: the migration expression is the last that can read its value.';
  }
}

/** Fates in the order in which they are told, with the word that follows `would`. */
const VERBS: readonly (readonly [Fate, string])[] = [
  ['kept', 'keep'],
  ['migrated', 'migrate'],
  ['retyped', 'retype'],
  ['rebuilt', 'rebuild'],
  ['reset', 'reset'],
  ['new', 'add'],
  ['dropped', 'drop'],
];

/** `Upgrade would keep 3, reset 1, add 1.`, or why it would be refused. */
export function verdictSentence({ variables, refusals }: Verdict): string {
  const [first, ...others] = refusals;
  if (first !== undefined) {
    const rest = others.length === 0 ? '' : ` And ${others.length} more.`;
    return `Upgrade would be refused: ${first}${rest}`;
  }
  const counts = VERBS.map(([fate, verb]) => [verb, variables.filter((each) => each.fate === fate).length] as const).filter(([, count]) => count > 0);
  if (counts.length === 0) return 'Upgrade would find no variables to keep.';
  return `Upgrade would ${counts.map(([verb, count]) => `${verb} ${count}`).join(', ')}.`;
}
