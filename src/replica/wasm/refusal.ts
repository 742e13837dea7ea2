import { reject, type Reject } from '../errors.ts';

const TOOLCHAIN_HELP =
  'This is likely an error with the compiler/CDK toolchain being used to build the canister. Please report the error to IC devs on the forum: https://forum.dfinity.org and include which language/CDK was used to create the canister.';
const DOCUMENTATION = 'https://internetcomputer.org/docs/current/references/execution-errors#';

/** Ends the decoding of a module that cannot be installed. Never leaves this folder: `prepareModule` returns it as a reject. */
export class ModuleRefused extends Error {
  override readonly name = 'ModuleRefused';
  readonly help: string;

  constructor(message: string, help = TOOLCHAIN_HELP) {
    super(message);
    this.help = help;
  }
}

/** A refusal whose cause is the author's program rather than the toolchain; `section` is an anchor of the documentation. */
export function refusedWithAdvice(message: string, suggestion: string, section: string): ModuleRefused {
  return new ModuleRefused(message, `${suggestion} See documentation: ${DOCUMENTATION}${section}`);
}

export const undecodable = (why: string): ModuleRefused => new ModuleRefused(`Failed to decode wasm module: ${why}`);

/** IC0505. The caller prefixes `Error from Canister CID: `. */
export function asReject(refused: ModuleRefused): Reject {
  const stop = refused.message.endsWith('.') ? '' : '.';
  return reject('IC0505', `Canister's Wasm module is not valid: ${refused.message}${stop}\n${refused.help}`);
}
