import { t } from '@lingui/core/macro';
import type { Fix, InstalledState } from '../../protocol/compiler.ts';
import { parseStableSignature } from '../../protocol/stable-signature.ts';
import type { ActorOutline, ImportOutline } from '../syntax/outline.ts';
import type { Span } from '../syntax/positions.ts';
import { type Candidate, indentation, inserted, memberEnd, replaced } from './edits.ts';
import { defaultValue, inlined } from './types.ts';

/** A stable variable of the installed version, and the source that is to take it over. */
export interface Declared {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
  readonly imports: readonly ImportOutline[];
  readonly language: 'persistent' | 'legacy';
  readonly installed: InstalledState;
  readonly name: string;
}

const MODIFIER = /^((?:public\s+|private\s+|system\s+)?)(?:(stable|transient|flexible)\s+)?/;

/** For a variable that is still there, but transient. */
export function keepStable({ path, text, actor, language, name }: Declared): readonly Candidate[] {
  const field = actor.fields.find((candidate) => candidate.name === name);
  if (field?.kind !== 'transient') return [];
  const word = language === 'legacy' ? 'stable ' : '';
  const member = text.slice(field.member.start, field.member.end).replace(MODIFIER, `$1${word}`);
  const title = language === 'legacy' ? t`Declare \`${name}\` \`stable\` again` : t`Keep \`${name}\`: declare it without \`transient\``;
  return [{ title, ways: [{ [path]: replaced(text, field.member, member) }] }];
}

/** For a variable that is gone: its declaration is put back to where it stood. */
export function keepDeclared(declared: Declared): readonly Candidate[] {
  const { path, text, actor, language, installed, name } = declared;
  if (actor.fields.some((field) => field.name === name)) return [];
  const place = placeOf(declared);
  const mutable = installed.variables.find((variable) => variable.name === name)?.declaration !== 'let';
  const head = `${language === 'legacy' ? 'stable ' : ''}${mutable ? 'var' : 'let'} ${name}`;
  const ways = typesOf(declared).flatMap(({ type, values }) =>
    values.map((value): Fix['files'] => ({ [path]: inserted(text, place.at, `${place.before}${head} : ${type} = ${value};${place.after}`) })));
  return [{ title: t`Keep \`${name}\`: declare it again`, ways }];
}

interface Place {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** After the variable that came before it in the installed version, or else at the beginning of the actor. */
function placeOf({ text, actor, installed, name }: Declared): Place {
  const index = installed.variables.findIndex((variable) => variable.name === name);
  const earlier = installed.variables.slice(0, Math.max(0, index)).reverse();
  const neighbour = earlier.map((variable) => actor.fields.find((field) => field.name === variable.name)).find((field) => field !== undefined);
  if (neighbour) {
    const { at, closed } = memberEnd(text, neighbour.member.end);
    return { at, before: `${closed ? '' : ';'}\n${indentation(text, neighbour.member.start)}`, after: '' };
  }
  const brace = text.indexOf('{', actor.span.start) + 1;
  const first = actor.fields[0];
  const indent = first ? indentation(text, first.member.start) || '  ' : '  ';
  return { at: brace, before: `\n${indent}`, after: actor.lastMemberEnd === undefined ? '\n' : '' };
}

interface Typed {
  readonly type: string;
  readonly values: readonly string[];
}

/** Ways to write the old type and a first value of it. The value is for a fresh installation: an upgrade takes over the old one. */
function typesOf({ imports, installed, name }: Declared): readonly Typed[] {
  const { provides, definitions } = parseStableSignature(installed.stableSignature);
  const type = provides.get(name);
  if (type === undefined) return [];
  const value = defaultValue(type, definitions) ?? '(do { assert false; loop {} })';
  const written = installed.variables.find((variable) => variable.name === name)?.type;
  const modules = imports.flatMap((each) => each.name ?? []);
  const qualified = written?.replace(/(?<![.\w])([A-Z]\w*)(?=<|$)/, (word) => (modules.includes(word) ? `${word}.${word}` : word));
  const module = /^(\w+)\.\w+/.exec(qualified ?? '')?.[1];
  const plain = inlined(type, definitions);
  return [
    ...(qualified === undefined ? [] : [{ type: qualified, values: [...(module === undefined ? [] : [`${module}.empty()`]), value] }]),
    ...(plain === undefined ? [] : [{ type: plain, values: [value] }]),
  ];
}

/** For a variable whose type has changed: the old type again, with the new first value where that fits. */
export function keepType(declared: Declared): readonly Candidate[] {
  const { path, text, actor, name } = declared;
  const field = actor.fields.find((candidate) => candidate.name === name);
  const head = field && declarationHead(text, field.span, field.member);
  if (!field || !head) return [];
  const ways = typesOf(declared).flatMap(({ type, values }) =>
    [head.value, ...values].map((value): Fix['files'] => ({ [path]: replaced(text, { start: field.span.end, end: field.member.end }, ` : ${type} = ${value}`) })));
  return [{ title: t`Give \`${name}\` its old type back`, ways }];
}

/** The first value of a declaration such as `var x : T = value`; `undefined` where a pattern binds the name. */
function declarationHead(text: string, name: Span, member: Span): { readonly value: string } | undefined {
  if (!/^(?:\w+\s+)*(?:var|let)\s+$/.test(text.slice(member.start, name.start))) return undefined;
  const value = /^\s*(?::[\s\S]*?)?=(?!=)\s*([\s\S]+)$/.exec(text.slice(name.end, member.end))?.[1];
  return value === undefined ? undefined : { value };
}

/** For an actor whose variables nobody has said what is to become of. */
export function persistentActor(path: string, text: string, actor: ActorOutline, place: Span, code: 'M0219' | 'M0220'): readonly Candidate[] {
  const persistent = (source: string): Fix['files'] => ({ [path]: inserted(source, actor.span.start, 'persistent ') });
  const implicit = actor.fields.filter(({ member }) => MODIFIER.exec(text.slice(member.start, member.end))?.[2] === undefined);
  const members = [...new Map(implicit.map(({ member }) => [member.start, member])).values()];
  const transient = (chosen: readonly Span[]): string =>
    [...chosen].sort((a, b) => b.start - a.start).reduce((source, { start, end }) => replaced(source, { start, end }, source.slice(start, end).replace(MODIFIER, '$1transient ')), text);
  const here = members.filter(({ start, end }) => code === 'M0219' && place.start < end && start <= place.end);
  const names = implicit.filter(({ member }) => here.includes(member)).map(({ name }) => `\`${name}\``).join(', ');
  const whole = actor.fields.length > 0 ? t`Declare the actor \`persistent\`, so that it keeps its variables` : t`Declare the actor \`persistent\``;
  return [
    { title: whole, ways: [persistent(text)] },
    ...(here.length > 0 ? [{ title: t`Declare ${names} \`transient\`, and the actor \`persistent\``, ways: [persistent(transient(here))] }] : []),
    ...(members.length > 1 || code === 'M0220' && members.length > 0
      ? [{ title: t`Declare these variables \`transient\`, and the actor \`persistent\`: nothing more is kept than now`, ways: [persistent(transient(members))] }]
      : []),
  ];
}
