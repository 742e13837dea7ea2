import type { Principal } from '@dfinity/principal';
import { grouped } from './numbers.ts';
import { type Argument, type CandidType, type Field, fieldKey, resolve, type TypeEnvironment } from './types.ts';

/**
 * Values as `dfx canister call --output json` prints them, which is what `idl2json` makes of them in the layout of `serde_json`: one JSON text for
 * each, numbers that JSON cannot hold as texts, an `opt` as a list of none or one, fields in the order of the alphabet, bytes as numbers.
 */
export const jsonText = (values: readonly unknown[], args: readonly Argument[], environment: TypeEnvironment): string =>
  args.map(({ type }, index) => print(values[index], type, { environment, indent: '' })).join('\n');

interface Printing {
  readonly environment: TypeEnvironment;
  /** White space before the line that the value begins on. */
  readonly indent: string;
}

function print(value: unknown, type: CandidType, printing: Printing): string {
  const resolved = resolve(type, printing.environment);
  switch (resolved.kind) {
    case 'primitive':
      return primitive(value, resolved.name);
    case 'opt':
    case 'vec':
      return block('[]', printing, (inner) => Array.from(value as Iterable<unknown>, (item) => print(item, resolved.of, inner)));
    case 'record':
    case 'variant':
      return block('{}', printing, (inner) => fields(value as Readonly<Record<string, unknown>>, resolved.fields, inner));
    case 'func': {
      const [principal, method] = value as [Principal, string];
      return block('{}', printing, () => [`"code": ${JSON.stringify(method)}`, `"principal": ${JSON.stringify(principal.toText())}`]);
    }
    case 'service':
      return JSON.stringify((value as Principal).toText());
    case 'named':
      return 'null';
  }
}

/** Items between two brackets, each on a line of its own. */
function block(brackets: '[]' | '{}', { environment, indent }: Printing, items: (inner: Printing) => readonly string[]): string {
  const inner = `${indent}  `;
  const lines = items({ environment, indent: inner });
  return lines.length === 0 ? brackets : `${brackets.charAt(0)}\n${lines.map((line) => inner + line).join(',\n')}\n${indent}${brackets.charAt(1)}`;
}

/** Of a variant only the field that it has. A field without a name has its number, which Candid writes in groups. */
function fields(value: Readonly<Record<string, unknown>>, types: readonly Field[], inner: Printing): readonly string[] {
  return types
    .filter((field) => Object.hasOwn(value, fieldKey(field)))
    .map((field) => ({ label: field.name ?? grouped(field.id), text: print(value[fieldKey(field)], field.type, inner) }))
    .sort((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ label, text }) => `${JSON.stringify(label)}: ${text}`);
}

function primitive(value: unknown, name: string): string {
  switch (name) {
    case 'nat':
    case 'int':
      return JSON.stringify(grouped(value as bigint));
    case 'nat64':
    case 'int64':
      return JSON.stringify(String(value));
    case 'float32':
    case 'float64':
      return float(value as number);
    case 'text':
      return JSON.stringify(value);
    case 'principal':
      return JSON.stringify((value as Principal).toText());
    case 'null':
    case 'empty':
      return 'null';
    case 'reserved':
      return '"null : reserved"';
    default:
      return String(value);
  }
}

/** So many digits stand before the point, and so many zeros after it, before an exponent is written. */
const LONGEST = 16;
const ZEROS = 5;

/** The fewest digits that tell a number from all others, with a point or an exponent; JSON has no numbers that are not finite. */
function float(value: number): string {
  if (!Number.isFinite(value)) return '"NaN"';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponent = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  if (point > LONGEST || point <= -ZEROS) return `${sign}${mantissa}e${Number(exponent)}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`;
}
