import { parseStableSignature, type StableSignature } from '../../protocol/stable-signature.ts';
import { conversion, type Definitions, inlined } from './types.ts';

/** A migration to be put before the actor; `module` is a file of its own, where the types are too much for one line. */
export interface MigrationText {
  readonly attribute: string;
  readonly module: { readonly name: string; readonly text: string } | undefined;
}

interface Moved {
  readonly name: string;
  readonly old: string;
  /** `undefined` where the value is dropped. */
  readonly current: string | undefined;
}

/** A migration that takes these variables and gives back those that the new version still has, converted where that is plain. */
export function migrationOf(names: readonly string[], before: string, after: string, moduleName: string): MigrationText | undefined {
  const old = parseStableSignature(before);
  const current = parseStableSignature(after);
  const moved = names.flatMap((name): Moved[] => {
    const type = old.provides.get(name);
    return type === undefined ? [] : [{ name, old: type, current: current.provides.get(name) }];
  });
  if (moved.length === 0) return undefined;
  return inline(moved, old, current) ?? asModule(moved, old, current, moduleName);
}

/** Where no value can be made up, the line says so when it runs: nothing is changed by an upgrade that traps. */
export const UNKNOWN = '(do { assert false; loop {} })';

function results(moved: readonly Moved[], old: Definitions, current: Definitions): readonly string[] {
  return moved.flatMap(({ name, old: type, current: target }) =>
    target === undefined ? [] : [`${name} = ${conversion(`old.${name}`, type, old, target, current) ?? UNKNOWN}`]);
}

/** Before fields whose old values are not used. */
export const NOTE = 'Say here what becomes of the old values: as it stands, they are lost.';

const braced = (fields: string): string => (fields === '' ? '{}' : `{ ${fields} }`);

function inline(moved: readonly Moved[], old: StableSignature, current: StableSignature): MigrationText | undefined {
  const written = moved.map((each) => ({
    name: each.name,
    old: inlined(each.old, old.definitions),
    current: each.current === undefined ? '' : inlined(each.current, current.definitions),
  }));
  if (written.some((each) => each.old === undefined || each.current === undefined)) return undefined;
  const takes = written.map(({ name, old: type }) => `${name} : ${type as string}`).join('; ');
  const gives = written.filter((each) => each.current !== '').map(({ name, current: type }) => `${name} : ${type as string}`).join('; ');
  const body = results(moved, old.definitions, current.definitions);
  const parameter = body.some((line) => line.includes('old.')) ? 'old' : '_';
  const note = body.every((line) => line.includes('old.')) ? '' : `  // ${NOTE}\n`;
  return { attribute: `(with migration = func (${parameter} : ${braced(takes)}) : ${braced(gives)} {\n${note}  ${braced(body.join('; '))}\n})\n`, module: undefined };
}

function asModule(moved: readonly Moved[], old: StableSignature, current: StableSignature, name: string): MigrationText {
  const before = named(old.definitions, 'Old');
  const after = named(current.definitions, 'New');
  const record = (fields: readonly (readonly [string, string])[]): string => `{\n${fields.map(([field, type]) => `    ${field} : ${type};\n`).join('')}  }`;
  const takes = moved.map((each) => [each.name, before.rename(each.old)] as const);
  const gives = moved.flatMap((each) => (each.current === undefined ? [] : [[each.name, after.rename(each.current)] as const]));
  const body = results(moved, old.definitions, current.definitions).map((line) => `${line.includes('old.') ? '' : `      // ${NOTE}\n`}      ${line};\n`).join('');
  const parameter = body.includes('old.') ? 'old' : '_';
  const text = `/// What the upgrade does with values that do not fit the new types as they are.
module {
${before.declarations}${gives.length > 0 ? after.declarations : ''}
  public func run(${parameter} : ${record(takes)}) : ${record(gives)} {
    {
${body}    };
  };
};
`;
  return { attribute: `(with migration = ${name}.run)\n`, module: { name, text } };
}

/** Definitions under names of their own: the numbers that the compiler adds to them are not for readers. */
export function named(definitions: Definitions, prefix: string): { readonly declarations: string; readonly rename: (type: string) => string } {
  const taken = new Set<string>();
  const names = new Map(
    [...definitions.keys()].map((key) => {
      const base = prefix + key.replace(/__\d+$/, '');
      let unique = base;
      for (let number = 2; taken.has(unique); number++) unique = base + String(number);
      taken.add(unique);
      return [key, unique];
    }),
  );
  const rename = (type: string): string =>
    type.replace(/\s+/g, ' ').replace(/(#\s*)?\b([A-Za-z_]\w*)\b(?!\s*:)/g, (whole, tag: string | undefined, word: string) => (tag === undefined ? (names.get(word) ?? whole) : whole));
  const declarations = [...definitions].map(([key, body]) => `  public type ${names.get(key) ?? key}${body.startsWith('=') ? ' ' : ''}${rename(body)};\n`).join('');
  return { declarations, rename };
}
