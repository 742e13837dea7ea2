/** What the inspector does beyond the table's overview. Part of the contract in `model.ts`. */

/** A stretch of the whole text of a value; `last` where nothing follows. */
export type ValuePage = { readonly ok: true; readonly text: string; readonly last: boolean } | { readonly ok: false; readonly reason: string };

/** A module for elsewhere: the source as it is written, without the inspector. */
export type ExportedModule =
  | {
      readonly ok: true;
      readonly wasm: Uint8Array<ArrayBuffer>;
      readonly candid: string;
      /** SHA-256 of `wasm`, hex. */
      readonly hash: string;
      /** The command-line compiler that makes the same bytes, with its flags. */
      readonly command: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface InspectorActions {
  /** What follows the first `from` characters of a variable's whole text. Changes nothing, never rejects. */
  readValue(canister: string, variable: string, from: number): Promise<ValuePage>;
  /** Builds a canister from the newest source as other networks are to get it. Changes nothing, never rejects. */
  exportModule(canister: string): Promise<ExportedModule>;
}
