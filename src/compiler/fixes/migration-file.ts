import { parseStableSignature } from '../../protocol/stable-signature.ts';
import { named, NOTE, UNKNOWN } from './migration.ts';
import { conversion, defaultValue, type Definitions, inlined } from './types.ts';

/** What a file in a folder of migrations is to do. */
export interface Step {
  readonly names: readonly string[];
  /** Stable signatures of the installed version, and of what the source declares. */
  readonly before: string;
  readonly after: string;
  /** First values of new variables, where the source says them. */
  readonly values: ReadonlyMap<string, string>;
}

interface Moved {
  readonly name: string;
  readonly old: string | undefined;
  readonly current: string | undefined;
}

/** A module that takes these variables and gives those that the source still has; new ones get a first value. `undefined` where nothing is to be done. */
export function migrationFile({ names, before, after, values }: Step): string | undefined {
  const old = parseStableSignature(before);
  const current = parseStableSignature(after);
  const moved = names
    .map((name): Moved => ({ name, old: old.provides.get(name), current: current.provides.get(name) }))
    .filter((each) => each.old !== undefined || each.current !== undefined);
  if (moved.length === 0) return undefined;
  const lines = moved.flatMap((each) => (each.current === undefined ? [] : [lineOf(each, each.current, [old.definitions, current.definitions], values)]));
  const types = written(moved, old.definitions, current.definitions);
  const parameter = lines.some((line) => line.includes('old.')) ? 'old' : '_';
  const body = lines.length === 0 ? '    {}\n' : `    {\n${lines.join('')}    };\n`;
  return `module {\n${types.declarations}  public func migration(${parameter} : ${types.takes}) : ${types.gives} {\n${body}  };\n};\n`;
}

function lineOf({ name, old }: Moved, current: string, [before, after]: readonly [Definitions, Definitions], values: ReadonlyMap<string, string>): string {
  const value = old === undefined ? (values.get(name) ?? defaultValue(current, after)) : conversion(`old.${name}`, old, before, current, after);
  const note = old === undefined || value?.includes('old.') ? '' : `      // ${NOTE}\n`;
  return `${note}      ${name} = ${value ?? UNKNOWN};\n`;
}

interface Written {
  readonly declarations: string;
  readonly takes: string;
  readonly gives: string;
}

/** The types of both sides: on one line where they fit, or else with the definitions they need. */
function written(moved: readonly Moved[], old: Definitions, current: Definitions): Written {
  const record = (fields: readonly (readonly [string, string])[]): string => (fields.length === 0 ? '{}' : `{ ${fields.map(([name, type]) => `${name} : ${type}`).join('; ')} }`);
  const sides = (takes: (type: string) => string | undefined, gives: (type: string) => string | undefined) => {
    const fields = (side: 'old' | 'current', write: typeof takes) => moved.flatMap((each) => (each[side] === undefined ? [] : [[each.name, write(each[side])] as const]));
    return [fields('old', takes), fields('current', gives)] as const;
  };
  const plain = sides((type) => inlined(type, old), (type) => inlined(type, current));
  if (plain.flat().every((field): field is readonly [string, string] => field[1] !== undefined)) {
    const [takes, gives] = plain as readonly [readonly (readonly [string, string])[], readonly (readonly [string, string])[]];
    return { declarations: '', takes: record(takes), gives: record(gives) };
  }
  const before = named(old, 'Old');
  const after = named(current, 'New');
  const [takes, gives] = sides(before.rename, after.rename) as readonly [readonly (readonly [string, string])[], readonly (readonly [string, string])[]];
  return { declarations: `${takes.length > 0 ? before.declarations : ''}${gives.length > 0 ? after.declarations : ''}`, takes: record(takes), gives: record(gives) };
}

/** A file name that sorts after `last`: the time, as is usual, and a word of what the file does. */
export function stepName(last: string | undefined, now: Date, { names, before, after }: Step): string {
  const digits = now.toISOString().replace(/\D/g, '');
  const stamp = `${digits.slice(0, 8)}_${digits.slice(8, 14)}`;
  const [only] = names;
  const had = (text: string): boolean => only !== undefined && parseStableSignature(text).provides.has(only);
  const verb = names.length !== 1 ? 'Change' : had(before) ? (had(after) ? 'Change' : 'Drop') : 'Add';
  const what = only === undefined || names.length !== 1 ? 'State' : only.charAt(0).toUpperCase() + only.slice(1);
  const name = `${stamp}_${verb}${what}`;
  return last === undefined || name > last ? name : `${last}_${verb}${what}`;
}
