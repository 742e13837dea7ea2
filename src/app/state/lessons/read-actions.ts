import type { Guess } from '../prediction-model.ts';
import { readCall } from './calls.ts';
import { choicesText, Fields, shortened } from './fields.ts';
import { LIMITS } from './limits.ts';
import type { Action } from './model.ts';
import { readCount, readDuration } from './quantities.ts';
import type { Node, Report } from './yaml.ts';

/** Actions on one canister: their names alone mean the usual one. */
const ON_CANISTER = ['upgrade', 'upgrade-anyway', 'reinstall', 'rehearse', 'stop', 'start', 'snapshot', 'load-snapshot'] as const;
const GUESSES: readonly Guess[] = ['kept', 'reset', 'gone'];
const NAMES: readonly string[] = ['deploy', ...ON_CANISTER, 'call', 'predict', 'advance', 'language', 'persistence'];

type OnCanister = (typeof ON_CANISTER)[number];

/** One entry of the list `solve`; `usual` is the canister that is meant where none is named. */
export function readAction(node: Node, usual: string, report: Report): Action | undefined {
  if (node.kind === 'text') return readWord(node.text, node.line, usual, report);
  const name = node.kind === 'map' ? node.entries.map(({ key }) => key).find((key) => NAMES.includes(key)) : undefined;
  if (name === undefined) {
    report(node.line, unknownAction(node.kind === 'map' ? (node.entries[0]?.key ?? '') : ''));
    return undefined;
  }
  const more = { call: ['times', 'as', 'canister'], predict: ['canister'] }[name] ?? [];
  const fields = new Fields(node, `The action \`${name}\``, [name, ...more], report);
  const onCanister = ON_CANISTER.find((each) => each === name);
  if (onCanister) return readOnCanister(fields, onCanister, usual);
  return READERS[name]?.(fields, fields.text('canister') ?? usual, report);
}

const READERS: Readonly<Record<string, (fields: Fields, canister: string, report: Report) => Action | undefined>> = {
  deploy: (fields) => fields.wrong('deploy', '`deploy` stands alone: it installs every canister that has no code yet.'),
  call: readCallAction,
  predict: readPredict,
  advance: (fields) => {
    const milliseconds = readDuration(fields.text('advance') ?? '');
    return milliseconds === undefined ? fields.wrong('advance', '`advance` has to be a duration: `30 s`, `5 min`, `1 hour`, `2 days`.') : { kind: 'advance', milliseconds };
  },
  language: (fields) => {
    const language = fields.choice('language', ['persistent', 'legacy']);
    return language && { kind: 'language', language };
  },
  persistence: (fields) => {
    const persistence = fields.choice('persistence', ['enhanced', 'classical']);
    return persistence && { kind: 'persistence', persistence };
  },
};

const unknownAction = (name: string): string => `There is no action \`${shortened(name)}\`. There are ${choicesText(NAMES).replace(' or ', ' and ')}.`;

function readWord(word: string, line: number, usual: string, report: Report): Action | undefined {
  if (word === 'deploy') return { kind: 'deploy' };
  const kind = ON_CANISTER.find((each) => each === word);
  if (kind) return { kind, canister: usual };
  report(line, NAMES.includes(word) ? `\`${word}\` needs a value: \`- ${word}: …\`.` : unknownAction(word));
  return undefined;
}

function readOnCanister(fields: Fields, kind: OnCanister, usual: string): Action | undefined {
  const canister = fields.text(kind);
  return canister === undefined ? undefined : { kind, canister: canister === 'true' ? usual : canister };
}

function readCallAction(fields: Fields, canister: string): Action | undefined {
  const text = fields.text('call');
  if (text === undefined) return undefined;
  const call = readCall(text, canister, fields.text('as'));
  if (!call) return fields.wrong('call', 'A call is written as in code, `increment()` or `ledger.pay("Ada", 3)`.');
  const times = fields.has('times') ? readCount(fields.text('times') ?? '', LIMITS.times) : 1;
  return times ? { kind: 'call', call, times } : fields.wrong('times', `\`times\` has to be a number from 1 to ${LIMITS.times}.`);
}

function readPredict(fields: Fields, canister: string, report: Report): Action | undefined {
  const node = fields.node('predict');
  if (node?.kind !== 'map') return fields.wrong('predict', '`predict` has to name variables with their guesses: `predict: { count: kept }`.');
  const guesses = node.entries.flatMap(({ key, line, value }) => {
    const guess = GUESSES.find((each) => value.kind === 'text' && each === value.text);
    if (!guess) report(line, `A guess has to be ${choicesText(GUESSES)}.`);
    return guess ? [[key, guess] as const] : [];
  });
  return { kind: 'predict', canister, guesses: Object.fromEntries(guesses) };
}
