/**
 * Reads a stable signature (the text of a `.most` file): which variables are stable, and whether two types are the same under
 * their own definitions. Only as much of the grammar as that takes; a text that does not fit gives no variables.
 */

export interface StableSignature {
  /** Type text by variable name: what this version takes over. Differs from `provides` where it has a migration expression. */
  readonly expects: ReadonlyMap<string, string>;
  /** Type text by variable name: what this version leaves to the next. */
  readonly provides: ReadonlyMap<string, string>;
  /** Right-hand sides of type definitions, with their parameters, by name. */
  readonly definitions: ReadonlyMap<string, string>;
}

export function parseStableSignature(text: string): StableSignature {
  const { definitions, actor } = stableSignatureParts(text);
  const groups = actor === '' ? [] : fieldGroups(actor);
  const last = groups.at(-1) ?? new Map<string, string>();
  return { expects: groups.length > 1 ? (groups[0] as Map<string, string>) : last, provides: last, definitions };
}

/** The parts of a signature as text: `actor` and its fields, and before it, in braces, the chain of migrations where there is one. */
export function stableSignatureParts(text: string): { readonly definitions: ReadonlyMap<string, string>; readonly chain: string; readonly actor: string } {
  const definitions = new Map<string, string>();
  let chain = '';
  let actor = '';
  for (const item of splitTop(text.replace(/\/\/[^\n]*/g, ''), ';')) {
    const definition = /^type\s+(\w+)\s*([\s\S]*)$/.exec(item);
    if (definition) {
      definitions.set(definition[1] as string, definition[2] as string);
      continue;
    }
    const [, inner, rest] = /^\{([\s\S]*)\}\s*(actor\b[\s\S]*)$/.exec(item) ?? [];
    if (inner !== undefined) chain = inner;
    const own = rest ?? item;
    if (own.startsWith('actor')) actor = own;
  }
  return { definitions, chain, actor };
}

/** One group of fields for `actor { ... }`, two for `actor ({ before }, { after })`. */
function fieldGroups(actor: string): Map<string, string>[] {
  const body = actor.slice('actor'.length).trim();
  const parts = body.startsWith('(') ? splitTop(body.slice(1, body.lastIndexOf(')')), ',') : [body];
  return parts.map((part) => {
    const fields = new Map<string, string>();
    const inner = part.slice(part.indexOf('{') + 1, part.lastIndexOf('}'));
    for (const field of splitTop(inner, ';')) {
      const match = /^(?:(?:stable|in|new|any)\s+)*(?:var\s+|let\s+)?(\w+)\s*:\s*([\s\S]+)$/.exec(field);
      if (match) fields.set(match[1] as string, (match[2] as string).trim());
    }
    return fields;
  });
}

/** Splits at `separator` outside of brackets; `->` does not close one. */
export function splitTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if ('({[<'.includes(character)) depth++;
    else if (')}]'.includes(character) || (character === '>' && text[i - 1] !== '-')) depth--;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * A text that two types share exactly if they have the same structure. Plain definitions are written out; recursive ones and those with
 * parameters are numbered in the order they are met, so that their names (which the compiler makes unique by numbers) do not matter.
 */
export function canonicalType(type: string, definitions: ReadonlyMap<string, string>): string {
  const numbers = new Map<string, number>();
  const queue: string[] = [];
  const rewrite = (text: string): string => tokens(text).map(rewriteToken).join(' ');
  const rewriteToken = (token: string): string => {
    const definition = definitions.get(token);
    if (definition === undefined) return token;
    if (definition.startsWith('=') && !isRecursive(token, definitions)) return rewrite(definition.slice(1));
    if (!numbers.has(token)) {
      numbers.set(token, numbers.size);
      queue.push(token);
    }
    return `#T${numbers.get(token) as number}`;
  };
  const lines = [rewrite(type)];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) lines.push(rewrite(definitions.get(next) as string));
  return lines.join('\n');
}

const tokens = (text: string): readonly string[] => text.match(/\w+|->|<:|[^\s\w]/g) ?? [];

function isRecursive(name: string, definitions: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  const queue = [name];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const token of tokens(definitions.get(next) ?? '')) {
      if (token === name) return true;
      if (seen.has(token)) continue;
      seen.add(token);
      queue.push(token);
    }
  }
  return false;
}

/** Whether `name` has the same type in both; `undefined` where one of them does not have it. */
export function sameStableType(name: string, before: StableSignature, after: StableSignature): boolean | undefined {
  const old = before.provides.get(name);
  const current = after.provides.get(name);
  if (old === undefined || current === undefined) return undefined;
  return canonicalType(old, before.definitions) === canonicalType(current, after.definitions);
}
