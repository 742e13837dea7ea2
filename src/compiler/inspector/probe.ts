import type { MocDiagnostic } from '../moc.ts';
import type { Session } from '../session.ts';
import type { ActorOutline } from '../syntax/outline.ts';
import { insertIntoActor } from './insertion.ts';
import type { Expansion } from './show.ts';

/** A function added to the actor for one check, to ask the compiler about types as the actor's body sees them. */
export interface Probe {
  /** What the compiler says about each statement; nothing where it is fine. */
  ask(statements: readonly string[]): readonly (MocDiagnostic | undefined)[];
  /** The type of a variable, and what that stands for where it is a named type. */
  typeOf(names: readonly string[]): readonly PrintedType[];
  /** What a named type stands for, and how it is written here; `undefined` where it is built in, or has no name here. */
  readonly expand: (type: string) => Expansion | undefined;
}

export interface PrintedType {
  readonly text: string;
  readonly expansion: string | undefined;
}

export interface ProbeSource {
  readonly path: string;
  readonly text: string;
  readonly actor: ActorOutline;
  /** Imports to put before everything else, on the first line. */
  readonly imports: () => string;
  /** Names of modules that the source does not import itself; types of theirs are printed without them. */
  readonly hidden: readonly string[];
}

export function createProbe(session: Session, source: ProbeSource): Probe {
  const ask = (statements: readonly string[]): (MocDiagnostic | undefined)[] => {
    const body = `func __playground_probe() {\n${statements.join(';\n')}\n};`;
    const text = source.imports() + insertIntoActor(source.text, source.actor, body);
    const firstLine = text.slice(0, text.indexOf(body)).split('\n').length;
    const diagnostics = session.withFile(source.path, text, () => session.check(source.path));
    return statements.map((_, index) =>
      diagnostics.find(({ source: path, severity, range }) => path === source.path && severity === 1 && range.start.line === firstLine + index));
  };
  const expansions = new Map<string, Expansion | undefined>();
  /** A name that means nothing here may be that of a module in between. */
  const expansionOf = (type: string): Expansion | undefined => {
    const names = [type, ...source.hidden.flatMap((module) => (/^[A-Z]\w*$/.test(type) ? [`${module}.${type}`] : []))];
    // One at a time: a name that is not bound hides what the compiler has to say of the others.
    for (const name of names) {
      const [answer] = ask([`func __probe(x : ${name}) { let _ : None = x }`]);
      const text = answer ? printedType(answer)?.expansion : undefined;
      if (text !== undefined) return { text, name };
    }
    return undefined;
  };
  return {
    ask,
    typeOf: (names) => ask(names.map((name) => `let _ : None = ${name}`)).map((answer) => (answer ? printedType(answer) : undefined) ?? NONE),
    expand: (type) => {
      if (!expansions.has(type)) expansions.set(type, expansionOf(type));
      return expansions.get(type);
    },
  };
}

const NONE: PrintedType = { text: 'None', expansion: undefined };

/** Reads the type out of error M0096, `expression of type T = what T stands for cannot produce expected type None`. */
function printedType({ code, message }: MocDiagnostic): PrintedType | undefined {
  const [, printed] = (code === 'M0096' && /^expression of type\s+([\s\S]*?)\s+cannot produce expected type/.exec(message)) || [];
  const [text, expansion] = printed?.replace(/\s+/g, ' ').split(' = ') ?? [];
  return text === undefined ? undefined : { text, expansion };
}
