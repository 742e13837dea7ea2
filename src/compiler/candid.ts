import { fromUtf8, utf8 } from '../primitives/bytes.ts';
import { INSPECTOR_METHOD } from '../protocol/compiler.ts';
import { withCustomSections, withoutLocalNames } from './sections.ts';

/** The inspector's method: its types hold records, whose own semicolons do not end the method. */
const INSPECTOR = new RegExp(`\\s*${INSPECTOR_METHOD}\\s*:\\s*\\((?:[^{}()]|\\{[^}]*\\})*\\)\\s*->\\s*\\(vec\\s+record\\s*\\{[^}]*\\}\\)\\s*(?:composite_)?query;`);

/** Takes the inspector out of an interface in Candid's syntax. */
export function withoutInspector(candid: string): string {
  return candid.replace(INSPECTOR, '');
}

const INTERFACES: readonly string[] = ['icp:private candid:service', 'icp:public candid:service'];

/** A module as the page installs it: its metadata do not tell of the inspector, and its locals have no names. */
export const pageModule = (wasm: Uint8Array): Uint8Array<ArrayBuffer> =>
  withCustomSections(wasm, (name, data) => {
    if (name === 'name') return withoutLocalNames(data);
    return INTERFACES.includes(name) ? utf8(withoutInspector(fromUtf8(data))) : undefined;
  });
