import { t } from '@lingui/core/macro';
import { IDL } from '@dfinity/candid';
import type { CandidText, Comparison, EncodedArguments } from '../state/scripts-model.ts';
import { initialDraft, readDraft } from './draft.ts';
import { toIdl } from './idl.ts';
import { type CandidError, parseCandid, type ServiceMethod } from './parse-types.ts';
import { parseValues } from './parse-values.ts';
import { printValues } from './print.ts';
import type { Argument, TypeEnvironment } from './types.ts';

/** Reads Candid text by a canister's interface, for scripts of calls. */
export const candidText: CandidText = {
  encode: (candid, name, text): EncodedArguments => {
    const found = findMethod(candid, name);
    if (!found) return { ok: false, message: t`This version has no method ${name}.` };
    const { method, environment } = found;
    const read = parseValues(text, method.type.args, environment);
    if (!read.ok) return { ok: false, message: placedMessage(read.error) };
    return { ok: true, args: IDL.encode(toIdl(method.type.args, environment), [...read.values]), queryable: isQueryable(method) };
  },
  compare: (candid, name, expected, actual): Comparison => {
    if (expected === actual) return { same: true };
    const found = findMethod(candid, name);
    if (!found) return { same: false, reason: undefined };
    return compareTexts(expected, actual, found.method.type.results, found.environment);
  },
};

interface Found {
  readonly method: ServiceMethod;
  readonly environment: TypeEnvironment;
}

function findMethod(candid: string, name: string): Found | undefined {
  const parsed = parseCandid(candid);
  const method = parsed.ok ? parsed.service.find((each) => each.name === name) : undefined;
  return parsed.ok && method ? { method, environment: parsed.types } : undefined;
}

/** Whether a method can be called as a query. */
export const isQueryable = ({ type }: ServiceMethod): boolean => type.annotation === 'query' || type.annotation === 'composite_query';

/** Where in the text it is wrong, and why: the line is left out where there is only one. */
export function placedMessage({ line, column, message }: CandidError): string {
  return line === 1 ? t`Column ${column}: ${message}` : t`Line ${line}, column ${column}: ${message}`;
}

/** The first arguments to offer for a method, as text; as good as they can be made without asking. */
export function initialArguments({ type: { args } }: ServiceMethod, environment: TypeEnvironment): string {
  const read = args.map(({ type }) => readDraft(initialDraft(type, environment), type, environment));
  const values = read.map((each) => (each.ok ? each.value : undefined));
  return values.includes(undefined) ? '()' : printValues(values, args, environment);
}

/** What is wrong with a text of arguments or of a reply; `undefined` where nothing is. */
export function textProblem(text: string, types: readonly Argument[], environment: TypeEnvironment): string | undefined {
  const read = parseValues(text, types, environment);
  return read.ok ? undefined : placedMessage(read.error);
}

/** Two values of the same types are equal where they print the same: printing knows one text for each value. */
export function compareTexts(expected: string, actual: string, types: readonly Argument[], environment: TypeEnvironment): Comparison {
  const wanted = parseValues(expected, types, environment);
  if (!wanted.ok) {
    const { message } = wanted.error;
    return { same: false, reason: t`The value to compare with does not fit what the method replies with now: ${message}` };
  }
  const given = parseValues(actual, types, environment);
  if (!given.ok) return { same: false, reason: t`The reply does not fit the interface.` };
  return { same: printValues(wanted.values, types, environment) === printValues(given.values, types, environment), reason: undefined };
}
