import { plural, select, t } from '@lingui/core/macro';
import { callText, replyText } from './calls.ts';
import type { Asked, CanisterFacts, CheckResult, Facts } from './facts.ts';
import { judgeVariable } from './judge-variable.ts';
import type { Answer, Check, Condition } from './model.ts';
import { comparisonText, durationText, holds } from './quantities.ts';

/** Whether a check holds; where it does not, what is missing, in the author's words if there are any. */
export async function judgeCheck(check: Check, usual: string, facts: Facts): Promise<CheckResult> {
  const result = await judgeCondition(check, usual, facts);
  return result.held || check.missing === undefined ? result : { held: false, text: check.missing };
}

const yes = (text: string): CheckResult => ({ held: true, text });
const no = (text: string): CheckResult => ({ held: false, text });

/** The canister of a check: the usual one has no name in sentences. */
interface Who {
  readonly which: 'usual' | 'other';
  /** Between backticks. */
  readonly name: string;
}

type Of<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>;

function judgeCondition({ canister, condition }: Check, usual: string, facts: Facts): Promise<CheckResult> | CheckResult {
  const which = canister === usual ? 'usual' : 'other';
  const name = `\`${canister}\``;
  const now = facts.canister(canister);
  switch (condition.kind) {
    case 'call':
      return judgeCall(condition, usual, facts);
    case 'called':
      return judgeCalled(condition, canister, now, facts);
    case 'variable':
      return judgeVariable(condition, now);
    case 'deployed':
      return now && now.version > 0 ? yes(t`${select(which, { usual: 'The canister', other: `${name}` })} is deployed.`) : no(t`${select(which, { usual: 'The canister', other: `${name}` })} has no code yet: press **Deploy**.`);
    case 'upgraded':
    case 'reinstalled':
    case 'rehearsed':
    case 'predicted':
    case 'refused':
    case 'failed':
      return judgeEvents(condition, canister, { which, name }, facts);
    case 'time':
      return judgeTime(condition, facts);
    default:
      return now ? judgeCanister(condition, { which, name }, now) : no(t`There is no canister \`${canister}\` yet: press **Deploy**.`);
  }
}

async function judgeCall({ call, answer }: Of<'call'>, usual: string, facts: Facts): Promise<CheckResult> {
  const asked = await facts.ask(call);
  const name = callText(call, usual);
  if (asked.phase === 'failed') return no(t`\`${name}\` could not be called. ${{ problem: asked.text }}`);
  return judgeAnswer(name, answer, asked, (expected, actual) => facts.compare(call.canister, call.method, expected, actual));
}

function judgeAnswer(name: string, answer: Answer, asked: Asked, compare: (expected: string, actual: string) => ReturnType<Facts['compare']>): CheckResult {
  const { text } = asked;
  if ('rejected' in answer) {
    const { rejected } = answer;
    if (asked.phase === 'replied') return no(t`\`${name}\` answers \`${text}\`, and it should be rejected.`);
    if (text.includes(rejected)) return yes(t`\`${name}\` is rejected.`);
    return no(t`\`${name}\` is rejected, but not with “${rejected}”: ${text}`);
  }
  const expected = replyText(answer.is);
  if (asked.phase === 'rejected') return no(t`\`${name}\` should answer \`${expected}\`, and is rejected: ${text}`);
  const comparison = compare(expected, text);
  if (comparison.same) return yes(t`\`${name}\` answers \`${text}\`.`);
  return no(t`\`${name}\` answers \`${text}\`, and it should be \`${expected}\`.`);
}

function judgeCalled({ method, times, answer }: Of<'called'>, canister: string, now: CanisterFacts | undefined, facts: Facts): CheckResult {
  const calls = (now?.calls ?? []).filter((call) => call.method === method && (call.phase === 'replied' || call.phase === 'rejected'));
  const latest = calls.at(-1);
  const count = calls.length;
  if (!latest) return no(times > 1 ? t`Call \`${method}\` ${times} times.` : t`Call \`${method}\`.`);
  const missing = times - count;
  if (missing > 0) return no(t`Call \`${method}\` ${plural(missing, { one: 'once more', other: `${missing} times more` })}.`);
  const asked: Asked = { phase: latest.phase === 'replied' ? 'replied' : 'rejected', text: latest.result };
  if (answer) return judgeAnswer(method, answer, asked, (expected, actual) => facts.compare(canister, method, expected, actual));
  return yes(times > 1 ? t`You called \`${method}\` ${count} times.` : t`You called \`${method}\`.`);
}

