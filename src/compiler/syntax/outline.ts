import type { Moc, MocTree } from '../moc.ts';
import { createPositions, type Positions, type Span } from './positions.ts';
import { identifier, readNode, type Syntax } from './tree.ts';

/** What the playground needs to know of one Motoko file. */
export interface FileOutline {
  readonly imports: readonly ImportOutline[];
  /** The actor, or the class of actors, that is the file's last declaration. */
  readonly actor: ActorOutline | undefined;
  /** True where the last declaration is an actor class. */
  readonly actorClass: boolean;
  /** Variables of the mixin that is the file's last declaration; `undefined` where it is none. */
  readonly mixin: readonly ActorField[] | undefined;
  /** Declarations beside imports and the last one. */
  readonly others: readonly Span[];
  /** False where the parser met a syntax error. */
  readonly complete: boolean;
}

export interface ImportOutline {
  /** As written: `mo:core/Map`, `canister:ledger`, `lib/Types`. */
  readonly path: string;
  /** Name it is bound to; `undefined` for a pattern. */
  readonly name: string | undefined;
  readonly span: Span | undefined;
}

export interface ActorOutline {
  /** From `actor` (or `persistent`) to the closing brace. */
  readonly span: Span;
  readonly fields: readonly ActorField[];
  readonly hooks: { readonly preupgrade: boolean; readonly postupgrade: boolean };
  /** `system func postupgrade`, whole. */
  readonly postupgrade: Span | undefined;
  /** The mixins whose members it takes in: names they are imported under, and where that is said. */
  readonly includes: readonly { readonly name: string; readonly span: Span }[];
  readonly inspects: boolean;
  /** End of the last member; `undefined` for an empty actor. */
  readonly lastMemberEnd: number | undefined;
}

/** A name bound by a `let` or `var` of the actor. */
export interface ActorField {
  readonly name: string;
  readonly declaration: 'var' | 'let';
  readonly kind: 'stable' | 'transient';
  readonly span: Span;
  /** The whole declaration, with `stable` or `transient` where that is written. */
  readonly member: Span;
}

/** Parses a file; goes on after syntax errors as far as the compiler's parser does. */
export function outlineOf(moc: Moc, text: string): FileOutline {
  const { code, diagnostics } = moc.parseMotoko(true, text);
  const positions = createPositions(text);
  const declarations = (readNode(code ?? undefined, positions)?.args ?? []).map((tree) => readNode(tree, positions)).filter((node) => node !== undefined);
  const imports = declarations.map((node) => importOf(node, positions));
  const last = declarations.at(-1);
  return {
    imports: imports.filter((entry) => entry !== undefined),
    actor: last && actorOf(last, text, positions),
    actorClass: last !== undefined && isActorClass(last),
    mixin: last?.name === 'MixinD' ? memberNodes(last, positions).flatMap((member) => fieldsOf(member, text, positions)) : undefined,
    others: declarations.slice(0, -1).flatMap((node, index) => (imports[index] || !node.span ? [] : [node.span])),
    complete: code !== null && diagnostics.every(({ severity }) => severity !== 1),
  };
}

function importOf(node: Syntax, positions: Positions): ImportOutline | undefined {
  if (node.name !== 'LetD') return undefined;
  const expression = readNode(node.args[1], positions);
  const path = expression?.name === 'ImportE' ? expression.args[0] : undefined;
  if (typeof path !== 'string') return undefined;
  const pattern = readNode(node.args[0], positions);
  return { path, name: pattern?.name === 'VarP' ? identifier(pattern.args[0], positions)?.text : undefined, span: node.span };
}

const isActorClass = ({ name, args }: Syntax): boolean => name === 'ClassD' && args.includes('Actor');

const memberNodes = (block: Syntax, positions: Positions): Syntax[] =>
  block.args.map((tree) => readNode(tree, positions)).filter((node): node is Syntax => node?.name === 'DecField');

/** An actor is `AwaitE (AsyncE (… ObjBlockE "Actor" …))`, either bound to its name or on its own; a class has its members itself. */
function actorBlock(declaration: Syntax, positions: Positions): Syntax | undefined {
  if (isActorClass(declaration)) return declaration;
  const outer = declaration.name === 'LetD' ? declaration.args[1] : declaration.name === 'ExpD' ? declaration.args[0] : undefined;
  const awaited = readNode(outer, positions);
  const started = awaited?.name === 'AwaitE' ? readNode(awaited.args.at(-1), positions) : undefined;
  const block = started?.name === 'AsyncE' ? readNode(started.args.at(-1), positions) : undefined;
  return block?.name === 'ObjBlockE' && block.args[0] === 'Actor' ? block : undefined;
}

function actorOf(declaration: Syntax, text: string, positions: Positions): ActorOutline | undefined {
  const block = actorBlock(declaration, positions);
  if (!block?.span) return undefined;
  const members = memberNodes(block, positions);
  const systemMembers = new Map(members.filter((member) => member.args[1] === 'System').map((member) => [memberName(member, positions), member.span]));
  return {
    span: block.span,
    fields: members.flatMap((member) => fieldsOf(member, text, positions)),
    hooks: { preupgrade: systemMembers.has('preupgrade'), postupgrade: systemMembers.has('postupgrade') },
    postupgrade: systemMembers.get('postupgrade'),
    includes: members.flatMap((member) => includeOf(member, positions)),
    inspects: systemMembers.has('inspect'),
    lastMemberEnd: members.at(-1)?.span?.end,
  };
}

function includeOf(member: Syntax, positions: Positions): ActorOutline['includes'] {
  const declaration = readNode(member.args[0], positions);
  const name = declaration?.name === 'IncludeD' ? identifier(declaration.args[0], positions) : undefined;
  return name && declaration?.span ? [{ name: name.text, span: declaration.span }] : [];
}

function memberName(member: Syntax, positions: Positions): string | undefined {
  const declaration = readNode(member.args[0], positions);
  const pattern = readNode(declaration?.args[0], positions);
  return pattern?.name === 'VarP' ? identifier(pattern.args[0], positions)?.text : undefined;
}

/** Functions, classes, modules and objects are `LetD` too: a variable is what the source introduces with `let` or `var`. */
function fieldsOf(member: Syntax, text: string, positions: Positions): ActorField[] {
  const declaration = readNode(member.args[0], positions);
  if (!declaration?.span) return [];
  const whole = member.span ?? declaration.span;
  const kind = member.args[2] === 'Stable' ? 'stable' : 'transient';
  if (declaration.name === 'VarD') {
    const name = identifier(declaration.args[0], positions);
    return name?.span ? [{ name: name.text, declaration: 'var', kind, span: name.span, member: whole }] : [];
  }
  if (declaration.name !== 'LetD' || !/^let\b/.test(text.slice(declaration.span.start, declaration.span.start + 4))) return [];
  return boundNames(declaration.args[0], positions).map(({ text: name, span }) => ({ name, declaration: 'let', kind, span, member: whole }));
}

/** Names that a pattern binds, such as both of `let (a, b) = …`. */
function boundNames(tree: MocTree | undefined, positions: Positions): { readonly text: string; readonly span: Span }[] {
  const node = readNode(tree, positions);
  if (!node) return [];
  if (node.name === 'VarP') {
    const name = identifier(node.args[0], positions);
    return name?.span ? [{ text: name.text, span: name.span }] : [];
  }
  return node.name.endsWith('P') || node.name === 'ValPF' ? node.args.flatMap((argument) => boundNames(argument, positions)) : [];
}
