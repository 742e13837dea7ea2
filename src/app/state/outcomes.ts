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
  /** `preupgrade` of the old version, `postupgrade` of the new one. */
  readonly hooks: { readonly preupgrade: boolean; readonly postupgrade: boolean };
  /** Values of the old version right after it was installed. */
  readonly initialValues: Values;
  /** The number of the new version. */
  readonly version: number;
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

function appeared({ mode, migrates, version }: UpgradeFacts, { kind }: ActorVariable): Verdict {
  const could = mode === 'upgrade' && kind === 'stable' && migrates;
  const reason = could
    ? `New in version ${version}: it starts with what the migration expression gave it, or else at its initial value.`
    : `New in version ${version}: it starts at its initial value.`;
  return { outcome: 'new', reason };
}

function disappeared({ mode, migrates, before, version }: UpgradeFacts, { name, kind }: ActorVariable): Verdict {
  const reason = ((): string => {
    if (mode === 'reinstall') return `Reinstalling erased it, and version ${version} does not declare it.`;
    if (kind === 'transient') return `Version ${version} no longer declares it; it was transient, so no upgrade would have kept its value.`;
    if (migrates) return `Version ${version} no longer declares it; the migration expression was the last that could read ${name}.`;
    const memory = before.persistence === 'enhanced' ? '' : ' and did not read it back from stable memory';
    return `Version ${version} no longer declares it${memory}, so its value was discarded.`;
  })();
  return { outcome: 'dropped', reason };
}

function survived(facts: UpgradeFacts, old: ActorVariable, variable: ActorVariable, sameType: boolean): Verdict {
  if (facts.mode === 'reinstall') {
    return { outcome: 'reset', reason: 'Reinstalling erased all state, stable variables too: it starts at its initial value.' };
  }
  if (variable.kind === 'transient') return transientNow(facts, old, variable);
  if (old.kind === 'transient') {
    return { outcome: 'reset', reason: 'It was transient before, so there was nothing to keep; from now on it is stable and will be kept.' };
  }
  return sameType ? sameTypeKept(facts, variable) : retyped(facts, old, variable);
}

function transientNow({ hooks, before, after, initialValues, version }: UpgradeFacts, old: ActorVariable, { name }: ActorVariable): Verdict {
  const was = before.values[name];
  const rebuilt = hooks.postupgrade && was !== undefined && was === after.values[name] && was !== initialValues[name];
  if (rebuilt) {
    return { outcome: 'kept', reason: 'Transient, so the upgrade itself did not keep it: it was rebuilt by postupgrade, to the same value.' };
  }
  const reason =
    old.kind === 'stable'
      ? `Version ${version} declares it transient: its old value was discarded and it was initialised again.`
      : 'Transient variables are not kept by an upgrade: it was initialised again.';
  return { outcome: 'reset', reason: hooks.postupgrade ? `${reason} Then postupgrade ran, which can set it.` : reason };
}

function sameTypeKept(facts: UpgradeFacts, variable: ActorVariable): Verdict {
  const was = facts.before.values[variable.name];
  const is = facts.after.values[variable.name];
  if (was === undefined || is === undefined) return { outcome: 'kept', reason: `${carried(facts)} Its value cannot be shown for comparison.` };
  if (was === is) return { outcome: 'kept', reason: carried(facts) };
  const causes = changers(facts);
  const reason =
    causes === undefined
      ? `Its value was kept, and then code that ran as version ${facts.version} started changed it.`
      : `Its value was taken over and changed on the way: ${causes} could have done that.`;
  return { outcome: 'migrated', reason };
}

function retyped(facts: UpgradeFacts, old: ActorVariable, variable: ActorVariable): Verdict {
  const change =
    old.type === variable.type ? `The definition of its type ${variable.type} changed` : `Its type changed from ${old.type} to ${variable.type}`;
  const was = facts.before.values[variable.name];
  const is = facts.after.values[variable.name];
  const differs = was !== undefined && is !== undefined && was !== is;
  if (facts.migrates && differs) return { outcome: 'migrated', reason: `${change}, and its value was converted by the migration expression.` };
  if (differs) return { outcome: 'retyped', reason: `${change}; its value was taken over as far as the new type holds it.` };
  return { outcome: 'retyped', reason: `${change}; its value fits the new type and was kept.` };
}

function carried({ mainMemory, before, after }: UpgradeFacts): string {
  if (mainMemory === 'kept') return 'Stable: main memory was kept, so its value stayed where it was.';
  if (mainMemory === 'replaced' && before.persistence === 'classical') {
    const moved = after.persistence === 'enhanced' ? ' into main memory that will be kept from now on' : ' back';
    return `Stable: its value was copied through stable memory, out before the upgrade and${moved} after it.`;
  }
  return 'Stable: its value was kept by the upgrade.';
}

/** Names the parts of this upgrade that can change a stable variable; `undefined` where there is none. */
function changers({ migrates, hooks }: UpgradeFacts): string | undefined {
  const names = [hooks.preupgrade && 'preupgrade', migrates && 'the migration expression', hooks.postupgrade && 'postupgrade'];
  const found = names.filter((name) => name !== false);
  if (found.length === 0) return undefined;
  return found.length === 1 ? found[0] : `${found.slice(0, -1).join(', ')} or ${found.at(-1) as string}`;
}
