import type { Outcome } from '../model.ts';
import { readCall } from './calls.ts';
import { choicesText, Fields, shortened } from './fields.ts';
import { LIMITS } from './limits.ts';
import type { Answer, Check, Condition } from './model.ts';
import { readComparison, readCount, readDuration, readSize } from './quantities.ts';
import type { Node, Report } from './yaml.ts';

const OUTCOMES: readonly Outcome[] = ['kept', 'reset', 'new', 'dropped', 'retyped', 'migrated'];

interface Kind {
  /** Keys besides its own, `canister` and `missing`. */
  readonly keys: readonly string[];
  /** `undefined` where something was wrong and has been told. */
  readonly read: (fields: Fields, canister: string) => Condition | undefined;
}

/** Kinds that need no value: `- upgraded`. */
const ALONE: readonly string[] = ['deployed', 'upgraded', 'reinstalled', 'refused', 'failed', 'rehearsed', 'predicted', 'snapshot'];

const alone = (kind: 'deployed' | 'reinstalled' | 'rehearsed' | 'predicted'): Kind => ({
  keys: [],
  read: (fields) => (isTrue(fields, kind) ? { kind } : fields.wrong(kind, `Write \`${kind}\` alone, or \`${kind}: true\`.`)),
});

const counted = (kind: 'upgraded' | 'snapshot'): Kind => ({
  keys: [],
  read: (fields) => {
    const atLeast = isTrue(fields, kind) ? 1 : readCount(fields.text(kind) ?? '', LIMITS.times);
    return atLeast ? { kind, atLeast } : fields.wrong(kind, `\`${kind}\` has to be a number from 1 to ${LIMITS.times}, or stand alone.`);
  },
});

const size = (kind: 'heap' | 'stable'): Kind => ({
  keys: [],
  read: (fields) => {
    const { compare, rest } = readComparison(fields.text(kind) ?? '');
    const bytes = readSize(rest);
    return bytes === undefined ? fields.wrong(kind, `\`${kind}\` has to compare with a size, as in \`"< 1 MiB"\` or \`"> start"\`.`) : { kind, compare, bytes };
  },
});

const chosen = <Choice extends string>(kind: string, choices: readonly Choice[], make: (choice: Choice) => Condition): Kind => ({
  keys: [],
  read: (fields) => {
    const choice = fields.choice(kind, choices);
    return choice === undefined ? undefined : make(choice);
  },
});

const KINDS: Readonly<Record<string, Kind>> = {
  call: { keys: ['is', 'rejected', 'as'], read: readCallCheck },
  called: { keys: ['times', 'is', 'rejected'], read: readCalled },
  variable: { keys: ['is', 'contains', 'outcome', 'kind', 'exists'], read: readVariable },
  deployed: alone('deployed'),
  upgraded: counted('upgraded'),
  reinstalled: alone('reinstalled'),
  version: { keys: [], read: readVersion },
  refused: { keys: ['code'], read: (fields) => (isTrue(fields, 'refused') ? { kind: 'refused', code: fields.text('code') } : fields.wrong('refused', 'Write `refused` alone, or `refused: true`.')) },
  failed: {
    keys: ['code', 'message'],
    read: (fields) => (isTrue(fields, 'failed') ? { kind: 'failed', code: fields.text('code'), message: fields.text('message') } : fields.wrong('failed', 'Write `failed` alone, or `failed: true`.')),
  },
  rehearsed: alone('rehearsed'),
  predicted: alone('predicted'),
  heap: size('heap'),
  stable: size('stable'),
  'main-memory': chosen('main-memory', ['kept', 'replaced'], (was) => ({ kind: 'main-memory', was })),
  log: { keys: [], read: (fields) => textCondition(fields.text('log')) },
  snapshot: counted('snapshot'),
  status: chosen('status', ['running', 'stopping', 'stopped'], (status) => ({ kind: 'status', status })),
  timer: chosen('timer', ['set', 'none'], (is) => ({ kind: 'timer', set: is === 'set' })),
  time: { keys: [], read: readTime },
  persistence: chosen('persistence', ['enhanced', 'classical'], (persistence) => ({ kind: 'persistence', persistence })),
};

