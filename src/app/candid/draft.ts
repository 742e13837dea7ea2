import { t } from '@lingui/core/macro';
import { Principal } from '@dfinity/principal';
import { fromHex, toHex, utf8 } from '../../primitives/bytes.ts';
import { floatText, isFloat, isInteger, type Read, readFloat, readInteger } from './numbers.ts';
import { type CandidType, type Field, type TypeEnvironment, fieldKey, isBlob, resolve } from './types.ts';

/** What stands in the inputs of one field: possibly unfinished, always of the shape of its type. */
export type Draft =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bool'; readonly on: boolean }
  | { readonly kind: 'nothing' }
  /** `inner` is made when it is first switched on. */
  | { readonly kind: 'opt'; readonly on: boolean; readonly inner: Draft | undefined }
  | { readonly kind: 'vec'; readonly items: readonly Draft[] }
  | { readonly kind: 'blob'; readonly notation: 'text' | 'hex'; readonly text: string }
  | { readonly kind: 'record'; readonly fields: readonly Draft[] }
  | { readonly kind: 'variant'; readonly selected: number; readonly inner: Draft };

const NOTHING: Draft = { kind: 'nothing' };

/** An empty draft. Recursive types end where they can: an option is off, a list is empty, a variant takes a case that ends. */
export function initialDraft(type: CandidType, environment: TypeEnvironment, open: ReadonlySet<string> = new Set()): Draft {
  const inside = type.kind === 'named' ? new Set([...open, type.name]) : open;
  const resolved = resolve(type, environment);
  switch (resolved.kind) {
    case 'primitive':
      if (resolved.name === 'bool') return { kind: 'bool', on: false };
      return ['null', 'reserved', 'empty'].includes(resolved.name) ? NOTHING : { kind: 'text', text: '' };
    case 'opt':
      return { kind: 'opt', on: false, inner: undefined };
    case 'vec':
      return isBlob(resolved, environment) ? { kind: 'blob', notation: 'text', text: '' } : { kind: 'vec', items: [] };
    case 'record':
      if (!ends(resolved, environment, inside)) return NOTHING;
      return { kind: 'record', fields: resolved.fields.map((field) => initialDraft(field.type, environment, inside)) };
    case 'variant': {
      const selected = resolved.fields.findIndex((field) => ends(field.type, environment, inside));
      const field = resolved.fields[selected];
      return field ? { kind: 'variant', selected, inner: initialDraft(field.type, environment, inside) } : NOTHING;
    }
    case 'func':
    case 'service':
      return { kind: 'text', text: '' };
    case 'named':
      return NOTHING;
  }
}

/** Whether a value of the type can be built without another value of one of the `open` names. */
function ends(type: CandidType, environment: TypeEnvironment, open: ReadonlySet<string>): boolean {
  if (type.kind === 'named') {
    if (open.has(type.name)) return false;
    const target = environment.get(type.name);
    return target !== undefined && ends(target, environment, new Set([...open, type.name]));
  }
  if (type.kind === 'record') return type.fields.every((field) => ends(field.type, environment, open));
  if (type.kind === 'variant') return type.fields.some((field) => ends(field.type, environment, open));
  return !(type.kind === 'primitive' && type.name === 'empty');
}

/** The value that a draft stands for, or what is wrong with it, led by the names of the fields on the way. */
export function readDraft(draft: Draft, type: CandidType, environment: TypeEnvironment): Read<unknown> {
  const resolved = resolve(type, environment);
  switch (draft.kind) {
    case 'text':
      return readText(draft.text, resolved);
    case 'bool':
      return { ok: true, value: draft.on };
    case 'nothing':
      if (resolved.kind === 'primitive' && resolved.name !== 'empty') return { ok: true, value: null };
      return { ok: false, message: t`there is no value of this type` };
    case 'blob':
      return readBytes(draft.text, draft.notation);
    case 'opt': {
      if (!draft.on || resolved.kind !== 'opt') return { ok: true, value: [] };
      const inner = readDraft(draft.inner ?? initialDraft(resolved.of, environment), resolved.of, environment);
      return inner.ok ? { ok: true, value: [inner.value] } : inner;
    }
    case 'vec':
      return resolved.kind === 'vec' ? readItems(draft.items, resolved.of, environment) : mismatch();
    case 'record':
      return resolved.kind === 'record' ? readFields(draft.fields, resolved.fields, environment) : mismatch();
    case 'variant': {
      const field = resolved.kind === 'variant' ? resolved.fields[draft.selected] : undefined;
      if (!field) return mismatch();
      const inner = readDraft(draft.inner, field.type, environment);
      return inner.ok ? { ok: true, value: { [fieldKey(field)]: inner.value } } : within(labelOf(field), inner.message);
    }
  }
}

