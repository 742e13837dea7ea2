import { t } from '@lingui/core/macro';
import type { ActorVariable, Persistence } from '../../protocol/compiler.ts';
import type { Outcome, StateRow, Values } from './model.ts';
import { parseStableSignature, sameStableType } from '../../protocol/stable-signature.ts';

/** One side of an upgrade: what was installed, and what its variables read. */
export interface Side {
  readonly variables: readonly ActorVariable[];
  readonly values: Values;
  /** Stable signature, the text of a `.most` file; empty where unknown. */
  readonly stableSignature: string;
  readonly persistence: Persistence;
}

export interface UpgradeFacts {
  readonly mode: 'upgrade' | 'reinstall';
  /** What the replica did with main memory. */
  readonly mainMemory: 'kept' | 'replaced' | undefined;
  readonly before: Side;
  readonly after: Side;
  /** Whether the new version has a migration expression. */
  readonly migrates: boolean;
  /** What that takes and gives, by name; absent where it is not known. */
  readonly migration?: { readonly takes: readonly string[]; readonly gives: readonly string[] } | undefined;
  /** Files of the folder `migrations` that the upgrade ran; absent where it has no such folder, or ran none. */
  readonly migrationFiles?: readonly string[] | undefined;
  /** `preupgrade` of the old version, `postupgrade` of the new one. */
  readonly hooks: { readonly preupgrade: boolean; readonly postupgrade: boolean };
  /** Variables whose old value the compiler said does not fit the new type, where the upgrade was made regardless. */
  readonly unfit?: readonly string[] | undefined;
  /** Values of the old version right after it was installed. */
  readonly initialValues: Values;
  /** The old code's `pre_upgrade` was left out. */
  readonly skippedPreUpgrade?: boolean | undefined;
  /** The number of the new version. */
  readonly version: number;
}

/** A sentence for each that may have done the migrating. */
interface MigrationSentences {
  readonly expression: () => string;
  readonly file: (file: string) => string;
  readonly files: (count: number) => string;
}

function toldOfMigration({ migrationFiles = [] }: UpgradeFacts, { expression, file, files }: MigrationSentences): string {
  const [first, ...others] = migrationFiles;
  if (first === undefined) return expression();
  return others.length === 0 ? file(first) : files(migrationFiles.length);
}

interface Verdict {
  readonly outcome: Outcome;
  readonly reason: string;
}

/** What the upgrade did to each variable, in the order of the new version, and then what it dropped. Pure: only what was observed counts. */
export function outcomes(facts: UpgradeFacts): readonly StateRow[] {
  const { before, after } = facts;
  const sameType = typeComparison(before, after);
  const rows = after.variables.map((variable) => {
    const old = find(before.variables, variable.name);
    const verdict = old ? survived(facts, old, variable, sameType(old, variable)) : appeared(facts, variable);
    return row(variable, old && before.values[variable.name], after.values[variable.name], variable.unshown, verdict);
  });
  const gone = before.variables.filter((old) => !find(after.variables, old.name));
  return [...rows, ...gone.map((old) => row(old, before.values[old.name], undefined, undefined, disappeared(facts, old)))];
}

const find = (variables: readonly ActorVariable[], name: string): ActorVariable | undefined =>
  variables.find((variable) => variable.name === name);

function row(
  variable: ActorVariable,
  before: string | undefined,
  after: string | undefined,
  unshown: string | undefined,
  verdict: Verdict,
): StateRow {
  const { name, kind, type } = variable;
  return { variable: name, kind, type, before, after, unshown, ...verdict, changed: before !== after };
}

function typeComparison(before: Side, after: Side): (old: ActorVariable, variable: ActorVariable) => boolean {
  const signatures = [parseStableSignature(before.stableSignature), parseStableSignature(after.stableSignature)] as const;
  return (old, variable) => sameStableType(variable.name, ...signatures) ?? old.type === variable.type;
}

function appeared(facts: UpgradeFacts, { name, kind }: ActorVariable): Verdict {
  const { mode, migrates, migration, version } = facts;
  if (mode === 'upgrade' && migration?.gives.includes(name)) return { outcome: 'new', reason: givenByMigration(facts) };
  const could = mode === 'upgrade' && kind === 'stable' && migrates && !migration;
  const reason = could
    ? t`New in version ${version}: it starts with what the migration expression gave it, or else at its initial value.`
    : t`New in version ${version}: it starts at its initial value.`;
  return { outcome: 'new', reason };
}