function judgeEvents(condition: Of<'upgraded' | 'reinstalled' | 'rehearsed' | 'predicted' | 'refused' | 'failed'>, canister: string, { which, name }: Who, { events }: Facts): CheckResult {
  const its = events.filter((event) => 'canister' in event && event.canister === canister);
  const of = (kind: string): number => its.filter((event) => event.kind === kind).length;
  switch (condition.kind) {
    case 'upgraded': {
      if (of('reinstalled') > 0) return no(t`You reinstalled ${select(which, { usual: 'the canister', other: `${name}` })}, which wipes its state. Press **Restart step**, and upgrade instead.`);
      const missing = condition.atLeast - of('upgraded');
      if (missing <= 0) return yes(t`You upgraded ${select(which, { usual: 'the canister', other: `${name}` })}, and did not reinstall it.`);
      if (of('upgraded') === 0) return no(t`${select(which, { usual: 'The canister', other: `${name}` })} was not upgraded in this step yet: press **Upgrade**.`);
      return no(t`Upgrade ${select(which, { usual: 'the canister', other: `${name}` })} ${plural(missing, { one: 'once more', other: `${missing} times more` })}.`);
    }
    case 'reinstalled':
      if (of('reinstalled') > 0) return yes(t`You reinstalled ${select(which, { usual: 'the canister', other: `${name}` })}.`);
      return no(t`${select(which, { usual: 'The canister', other: `${name}` })} was not reinstalled in this step yet: press **Reinstall**.`);
    case 'rehearsed':
      return of('rehearsed') > 0 ? yes(t`You rehearsed an upgrade.`) : no(t`Press **Rehearse** and see what an upgrade would do.`);
    case 'predicted':
      return of('predicted') > 0 ? yes(t`You said before the upgrade what it would do.`) : no(t`Say in the State table what the upgrade will do with each variable, and then upgrade.`);
    case 'refused': {
      const refusals = its.flatMap((event) => (event.kind === 'refused' ? [event.codes] : []));
      const { code } = condition;
      if (refusals.some((codes) => code === undefined || codes.includes(code))) return yes(t`The upgrade of ${select(which, { usual: 'the canister', other: `${name}` })} was refused, and nothing changed.`);
      if (refusals.length === 0) return no(t`No upgrade of ${select(which, { usual: 'the canister', other: `${name}` })} was refused in this step yet.`);
      return no(t`The upgrade of ${select(which, { usual: 'the canister', other: `${name}` })} was refused, but not with ${{ code: code ?? '' }}.`);
    }
    case 'failed':
      return judgeFailed(condition, { which, name }, its.flatMap((event) => (event.kind === 'failed' ? [event] : [])));
  }
}

function judgeFailed({ code, message }: Of<'failed'>, { which, name }: Who, failures: readonly { readonly code: string; readonly message: string }[]): CheckResult {
  const [latest] = failures.slice(-1);
  if (!latest) return no(t`No upgrade of ${select(which, { usual: 'the canister', other: `${name}` })} failed in this step yet.`);
  const wanted = failures.some((failure) => (code === undefined || failure.code === code) && failure.message.includes(message ?? ''));
  if (wanted) return yes(t`The upgrade of ${select(which, { usual: 'the canister', other: `${name}` })} failed, and was undone.`);
  const quoted = message ? t`“${message}”` : '';
  const expected = code && quoted ? t`${code} and ${quoted}` : `${code ?? ''}${quoted}`;
  return no(t`The upgrade of ${select(which, { usual: 'the canister', other: `${name}` })} failed with ${{ actual: latest.code }}, not with ${expected}.`);
}

function judgeTime({ milliseconds }: Of<'time'>, { events }: Facts): CheckResult {
  const moved = events.reduce((sum, event) => sum + (event.kind === 'time' ? event.milliseconds : 0), 0);
  const [actual, wanted] = [durationText(moved), durationText(milliseconds)];
  if (moved >= milliseconds) return yes(t`The clock was moved by ${actual}.`);
  return no(moved > 0 ? t`Move the clock by ${wanted}: it was moved by ${actual}.` : t`Move the clock by ${wanted}.`);
}