/** One entry of the list `check`; `usual` is the canister that is meant where none is named. */
export function readCheck(node: Node, usual: string, report: Report): Check | undefined {
  if (node.kind === 'text') {
    if (!ALONE.includes(node.text)) report(node.line, KINDS[node.text] ? `\`${node.text}\` needs a value: \`- ${node.text}: …\`.` : unknownCheck(node.text));
    return ALONE.includes(node.text) ? readCheck({ kind: 'map', line: node.line, entries: [{ key: node.text, line: node.line, value: truth(node.line) }] }, usual, report) : undefined;
  }
  const name = node.kind === 'map' ? node.entries.map(({ key }) => key).find((key) => Object.hasOwn(KINDS, key)) : undefined;
  const kind = name === undefined ? undefined : KINDS[name];
  if (name === undefined || !kind) {
    report(node.line, unknownCheck(node.kind === 'map' ? (node.entries[0]?.key ?? '') : ''));
    return undefined;
  }
  const fields = new Fields(node, `The check \`${name}\``, [name, ...kind.keys, 'canister', 'missing'], report);
  const canister = fields.text('canister') ?? usual;
  const condition = kind.read(fields, canister);
  return condition && { condition, canister, missing: fields.text('missing', LIMITS.sentenceLength) };
}

const truth = (line: number): Node => ({ kind: 'text', line, text: 'true', quoted: false });
const unknownCheck = (name: string): string => `There is no check \`${shortened(name)}\`. There are ${choicesText(Object.keys(KINDS)).replace(' or ', ' and ')}.`;
const isTrue = (fields: Fields, key: string): boolean => fields.node(key)?.kind === 'text' && fields.text(key) === 'true';
const textCondition = (text: string | undefined): Condition | undefined => (text === undefined ? undefined : { kind: 'log', text });

function readAnswer(fields: Fields): Answer | undefined {
  const is = fields.text('is');
  const rejected = fields.text('rejected');
  if (is !== undefined && rejected !== undefined) return fields.wrong('rejected', 'A call answers or is rejected: `is` or `rejected`, not both.');
  if (is !== undefined) return { is };
  return rejected === undefined ? undefined : { rejected: rejected === 'true' ? '' : rejected };
}

function readCallCheck(fields: Fields, canister: string): Condition | undefined {
  const text = fields.text('call');
  if (text === undefined) return undefined;
  const call = readCall(text, canister, fields.text('as'));
  const answer = readAnswer(fields);
  if (!call) return fields.wrong('call', 'A call is written as in code, `get()` or `ledger.balance("Ada")`.');
  return answer ? { kind: 'call', call, answer } : fields.wrong('call', 'A call needs what it should answer: `is: 3`, or `rejected: true`.');
}

function readCalled(fields: Fields): Condition | undefined {
  const method = fields.text('called');
  if (method === undefined) return undefined;
  if (!/^[A-Za-z_]\w{0,99}$/.test(method)) return fields.wrong('called', '`called` takes the name of a method alone, such as `increment`.');
  const times = fields.has('times') ? readCount(fields.text('times') ?? '', LIMITS.times) : 1;
  if (!times) return fields.wrong('times', `\`times\` has to be a number from 1 to ${LIMITS.times}.`);
  return { kind: 'called', method, times, answer: readAnswer(fields) };
}

function readVariable(fields: Fields): Condition | undefined {
  const variable = fields.text('variable');
  if (variable === undefined) return undefined;
  const condition: Condition = {
    kind: 'variable',
    variable,
    is: fields.text('is'),
    contains: fields.text('contains'),
    outcome: fields.choice('outcome', OUTCOMES),
    declared: fields.choice('kind', ['stable', 'transient']),
    exists: fields.flag('exists'),
  };
  const asked = ['is', 'contains', 'outcome', 'kind', 'exists'].some((key) => fields.has(key));
  return asked ? condition : fields.wrong('variable', 'Say what the variable should be: `is`, `contains`, `outcome`, `kind` or `exists`.');
}

function readVersion(fields: Fields): Condition | undefined {
  const { compare, rest } = readComparison(fields.text('version') ?? '');
  const value = readCount(rest, 1_000_000);
  return value === undefined ? fields.wrong('version', '`version` has to be a number, or compare with one, as in `">= 2"`.') : { kind: 'version', compare, value };
}

function readTime(fields: Fields): Condition | undefined {
  const milliseconds = readDuration(fields.text('time') ?? '');
  return milliseconds === undefined ? fields.wrong('time', '`time` has to be a duration: `30 s`, `5 min`, `1 hour`, `2 days`.') : { kind: 'time', milliseconds };
}
