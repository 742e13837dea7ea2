import { plural, t } from '@lingui/core/macro';
import type { ComparedCall, Comparison, WorldInstall, WorldReply, WorldRun } from './comparison-model.ts';
import type { StateRow } from './model.ts';

/** What two worlds have in common, and what not. Pure: only what was observed counts. */

export type Worlds = readonly [WorldRun, WorldRun];
export type Both<T> = readonly [T, T];

export interface ComparedRow {
  readonly variable: string;
  readonly sides: Both<StateRow | undefined>;
  readonly differs: boolean;
}

/** The variables of both worlds, in the order of the first. */
export function comparedRows([first, second]: Worlds): readonly ComparedRow[] {
  const names = [...new Set([...first.rows, ...second.rows].map(({ variable }) => variable))];
  const find = ({ rows }: WorldRun, name: string): StateRow | undefined => rows.find(({ variable }) => variable === name);
  return names.map((variable) => {
    const sides = [find(first, variable), find(second, variable)] as const;
    return { variable, sides, differs: !isSameRow(...sides) };
  });
}

function isSameRow(a: StateRow | undefined, b: StateRow | undefined): boolean {
  if (!a || !b) return a === b;
  return a.after === b.after && a.outcome === b.outcome && a.type === b.type && a.kind === b.kind;
}

export interface ComparedReply {
  readonly call: ComparedCall;
  readonly sides: Both<WorldReply | undefined>;
  /** What was answered; how long it took to compute does not count. */
  readonly differs: boolean;
}

export function comparedReplies({ calls, worlds }: Pick<Comparison, 'calls' | 'worlds'>): readonly ComparedReply[] {
  if (!worlds) return [];
  return calls.map((call) => {
    const sides = [worlds[0].replies[call.id], worlds[1].replies[call.id]] as const;
    const [a, b] = sides;
    return { call, sides, differs: a?.phase !== b?.phase || a?.text !== b?.text };
  });
}

export type FigureName = 'installing' | 'replacing' | 'calls' | 'heap' | 'stable' | 'cycles';

export interface ComparedFigure {
  readonly name: FigureName;
  readonly unit: 'instructions' | 'bytes' | 'cycles';
  readonly sides: Both<number | undefined>;
  readonly words: string;
  readonly differs: boolean;
}

/** Figures that at least one of the worlds has. */
export function comparedFigures(worlds: Worlds): readonly ComparedFigure[] {
  const figure = (name: FigureName, unit: ComparedFigure['unit'], of: (world: WorldRun) => number | undefined): readonly ComparedFigure[] => {
    const sides = [of(worlds[0]), of(worlds[1])] as const;
    if (sides[0] === undefined && sides[1] === undefined) return [];
    return [{ name, unit, sides, words: differenceInWords(sides, titles(worlds), unit), differs: sides[0] !== sides[1] }];
  };
  return [
    ...figure('installing', 'instructions', ({ installs }) => installs.find(isFirst)?.instructions),
    ...figure('replacing', 'instructions', ({ installs }) => installs.find((install) => !isFirst(install))?.instructions),
    ...figure('calls', 'instructions', callInstructions),
    ...figure('heap', 'bytes', ({ sizes }) => sizes?.heapBytes),
    ...figure('stable', 'bytes', ({ sizes }) => sizes?.stableBytes),
    ...figure('cycles', 'cycles', ({ cycles }) => (cycles === undefined ? undefined : Number(cycles))),
  ];
}

const isFirst = ({ mode }: WorldInstall): boolean => mode === 'install';

/** Of all calls together; `undefined` where none was made. */
function callInstructions({ replies }: WorldRun): number | undefined {
  const counts = Object.values(replies).flatMap(({ instructions }) => instructions ?? []);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

const titles = ([first, second]: Worlds): Both<string> => [first.title, second.title];

/** Ratios up to this are told in per cent. */
const LARGE_RATIO = 1.5;

type Difference =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly title: string }
  | { readonly kind: 'only'; readonly title: string }
  | { readonly kind: 'times' | 'more' | 'per cent'; readonly title: string; readonly amount: string };

function differenceBetween([a, b]: Both<number | undefined>, [first, second]: Both<string>): Difference {
  if (a === b) return { kind: 'none' };
  if (a === undefined || b === undefined) return { kind: 'known', title: a === undefined ? second : first };
  const title = a > b ? first : second;
  const [most, least] = [Math.max(a, b), Math.min(a, b)];
  if (least <= 0) return { kind: 'only', title };
  const ratio = most / least;
  if (ratio >= LARGE_RATIO) return { kind: 'times', title, amount: ratio >= 100 ? `${Math.round(ratio)}` : ratio.toFixed(1).replace('.0', '') };
  const percent = (ratio - 1) * 100;
  if (percent < 0.1) return { kind: 'more', title, amount: (most - least).toLocaleString('en-US') };
  return { kind: 'per cent', title, amount: percent >= 10 ? `${Math.round(percent)}` : percent.toFixed(1) };
}

