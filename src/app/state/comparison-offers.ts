import { t } from '@lingui/core/macro';
import type { Beginning, CallsChoice, ComparisonKind, ComparisonRequest } from './comparison-model.ts';
import type { AppState } from './model.ts';
import { isForeign } from './modules.ts';
import { callsToKeep, scriptsOf } from './scripts.ts';

/** What can be compared at the moment, in words, and why the rest cannot. Pure. */

export interface Offer<T> {
  readonly value: T;
  readonly label: string;
  readonly explanation: string;
  /** Why it cannot be chosen; `undefined` where it can. */
  readonly unavailable: string | undefined;
}

/** What offers, requests and results depend on: nothing that a message changes. */
export function comparable({ project, canisters, samples, enhanced, comparison }: AppState, canister: string): readonly unknown[] {
  const { build, outline, calls } = canisters[canister] ?? {};
  return [project, build, outline, calls, samples, enhanced, comparison];
}

const KINDS: readonly (readonly [ComparisonKind, string, string])[] = [
  ['upgrade', t`Upgrade or reinstall`, t`Both worlds begin alike. Then one upgrades to the code in the editor, the other reinstalls it.`],
  ['persistence', t`Enhanced or classical persistence`, t`The same source, built in both ways. Both worlds upgrade to the code in the editor.`],
  ['versions', t`Version 1 or version 2`, t`One world runs the version chosen below, the other the code in the editor. Nothing is upgraded.`],
];

export function offeredKinds(state: AppState, canister: string): readonly Offer<ComparisonKind>[] {
  return KINDS.map(([value, label, explanation]) => ({ value, label, explanation, unavailable: whyNot(state, canister, value) }));
}

function whyNot(state: AppState, canister: string, kind: ComparisonKind): string | undefined {
  const known = state.canisters[canister];
  if (known?.build.phase === 'failed') return t`The code in the editor has errors: mend them first.`;
  if (kind === 'upgrade') return undefined;
  if (kind === 'persistence') {
    if (known && isForeign(known.outline)) return t`Persistence is chosen when Motoko is compiled, and this canister is a module that is compiled already.`;
    if (state.enhanced.available) return undefined;
    const { reason } = state.enhanced;
    return t`Enhanced persistence does not run in this browser: ${reason}`;
  }
  const other = offeredBeginnings(state, canister, kind).some(({ unavailable }) => unavailable === undefined);
  return other ? undefined : t`The editor holds what is installed: change the code, and there are two versions.`;
}

/** The code that both worlds can begin with; the first that is available is the one to suggest. */
export function offeredBeginnings(state: AppState, canister: string, kind: ComparisonKind): readonly Offer<Beginning>[] {
  const installed = state.project?.installed[canister];
  const same = isEditorInstalled(state, canister);
  const files = sampleFiles(state);
  const sampleDiffers = files !== undefined && Object.entries(files).some(([path, text]) => state.project?.files[path] !== text);
  const unknown = kind === 'persistence' && !installed?.source ? t`Its source is not known here, only the module.` : undefined;
  const version = installed?.version ?? 1;
  const offers: readonly Offer<Beginning>[] = [
    {
      value: 'installed',
      label: t`Version ${version}, as it is installed`,
      explanation: '',
      unavailable: unknown ?? (kind === 'versions' && same ? t`It is what the editor holds.` : undefined),
    },
    { value: 'sample', label: t`Version 1 of the sample`, explanation: '', unavailable: sampleDiffers ? undefined : t`It is what the editor holds.` },
    { value: 'editor', label: t`The code in the editor`, explanation: '', unavailable: kind === 'versions' ? t`It is the other version already.` : undefined },
  ];
  const offered = offers.filter(({ value }) => value !== 'sample' || files);
  // An upgrade to what is installed already shows little.
  return same && sampleDiffers ? [...offered].sort((a, b) => Number(b.value === 'sample') - Number(a.value === 'sample')) : offered;
}

function isEditorInstalled({ canisters, project }: AppState, canister: string): boolean {
  const build = canisters[canister]?.build;
  return build?.phase === 'ready' && build.key === project?.installed[canister]?.key;
}