function givenByMigration(facts: UpgradeFacts): string {
  const { version } = facts;
  return toldOfMigration(facts, {
    expression: () => t`New in version ${version}: it starts with what the migration expression gave it.`,
    file: (file) => t`New in version ${version}: it starts with what the migration ${file} gave it.`,
    files: (count) => t`New in version ${version}: it starts with what the ${count} migrations since the old version gave it.`,
  });
}

function disappeared(facts: UpgradeFacts, { name, kind }: ActorVariable): Verdict {
  const { mode, migrates, before, version } = facts;
  const reason = ((): string => {
    if (mode === 'reinstall') return t`Reinstalling erased it, and version ${version} does not declare it.`;
    if (kind === 'transient') return t`Version ${version} no longer declares it; it was transient, so no upgrade would have kept its value.`;
    if (migrates) return droppedByMigration(facts, name);
    if (before.persistence === 'enhanced') return t`Version ${version} no longer declares it, so its value was discarded.`;
    return t`Version ${version} no longer declares it and did not read it back from stable memory, so its value was discarded.`;
  })();
  return { outcome: 'dropped', reason };
}

function droppedByMigration(facts: UpgradeFacts, name: string): string {
  const { version } = facts;
  return toldOfMigration(facts, {
    expression: () => t`Version ${version} no longer declares it; the migration expression was the last that could read ${name}.`,
    file: (file) => t`Version ${version} no longer declares it; the migration ${file} was the last that could read ${name}.`,
    files: (count) => t`Version ${version} no longer declares it; the ${count} migrations since the old version were the last that could read ${name}.`,
  });
}

function survived(facts: UpgradeFacts, old: ActorVariable, variable: ActorVariable, sameType: boolean): Verdict {
  if (facts.mode === 'reinstall') {
    return { outcome: 'reset', reason: t`Reinstalling erased all state, stable variables too: it starts at its initial value.` };
  }
  if (variable.kind === 'transient') return transientNow(facts, old, variable);
  if (old.kind === 'transient') {
    return { outcome: 'reset', reason: t`It was transient before, so there was nothing to keep; from now on it is stable and will be kept.` };
  }
  if (facts.unfit?.includes(variable.name)) {
    const { type } = variable;
    const reason =
      old.type === type
        ? t`Its old value does not fit the changed type ${type}: the upgrade was made regardless, and the value was lost.`
        : t`Its old value does not fit the new type ${type}: the upgrade was made regardless, and the value was lost.`;
    return { outcome: 'reset', reason };
  }
  const { takes, gives } = facts.migration ?? { takes: [], gives: [] };
  if (takes.includes(variable.name) && !gives.includes(variable.name)) {
    return { outcome: 'reset', reason: t`The migration expression took its old value and gave none back: it started again at its initial value.` };
  }
  if (gives.includes(variable.name)) return migrated(facts, old, variable);
  return sameType ? sameTypeKept(facts, variable) : retyped(facts, old, variable);
}

function migrated(facts: UpgradeFacts, { type: before }: ActorVariable, { type: after }: ActorVariable): Verdict {
  const sentences: MigrationSentences =
    before === after
      ? {
          expression: () => t`The migration expression took its old value and gave the new one.`,
          file: (file) => t`The migration ${file} took its old value and gave the new one.`,
          files: (count) => t`The ${count} migrations since the old version took its old value and gave the new one.`,
        }
      : {
          expression: () => t`Its type changed from ${before} to ${after}: the migration expression took its old value and gave the new one.`,
          file: (file) => t`Its type changed from ${before} to ${after}: the migration ${file} took its old value and gave the new one.`,
          files: (count) => t`Its type changed from ${before} to ${after}: the ${count} migrations since the old version took its old value and gave the new one.`,
        };
  return { outcome: 'migrated', reason: toldOfMigration(facts, sentences) };
}