const UNITS: Readonly<Record<ComparedFigure['unit'], string>> = { instructions: t`instructions`, bytes: t`bytes`, cycles: t`cycles` };

/** `the same`, `Classical: 3.2 times the instructions`, `Upgrade: 12 % more bytes`. */
export function differenceInWords(amounts: Both<number | undefined>, names: Both<string>, of: ComparedFigure['unit']): string {
  const difference = differenceBetween(amounts, names);
  if (difference.kind === 'none') return t`the same`;
  const { title } = difference;
  if (difference.kind === 'known') return t`known of ${title} only`;
  if (difference.kind === 'only') return t`${title} only`;
  const { kind, amount } = difference;
  const unit = UNITS[of];
  if (kind === 'times') return t`${title}: ${amount} times the ${unit}`;
  return kind === 'more' ? t`${title}: ${amount} ${unit} more` : t`${title}: ${amount} % more ${unit}`;
}

/** What replacing the code is called. */
export const upgradeTitle = (mode: WorldInstall['mode']): string => ({ install: t`Install`, upgrade: t`Upgrade`, reinstall: t`Reinstall` })[mode];

/** Why a world did not do all that it was meant to; `undefined` where it did. */
export function troubleOf({ title, phase, problem, installs }: WorldRun): string | undefined {
  const failed = installs.find(({ error }) => error);
  if (phase === 'stopped') return t`${title} was stopped.`;
  if (phase === 'ended') return problem === undefined ? t`${title} could not go on: it ended` : t`${title} could not go on: ${problem}`;
  return failed?.error && failureOf(title, failed.mode, failed.error.errorCode);
}

function failureOf(title: string, mode: WorldInstall['mode'], errorCode: string): string {
  if (mode === 'install') return t`In ${title}, the install failed with ${errorCode} and changed nothing.`;
  if (mode === 'upgrade') return t`In ${title}, the upgrade failed with ${errorCode} and changed nothing.`;
  return t`In ${title}, the reinstall failed with ${errorCode} and changed nothing.`;
}

/** What differed, in a sentence or two. */
export function headline(comparison: Pick<Comparison, 'calls' | 'worlds'>): string {
  const { worlds } = comparison;
  if (!worlds) return '';
  const rows = comparedRows(worlds);
  const replies = comparedReplies(comparison);
  const differing = rows.filter(({ differs }) => differs).map(({ variable }) => variable);
  const variables = rows.length === 0 ? '' : variablesClause(differing, rows.length);
  const answers = replies.length === 0 ? '' : repliesClause(replies.filter(({ differs }) => differs).length, replies.length);
  const troubles = worlds.flatMap((world) => troubleOf(world) ?? []);
  const sentence = variables !== '' && answers !== '' ? t`${variables}, and ${answers}` : `${variables}${answers}`;
  return [...troubles, sentence === '' ? '' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`, instructionsSentence(worlds)].filter((part) => part !== '').join(' ');
}

function variablesClause(differing: readonly string[], all: number): string {
  const [count, names] = [differing.length, listed(differing)];
  if (count === 0) return all === 1 ? t`the only variable is the same` : t`all ${all} variables are the same`;
  if (all === 1) return t`1 of 1 variable differs (${names})`;
  return plural(count, { one: `${count} of ${all} variables differs (${names})`, other: `${count} of ${all} variables differ (${names})` });
}

function repliesClause(count: number, all: number): string {
  if (count === 0) return all === 1 ? t`the only reply is the same` : t`all ${all} replies are the same`;
  if (all === 1) return t`1 of 1 reply differs`;
  return plural(count, { one: `${count} of ${all} replies differs`, other: `${count} of ${all} replies differ` });
}

const LISTED = 4;

function listed(all: readonly string[]): string {
  const names = all.slice(0, LISTED).join(', ');
  const more = all.length - LISTED;
  return more > 0 ? t`${names} and ${more} more` : names;
}

function instructionsSentence(worlds: Worlds): string {
  const difference = differenceBetween([total(worlds[0]), total(worlds[1])], titles(worlds));
  if (difference.kind === 'none' || difference.kind === 'known') return '';
  const { title } = difference;
  if (difference.kind === 'only') return t`Altogether, ${title} only.`;
  const { kind, amount } = difference;
  if (kind === 'times') return t`Altogether, ${title} took ${amount} times the instructions.`;
  return kind === 'more' ? t`Altogether, ${title} took ${amount} instructions more.` : t`Altogether, ${title} took ${amount} % more instructions.`;
}

const total = (world: WorldRun): number => world.installs.reduce((sum, { instructions }) => sum + instructions, callInstructions(world) ?? 0);
