import { t } from '@lingui/core/macro';
import { utf8 } from '../../primitives/bytes.ts';
import type { CallScript, Expectation, Reply, StepContent } from '../state/scripts-model.ts';
import { MAX_SCRIPTS, MAX_STEPS, numbered } from '../state/scripts.ts';

/** Scripts of calls as links hold them: without ids, which whoever opens the link gives them. Decoding trusts no field. */

export interface SharedScript {
  readonly title: string;
  readonly steps: readonly StepContent[];
}

/** Of the JSON of all scripts. */
export const MAX_SCRIPT_BYTES = 100_000;
const MAX_NAME_LENGTH = 200;

/** `undefined` where there are none, so that a link without scripts stays as it always was. */
export function sharedScripts(scripts: readonly SharedScript[] | undefined): readonly SharedScript[] | undefined {
  if (!scripts || scripts.length === 0) return undefined;
  return scripts.map(({ title, steps }) => ({ title, steps: steps.map(sharedStep) }));
}

function sharedStep(step: StepContent): StepContent {
  if (step.kind === 'upgrade') return { kind: step.kind, canister: step.canister };
  const { kind, canister, method, mode, args, caller, recorded, expected } = step;
  return { kind, canister, method, mode, args, caller, recorded, expected };
}

export const scriptBytes = (scripts: readonly SharedScript[] | undefined): number => (scripts ? utf8(JSON.stringify(scripts)).length : 0);

export const withIds = (scripts: readonly SharedScript[], newId: () => string): readonly CallScript[] =>
  scripts.map(({ title, steps }) => ({ id: newId(), title, steps: numbered(steps) }));

/** Reads the scripts of a link; none where it has none, `undefined` where they are not what they should be. */
export function validScripts(value: unknown): readonly SharedScript[] | undefined {
  if (value === undefined) return [];
  return listOf(value, MAX_SCRIPTS, validScript);
}

function validScript(value: unknown): SharedScript | undefined {
  if (!isObject(value)) return undefined;
  const steps = listOf(value['steps'], MAX_STEPS, validStep);
  const { title } = value;
  return isName(title) && steps ? { title: title.trim() || t`Script`, steps } : undefined;
}

function validStep(value: unknown): StepContent | undefined {
  if (!isObject(value)) return undefined;
  const { kind, canister, method, mode, args, caller } = value;
  if (!isName(canister)) return undefined;
  if (kind === 'upgrade') return { kind, canister };
  if (kind !== 'call' || !isName(method) || !isName(caller) || typeof args !== 'string') return undefined;
  if (mode !== 'update' && mode !== 'query') return undefined;
  return { kind, canister, method, mode, args, caller, recorded: validReply(value['recorded']), expected: validExpectation(value['expected']) };
}

/** What was recorded only helps to compare: where it is damaged, it is left out. */
function validReply(value: unknown): Reply | undefined {
  if (!isObject(value)) return undefined;
  const { phase, text, instructions } = value;
  if ((phase !== 'replied' && phase !== 'rejected') || typeof text !== 'string') return undefined;
  return typeof instructions === 'number' ? { phase, text, instructions } : { phase, text };
}

function validExpectation(value: unknown): Expectation | undefined {
  if (!isObject(value)) return undefined;
  const { kind, text } = value;
  if (kind === 'rejection') return { kind };
  return kind === 'reply' && typeof text === 'string' ? { kind, text } : undefined;
}

/** `undefined` where it is no list, a list that is too long, or one with an item that is not valid. */
function listOf<T>(value: unknown, most: number, read: (item: unknown) => T | undefined): readonly T[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const items = value.map(read);
  return items.includes(undefined) ? undefined : (items as T[]);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isName = (value: unknown): value is string => typeof value === 'string' && value.length <= MAX_NAME_LENGTH;
