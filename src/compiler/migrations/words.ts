import { t } from '@lingui/core/macro';
import type { Diagnostic } from '../../protocol/compiler.ts';
import { type Explained, type Explanation, rangeOf, refusal, tidy, changed } from '../compatible.ts';
import type { ActorOutline } from '../syntax/outline.ts';

/** What stands between the files of a folder of migrations and the actor: the compiler says so in a check already. */
export const CHAIN_CODES: readonly string[] = ['M0169', 'M0170', 'M0216', 'M0263', 'M0254'];

/** Explanations for an actor whose state comes from a folder of migrations. */
export const CHAIN_EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  M0169: (name, _, { actor, takenByMigration }) => {
    const field = actor?.fields.find((candidate) => candidate.name === name);
    if (takenByMigration(name) || field?.kind === 'stable') return t`A file in \`migrations/\` gives \`${name}\` a value without taking the old one, which would be lost. Let it take \`${name}\` too.`;
    return field?.kind === 'transient'
      ? t`\`${name}\` was stable and would become transient: its value would be lost. Let it stay stable, or add a file to \`migrations/\` that takes its value.`
      : t`\`${name}\` is no longer there: its value would be lost. Keep it, or add a file to \`migrations/\` that takes its value.`;
  },
  M0170: (name, own, question) => `${changed(name, own, question)}: ${t`its old value cannot be read as the new type. A new file in \`migrations/\` can convert it.`}`,
  M0216: (name, own, question) => `${changed(name, own, question)}: ${t`part of its old value would be lost. A new file in \`migrations/\` can drop it on purpose.`}`,
  M0263: (name) => t`A file in \`migrations/\` takes \`${name}\`, which is not there any more at that step.`,
  M0254: (name) => t`Nothing gives \`${name}\` its first value: a new file in \`migrations/\` has to.`,
};

/** Without an installed version to compare with, only this is certain. */
const IN_A_CHECK: typeof CHAIN_EXPLANATIONS = {
  ...CHAIN_EXPLANATIONS,
  M0254: (name) => t`In a fresh installation nothing gives \`${name}\` its first value: no file in \`migrations/\` begins with one.`,
};

/** The variable that the compiler's words are about. */
export const variableIn = (message: string): string | undefined => /(?:variable|requires field) `(\w+)`/.exec(message)?.[1];

export interface Chained {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
}

/** Puts what the check of a canister says of its migrations in plain words, at the declaration that is to blame. */
export function explainChain(diagnostics: readonly Diagnostic[], { path, text, actor }: Chained): Diagnostic[] {
  const question: Explained = { path, text, actor, variables: [], takenByMigration: () => false, words: IN_A_CHECK };
  return diagnostics.map((entry) => {
    const name = CHAIN_CODES.includes(entry.code) ? variableIn(entry.message) : undefined;
    if (name === undefined) return entry;
    const inActor = entry.path === path || entry.code === 'M0254';
    const here = { ...question, takenByMigration: () => !inActor };
    const explained = refusal({ code: entry.code, name, own: tidy(entry.message), severity: entry.severity }, here);
    return inActor ? { ...explained, range: rangeOf(name, question) } : { ...explained, path: entry.path, range: entry.range };
  });
}