/** Version 1 of the sample that the project was made from. */
export const sampleFiles = ({ samples, project }: AppState): Readonly<Record<string, string>> | undefined =>
  samples.find(({ id }) => id === project?.sample)?.files;

/** Sets of calls to choose from; the first is the one to suggest. */
export function offeredCalls(state: AppState, canister: string): readonly Offer<CallsChoice>[] {
  const made = callsToKeep(state.canisters[canister]?.calls ?? []).length;
  const offer = (value: CallsChoice, label: string): Offer<CallsChoice> => ({ value, label, explanation: '', unavailable: undefined });
  const sample = state.samples.find(({ id }) => id === state.project?.sample);
  return [
    ...(made > 0 ? [offer({ kind: 'history' }, made === 1 ? t`The call made so far` : t`The ${made} calls made so far`)] : []),
    ...scriptsOf(state.project).map(({ id, title }) => offer({ kind: 'script', id }, t`Script “${title}”`)),
    ...(sample?.script ? [offer({ kind: 'sample' }, t`The sample’s own calls`)] : []),
    offer({ kind: 'none' }, t`No calls`),
  ];
}

/** What was wanted, as far as it can be had, and else what is suggested; `undefined` where nothing can be compared. */
export function possibleRequest(state: AppState, canister: string, wanted: Partial<ComparisonRequest>): ComparisonRequest | undefined {
  const kind = chosen(offeredKinds(state, canister), wanted.kind);
  if (kind === undefined) return undefined;
  const beginning = chosen(offeredBeginnings(state, canister, kind), wanted.beginning);
  const calls = chosen(offeredCalls(state, canister), wanted.calls);
  return beginning === undefined || calls === undefined ? undefined : { canister, kind, beginning, calls };
}

/** Choices of calls are equal by what they say. */
export const choiceKey = (choice: CallsChoice | string): string => (typeof choice === 'string' ? choice : choice.kind === 'script' ? `script ${choice.id}` : choice.kind);

function chosen<T extends CallsChoice | string>(offers: readonly Offer<T>[], wanted: T | undefined): T | undefined {
  const available = offers.filter(({ unavailable }) => unavailable === undefined);
  return (available.find(({ value }) => wanted !== undefined && choiceKey(value) === choiceKey(wanted)) ?? available[0])?.value;
}

/** What a request asks for, as it is told beside its result. */
export function requestInWords(state: AppState, { canister, kind, beginning, calls }: ComparisonRequest): string {
  const version = state.project?.installed[canister]?.version ?? 1;
  const began = kind === 'versions' ? ranInWords(beginning, version) : beganInWords(beginning, version);
  return `${began} ${callsInWords(state, canister, calls)} ${t`Both have ended, and yours is as it was.`}`;
}

function ranInWords(beginning: Beginning, version: number): string {
  if (beginning === 'installed') return t`The first world ran version ${version}, as it is installed, the second the code in the editor.`;
  if (beginning === 'sample') return t`The first world ran version 1 of the sample, the second the code in the editor.`;
  return t`The first world ran the code in the editor, the second the code in the editor.`;
}

function beganInWords(beginning: Beginning, version: number): string {
  if (beginning === 'installed') return t`Both worlds began with version ${version}, as it is installed, and were given the code in the editor.`;
  if (beginning === 'sample') return t`Both worlds began with version 1 of the sample, and were given the code in the editor.`;
  return t`Both worlds began with the code in the editor, and were given the code in the editor.`;
}

function callsInWords(state: AppState, canister: string, calls: CallsChoice): string {
  if (calls.kind === 'none') return t`Calls: no calls; before each of them a second passed in both worlds.`;
  if (calls.kind === 'sample') return t`Calls: the sample’s own calls; before each of them a second passed in both worlds.`;
  if (calls.kind === 'script') {
    const title = scriptsOf(state.project).find(({ id }) => id === calls.id)?.title ?? '';
    return t`Calls: script “${title}”; before each of them a second passed in both worlds.`;
  }
  const made = callsToKeep(state.canisters[canister]?.calls ?? []).length;
  return made === 1
    ? t`Calls: the call made so far; before each of them a second passed in both worlds.`
    : t`Calls: the ${made} calls made so far; before each of them a second passed in both worlds.`;
}