function transientNow({ hooks, before, after, initialValues, version }: UpgradeFacts, old: ActorVariable, { name }: ActorVariable): Verdict {
  const was = before.values[name];
  const rebuilt = hooks.postupgrade && was !== undefined && was === after.values[name] && was !== initialValues[name];
  if (rebuilt) {
    return { outcome: 'kept', reason: t`Transient, so the upgrade itself did not keep it: it was rebuilt by postupgrade, to the same value.` };
  }
  const reason =
    old.kind === 'stable'
      ? t`Version ${version} declares it transient: its old value was discarded and it was initialised again.`
      : t`Transient variables are not kept by an upgrade: it was initialised again.`;
  return { outcome: 'reset', reason: hooks.postupgrade ? `${reason} ${t`Then postupgrade ran, which can set it.`}` : reason };
}

function sameTypeKept(facts: UpgradeFacts, variable: ActorVariable): Verdict {
  const was = facts.before.values[variable.name];
  const is = facts.after.values[variable.name];
  if (was === undefined || is === undefined) return { outcome: 'kept', reason: `${carried(facts)} ${t`Its value cannot be shown for comparison.`}` };
  if (was === is) return { outcome: 'kept', reason: facts.skippedPreUpgrade ? `${UNSAVED} ${t`Its initial value is the one that it had.`}` : carried(facts) };
  if (facts.skippedPreUpgrade) return { outcome: 'reset', reason: `${UNSAVED} ${t`It starts at its initial value.`}` };
  const { version } = facts;
  const causes = changers(facts);
  const reason =
    causes === undefined
      ? t`Its value was kept, and then code that ran as version ${version} started changed it.`
      : t`Its value was taken over and changed on the way: ${causes} could have done that.`;
  return { outcome: 'migrated', reason };
}

/** True of both kinds of persistence: with enhanced persistence it is `pre_upgrade` that puts the variables where the next version finds them. */
const UNSAVED = t`Nothing handed it over: that is what pre_upgrade does, and it was left out.`;

function retyped(facts: UpgradeFacts, old: ActorVariable, variable: ActorVariable): Verdict {
  const was = facts.before.values[variable.name];
  const is = facts.after.values[variable.name];
  const differs = was !== undefined && is !== undefined && was !== is;
  const converted = facts.migrates && !facts.migration && differs;
  const value = converted ? 'converted' : differs ? 'as far as it goes' : 'fits';
  return { outcome: converted ? 'migrated' : 'retyped', reason: old.type === variable.type ? redefined(variable.type, value) : typeChanged(old.type, variable.type, value) };
}

/** What became of a value of another type. */
type OtherType = 'converted' | 'as far as it goes' | 'fits';

function redefined(type: string, value: OtherType): string {
  if (value === 'converted') return t`The definition of its type ${type} changed, and its value was converted by the migration expression.`;
  if (value === 'fits') return t`The definition of its type ${type} changed; its value fits the new type and was kept.`;
  return t`The definition of its type ${type} changed; its value was taken over as far as the new type holds it.`;
}

function typeChanged(before: string, after: string, value: OtherType): string {
  if (value === 'converted') return t`Its type changed from ${before} to ${after}, and its value was converted by the migration expression.`;
  if (value === 'fits') return t`Its type changed from ${before} to ${after}; its value fits the new type and was kept.`;
  return t`Its type changed from ${before} to ${after}; its value was taken over as far as the new type holds it.`;
}

function carried({ mainMemory, before, after }: UpgradeFacts): string {
  if (mainMemory === 'kept') return t`Stable: main memory was kept, so its value stayed where it was.`;
  if (mainMemory === 'replaced' && before.persistence === 'classical') {
    return after.persistence === 'enhanced'
      ? t`Stable: its value was copied through stable memory, out before the upgrade and into main memory that will be kept from now on after it.`
      : t`Stable: its value was copied through stable memory, out before the upgrade and back after it.`;
  }
  return t`Stable: its value was kept by the upgrade.`;
}

/** Names the parts of this upgrade that can change a stable variable; `undefined` where there is none. */
function changers({ migrates, migration, hooks }: UpgradeFacts): string | undefined {
  const names = [hooks.preupgrade && 'preupgrade', migrates && !migration && t`the migration expression`, hooks.postupgrade && 'postupgrade'];
  const found = names.filter((name) => name !== false);
  if (found.length === 0) return undefined;
  const [last, others] = [found.at(-1) as string, found.slice(0, -1).join(', ')];
  return found.length === 1 ? last : t`${others} or ${last}`;
}