function judgeCanister(condition: Of<'version' | 'snapshot' | 'heap' | 'stable' | 'main-memory' | 'log' | 'status' | 'timer' | 'persistence'>, who: Who, now: CanisterFacts): CheckResult {
  const { which, name } = who;
  switch (condition.kind) {
    case 'version':
      return judgeVersion(condition, who, now);
    case 'snapshot': {
      const [count, wanted] = [now.snapshots, condition.atLeast];
      if (count >= wanted) return yes(t`There is a snapshot of ${select(which, { usual: 'the canister', other: `${name}` })}.`);
      return no(wanted > 1 ? t`Snapshots of ${select(which, { usual: 'the canister', other: `${name}` })}: ${count}, and there should be ${wanted}.` : t`There is no snapshot of ${select(which, { usual: 'the canister', other: `${name}` })} yet.`);
    }
    case 'heap':
    case 'stable':
      return judgeSize(condition, who, now);
    case 'main-memory': {
      const was = now.report?.error ? undefined : now.report?.mainMemory;
      if (was === undefined) return no(t`${select(which, { usual: 'The canister', other: `${name}` })} was not upgraded yet.`);
      if (was === condition.was) return yes(was === 'kept' ? t`The upgrade kept main memory.` : t`The upgrade replaced main memory.`);
      return no(was === 'kept' ? t`The upgrade kept main memory, and it should have been replaced.` : t`The upgrade replaced main memory, and it should have been kept.`);
    }
    case 'log': {
      const { text } = condition;
      return now.logs.some((line) => line.includes(text)) ? yes(t`The log says “${text}”.`) : no(t`No line of the log says “${text}”.`);
    }
    case 'status':
      return judgeStatus(condition, who, now);
    case 'timer': {
      const set = now.view?.globalTimer !== undefined && now.view.globalTimer !== 0n;
      return set === condition.set ? yes(set ? t`A timer is set.` : t`No timer is set.`) : no(set ? t`A timer is set, and there should be none.` : t`No timer is set.`);
    }
    case 'persistence':
      return judgePersistence(condition, who, now);
  }
}

function judgeVersion({ compare, value }: Of<'version'>, { which, name }: Who, { version }: CanisterFacts): CheckResult {
  if (holds(version, compare, value)) return yes(t`The version of ${select(which, { usual: 'the canister', other: `${name}` })} is ${version}.`);
  const wanted = comparisonText(compare, `${value}`);
  return no(t`The version of ${select(which, { usual: 'the canister', other: `${name}` })} is ${version}, and it should be ${wanted}.`);
}

function judgeStatus({ status: wanted }: Of<'status'>, { which, name }: Who, { view }: CanisterFacts): CheckResult {
  const status = view?.status ?? 'none';
  if (status === wanted) return yes(t`${select(which, { usual: 'The canister', other: `${name}` })} ${select(status, { running: 'is running', stopping: 'is stopping', other: 'is stopped' })}.`);
  return no(
    t`${select(which, { usual: 'The canister', other: `${name}` })} ${select(status, { running: 'is running', stopping: 'is stopping', stopped: 'is stopped', other: 'is not there' })}, and it should ${select(wanted, { running: 'be running', stopping: 'be stopping', other: 'be stopped' })}.`,
  );
}

function judgePersistence({ persistence: wanted }: Of<'persistence'>, { which, name }: Who, { persistence }: CanisterFacts): CheckResult {
  const actual = persistence ?? 'unknown';
  if (actual === wanted) return yes(t`The persistence of ${select(which, { usual: 'the canister', other: `${name}` })} ${select(actual, { enhanced: 'is enhanced', other: 'is classical' })}.`);
  return no(
    t`The persistence of ${select(which, { usual: 'the canister', other: `${name}` })} ${select(actual, { enhanced: 'is enhanced', classical: 'is classical', other: 'is unknown' })}, and it should ${select(wanted, { enhanced: 'be enhanced', other: 'be classical' })}.`,
  );
}

function judgeSize({ kind, compare, bytes }: Of<'heap' | 'stable'>, { which, name }: Who, now: CanisterFacts): CheckResult {
  const field = kind === 'heap' ? 'heapBytes' : 'stableBytes';
  const actual = now.view?.[field];
  const wanted = bytes === 'start' ? now.atStart?.[field] : bytes;
  if (actual === undefined || wanted === undefined) {
    return no(
      t`${select(kind, { heap: 'Main memory', other: 'Stable memory' })} of ${select(which, { usual: 'the canister', other: `${name}` })} cannot be compared: ${select(which, { usual: 'the canister', other: `${name}` })} was not there when the step began.`,
    );
  }
  const size = sizeText(actual);
  if (holds(actual, compare, wanted)) return yes(t`${select(kind, { heap: 'Main memory', other: 'Stable memory' })} of ${select(which, { usual: 'the canister', other: `${name}` })} has ${size}.`);
  const expected = comparisonText(compare, sizeText(wanted));
  return no(t`${select(kind, { heap: 'Main memory', other: 'Stable memory' })} of ${select(which, { usual: 'the canister', other: `${name}` })} has ${size}, and it should have ${expected}.`);
}

function sizeText(bytes: number): string {
  const [unit, size] = SIZES.find(([, each]) => bytes >= each) ?? [t`bytes`, 1];
  return `${Math.round((bytes / size) * 100) / 100} ${unit}`;
}
const SIZES: readonly (readonly [string, number])[] = [['GiB', 1024 ** 3], ['MiB', 1024 ** 2], ['KiB', 1024]];

