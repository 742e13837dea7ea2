import { reject, TOOLCHAIN_HELP, type Reject } from '../errors.ts';

const DOCUMENTATION = 'https://internetcomputer.org/docs/current/references/execution-errors#';

/** The step that refuses a module: each has its own words and error code. `rs/interfaces/src/execution_environment/errors.rs`. */
const STEPS = {
  validation: { errorCode: 'IC0505', what: "Canister's Wasm module is not valid: " },
  instrumentation: { errorCode: 'IC0505', what: 'Could not instrument wasm module of canister: ' },
  instantiation: { errorCode: 'IC0521', what: 'Canister encountered a Wasm engine error: Failed to instantiate module: ' },
} as const;

/** Ends the decoding of a module that cannot be installed. Never leaves this folder: `prepareModule` returns it as a reject. */
export class ModuleRefused extends Error {
  override readonly name = 'ModuleRefused';
  readonly help: string;
  readonly step: keyof typeof STEPS;
  /** True where the cause is a feature of Wasm that the Internet Computer has switched off. */
  readonly isFeature: boolean;

  constructor(message: string, help = TOOLCHAIN_HELP, step: keyof typeof STEPS = 'validation', isFeature = false) {
    super(message);
    this.isFeature = isFeature;
    this.help = help;
    this.step = step;
  }
}

/** A refusal whose cause is the author's program rather than the toolchain; `section` is an anchor of the documentation. */
export function refusedWithAdvice(message: string, suggestion: string, section: string): ModuleRefused {
  return new ModuleRefused(message, `${suggestion} See documentation: ${DOCUMENTATION}${section}`);
}

export const undecodable = (why: string): ModuleRefused => new ModuleRefused(`Failed to decode wasm module: ${why}`);

const failure = (why: string): string => `Wasmtime failed to validate wasm module wasmtime::Module::validate() failed with ${why}`;

/** What a validator finds. */
export const invalid = (why: string): ModuleRefused => new ModuleRefused(failure(why));

/** A feature of Wasm that the Internet Computer has switched off, with the offset of its use in the module, in bytes. */
export const switchedOff = (why: string, offset: number): ModuleRefused => new ModuleRefused(failure(located(why, offset)), TOOLCHAIN_HELP, 'validation', true);

export const located = (why: string, offset: number): string => `${why} (at offset 0x${offset.toString(16)})`;

/** A valid module that cannot be rewritten. */
export const uninstrumentable = (why: string): ModuleRefused => new ModuleRefused(why, TOOLCHAIN_HELP, 'instrumentation');

/** A valid module of which no instance can be made. */
export const uninstantiable = (why: string): ModuleRefused => new ModuleRefused(why, '', 'instantiation');

/** IC0505 or IC0521. The caller prefixes `Error from Canister CID: `. */
export function asReject({ message, help, step }: ModuleRefused): Reject {
  const { errorCode, what } = STEPS[step];
  return reject(errorCode, `${what}${message}${help && `.\n${help}`}`);
}
