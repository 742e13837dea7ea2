import { parseStableSignature } from '../../protocol/stable-signature.ts';

/** The stable variables of the installed version as source text that can stand in any program. */
export interface PreviousTypes {
  /** Type definitions on one line. */
  readonly definitions: string;
  /** Type text by variable name. */
  readonly types: ReadonlyMap<string, string>;
  /** The compiler's words with the names as they were. */
  readonly readable: (message: string) => string;
}

const PREFIX = '__before_';

/** Gives the types of a stable signature names of their own, so that they meet no name of the source. */
export function previousTypes(signature: string): PreviousTypes {
  const { provides, definitions } = parseStableSignature(signature);
  const rename = (text: string): string =>
    text.replace(/(#\s*)?\b([A-Za-z_]\w*)\b(?!\s*:)/g, (whole, tag: string | undefined, name: string) =>
      tag === undefined && definitions.has(name) ? PREFIX + name : whole);
  return {
    definitions: [...definitions].map(([name, body]) => `type ${PREFIX}${name}${rename(oneLine(body))}; `).join(''),
    types: new Map([...provides].map(([name, type]) => [name, rename(oneLine(type))])),
    readable: (message) => message.replace(/\b__before_(\w+?)(?:__\d+)?\b/g, '$1'),
  };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');
