import { splitTop, stableSignatureParts } from './stable-signature.ts';

/**
 * Reads which migration files a module was compiled with (`--enhanced-migration`). Its stable signature lists them in the order in which they are
 * applied, each with what it takes and gives.
 */

export interface MigrationStep {
  /** File name without `.mo`. */
  readonly name: string;
  /** Variables that it takes from the state before, and gives to the state after. */
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}

/** The chain of a signature; empty where the module was compiled without one. */
export function migrationSteps(signature: string): readonly MigrationStep[] {
  const { chain, definitions } = stableSignatureParts(signature);
  return splitTop(chain, ';').flatMap((entry) => {
    const [, name, type = ''] = /^"([^"]*)"\s*:\s*([\s\S]*)$/.exec(entry) ?? [];
    if (name === undefined) return [];
    // An arrow of two characters cannot be split at.
    const [takes = '', gives = ''] = splitTop(type.replaceAll('->', '→'), '→');
    return [{ name, takes: fieldNames(takes, definitions), gives: fieldNames(gives, definitions) }];
  });
}

/** Names of the fields of `{ var a : Nat }`, of `(old : { … })`, or of a defined type. */
function fieldNames(text: string, definitions: ReadonlyMap<string, string>): readonly string[] {
  const inner = text.startsWith('(') ? text.slice(1, -1).replace(/^\s*\w+\s*:/, '').trim() : text;
  const record = definitions.get(inner)?.replace(/^\s*=/, '').trim() ?? inner;
  return splitTop(record.slice(1, -1), ';').flatMap((field) => /^(?:var\s+)?(\w+)\s*:/.exec(field)?.[1] ?? []);
}

/** What the files that run at an upgrade do, all together. */
export interface MigrationRun {
  readonly files: readonly string[];
  /** Variables of the installed version that one of the files takes. */
  readonly takes: readonly string[];
  /** Variables that the files leave to the new version. */
  readonly gives: readonly string[];
}

/** The files that an upgrade runs: those after the last one that was applied. `undefined` where there are none. */
export function migrationRun(before: string, after: string): MigrationRun | undefined {
  const applied = new Set(migrationSteps(before).map(({ name }) => name));
  const steps = migrationSteps(after);
  return combined(steps.slice(steps.findLastIndex(({ name }) => applied.has(name)) + 1));
}

/** Steps one after another, seen as one. */
export function combined(steps: readonly MigrationStep[]): MigrationRun | undefined {
  if (steps.length === 0) return undefined;
  const takes = new Set<string>();
  const gives = new Set<string>();
  for (const step of steps) {
    for (const name of step.takes) if (!gives.delete(name)) takes.add(name);
    for (const name of step.gives) gives.add(name);
  }
  return { files: steps.map(({ name }) => name), takes: [...takes], gives: [...gives] };
}
