import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../protocol/rpc.ts';

/** The part of the compiler's JavaScript interface (`Motoko` in `moc.min.js`) that is used here. */
export interface Moc {
  setExtraFlags(flags: readonly string[]): void;
  gcFlags(flag: 'classicOP' | 'enhancedOP'): void;
  saveFile(path: string, text: string): void;
  removeFile(path: string): void;
  addPackage(name: string, folder: string): void;
  /** Folder of `<canister id>.did` files. */
  setCandidPath(folder: string): void;
  setActorAliases(nameAndId: readonly (readonly [string, string])[]): void;
  /** Type-checks; scopes of imports found in the cache are not checked again. No cache comes back where there are errors. */
  checkWithScopeCache(path: string, cache: ScopeCache): { readonly diagnostics: readonly MocDiagnostic[]; readonly scopeCache: ScopeCache | null };
  parseMotoko(recover: boolean, text: string): MocResult<MocTree>;
  compileWasm(mode: 'ic', path: string): MocResult<{ readonly wasm: Uint8Array; readonly candid: string; readonly stable: string | null }>;
  candid(path: string): MocResult<string>;
  stableCompatible(before: string, after: string): { readonly diagnostics: readonly MocDiagnostic[] };
}

/** Scopes of checked modules by path; the values are the compiler's own. */
export type ScopeCache = Map<string, unknown>;

export interface MocResult<T> {
  readonly diagnostics: readonly MocDiagnostic[];
  /** `null` where there are errors. */
  readonly code: T | null;
}

/** Lines and columns are zero-based; columns count bytes of UTF-8. */
export interface MocDiagnostic {
  readonly source: string;
  /** 1 error, 2 warning, 3 information. */
  readonly severity: number;
  readonly range: { readonly start: MocPosition; readonly end: MocPosition };
  readonly code: string;
  readonly message: string;
}

export interface MocPosition {
  readonly line: number;
  readonly character: number;
}

/** A syntax tree as the compiler gives it. */
export type MocTree = { readonly name: string; readonly args: readonly MocTree[] } | readonly MocTree[] | string | null;

/** Version of the compiler in `motoko` 4.10.0; the script itself knows only the hash of its build. */
export const MOC_VERSION = '1.10.1';

/**
 * Calls the compiler. It ends in an OCaml exception where a command-line compiler would end its process, and in a `RangeError`
 * where the program nests too deeply; both come out as `compiler-failed`.
 */
export function callMoc<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    const reason = describe(error);
    throw new PlaygroundError(
      'compiler-failed',
      t`The Motoko compiler stopped unexpectedly (${reason}).`,
      t`Undo the last change to the source and try again; the compiler starts afresh.`,
      { cause: error },
    );
  }
}

/** OCaml exceptions are arrays: a tag, then the exception's name inside a nested array, then its arguments. */
function describe(error: unknown): string {
  if (error instanceof Error) return error.message;
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) value.forEach(collect);
  };
  collect(error);
  return texts.slice(0, 3).join(', ') || t`no reason given`;
}