const mismatch = (): Read<unknown> => ({ ok: false, message: t`is of another type` });
const within = (label: string, message: string): Read<unknown> => ({ ok: false, message: `${label}: ${message}` });
const labelOf = (field: Field): string => field.name ?? field.id.toString();

function readItems(items: readonly Draft[], type: CandidType, environment: TypeEnvironment): Read<unknown> {
  const values: unknown[] = [];
  for (const [index, item] of items.entries()) {
    const read = readDraft(item, type, environment);
    if (!read.ok) return within(t`item ${{ position: index + 1 }}`, read.message);
    values.push(read.value);
  }
  return { ok: true, value: values };
}

function readFields(drafts: readonly Draft[], fields: readonly Field[], environment: TypeEnvironment): Read<unknown> {
  const value: Record<string, unknown> = {};
  for (const [index, field] of fields.entries()) {
    const read = readDraft(drafts[index] ?? NOTHING, field.type, environment);
    if (!read.ok) return within(labelOf(field), read.message);
    value[fieldKey(field)] = read.value;
  }
  return { ok: true, value };
}

function readText(text: string, type: CandidType): Read<unknown> {
  if (type.kind === 'func') return readFunction(text);
  if (type.kind === 'service') return readPrincipal(text);
  if (type.kind !== 'primitive') return mismatch();
  if (isInteger(type.name)) return readInteger(text, type.name);
  if (isFloat(type.name)) return readFloat(text, type.name);
  return type.name === 'principal' ? readPrincipal(text) : { ok: true, value: text };
}

function readPrincipal(text: string): Read<Principal> {
  if (text.trim() === '') return { ok: false, message: t`needs a principal: enter one, or pick one` };
  try {
    return { ok: true, value: Principal.fromText(text.trim()) };
  } catch {
    return { ok: false, message: t`is not a principal: its check sum does not fit, or it is not complete` };
  }
}

function readFunction(text: string): Read<unknown> {
  const dot = text.indexOf('.');
  if (dot < 0) return { ok: false, message: t`needs a canister and a method with a dot between: aaaaa-aa.method` };
  const principal = readPrincipal(text.slice(0, dot));
  return principal.ok ? { ok: true, value: [principal.value, text.slice(dot + 1).trim()] } : principal;
}

function readBytes(text: string, notation: 'text' | 'hex'): Read<Uint8Array> {
  if (notation === 'text') return { ok: true, value: utf8(text) };
  const bytes = fromHex(text.replace(/\s|^0x/g, ''));
  return bytes ? { ok: true, value: bytes } : { ok: false, message: t`must be pairs of hexadecimal digits, such as 00ff` };
}

/** The draft that shows a value; inverse of {@link readDraft}. */
export function draftOf(value: unknown, type: CandidType, environment: TypeEnvironment): Draft {
  const resolved = resolve(type, environment);
  switch (resolved.kind) {
    case 'primitive':
      return draftOfPrimitive(value, resolved.name);
    case 'opt': {
      const inner = value as readonly unknown[];
      return { kind: 'opt', on: inner.length > 0, inner: inner.length > 0 ? draftOf(inner[0], resolved.of, environment) : undefined };
    }
    case 'vec':
      if (isBlob(resolved, environment)) return { kind: 'blob', notation: 'hex', text: toHex(Uint8Array.from(value as Iterable<number>)) };
      return { kind: 'vec', items: Array.from(value as Iterable<unknown>, (item) => draftOf(item, resolved.of, environment)) };
    case 'record':
      return { kind: 'record', fields: resolved.fields.map((field) => draftOf((value as Record<string, unknown>)[fieldKey(field)], field.type, environment)) };
    case 'variant': {
      const record = value as Readonly<Record<string, unknown>>;
      const selected = resolved.fields.findIndex((field) => Object.hasOwn(record, fieldKey(field)));
      const field = resolved.fields[selected];
      return field ? { kind: 'variant', selected, inner: draftOf(record[fieldKey(field)], field.type, environment) } : NOTHING;
    }
    case 'func':
      return { kind: 'text', text: (value as [Principal, string]).map(String).join('.') };
    case 'service':
      return { kind: 'text', text: (value as Principal).toText() };
    case 'named':
      return NOTHING;
  }
}

function draftOfPrimitive(value: unknown, name: string): Draft {
  if (name === 'bool') return { kind: 'bool', on: value === true };
  if (['null', 'reserved', 'empty'].includes(name)) return NOTHING;
  if (name === 'float32' || name === 'float64') return { kind: 'text', text: floatText(value as number) };
  return { kind: 'text', text: name === 'principal' ? (value as Principal).toText() : String(value) };
}
