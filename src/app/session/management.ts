import { IDL } from '@dfinity/candid';
import { Principal } from '@dfinity/principal';

/** Arguments of the management canister. Interface Specification: "The IC management canister". */

export const MANAGEMENT_CANISTER = 'aaaaa-aa';
/** Arguments of a method that takes none: `DIDL` and two empty tables. */
export const NO_ARGUMENTS = new Uint8Array(IDL.encode([], []));

export type InstallMode = 'install' | 'reinstall' | 'upgrade';
/** `undefined`: the module decides, as for code without `enhanced-orthogonal-persistence`. */
export type WasmMemoryPersistence = 'keep' | 'replace' | undefined;

const CreateArguments = IDL.Record({ amount: IDL.Opt(IDL.Nat) });
const CreateResult = IDL.Record({ canister_id: IDL.Principal });

const UpgradeOptions = IDL.Record({
  skip_pre_upgrade: IDL.Opt(IDL.Bool),
  wasm_memory_persistence: IDL.Opt(IDL.Variant({ keep: IDL.Null, replace: IDL.Null })),
});
const InstallArguments = IDL.Record({
  mode: IDL.Variant({ install: IDL.Null, reinstall: IDL.Null, upgrade: IDL.Opt(UpgradeOptions) }),
  canister_id: IDL.Principal,
  wasm_module: IDL.Vec(IDL.Nat8),
  arg: IDL.Vec(IDL.Nat8),
  sender_canister_version: IDL.Opt(IDL.Nat64),
});

/** Argument of `provisional_create_canister_with_cycles`, with the default amount. */
export const encodeCreate = (): Uint8Array => IDL.encode([CreateArguments], [{ amount: [] }]);

/** The id, as text, from the reply of `provisional_create_canister_with_cycles`. */
export function decodeCreate(reply: Uint8Array): string {
  const [result] = IDL.decode([CreateResult], reply) as unknown as [{ canister_id: Principal }];
  return result.canister_id.toText();
}

/** Argument of `install_code`; the canister's own argument is empty. */
export function encodeInstall(canisterId: string, wasm: Uint8Array, mode: InstallMode, persistence: WasmMemoryPersistence): Uint8Array {
  const options = persistence && { skip_pre_upgrade: [], wasm_memory_persistence: [{ [persistence]: null }] };
  const value = {
    mode: mode === 'upgrade' ? { upgrade: options ? [options] : [] } : { [mode]: null },
    canister_id: Principal.fromText(canisterId),
    wasm_module: wasm,
    arg: NO_ARGUMENTS,
    sender_canister_version: [],
  };
  return IDL.encode([InstallArguments], [value]);
}

const InspectorReply = IDL.Vec(IDL.Tuple(IDL.Text, IDL.Text));

/** Reply of the inspector: `debug_show` of each variable, by name. */
export function decodeInspector(reply: Uint8Array): Readonly<Record<string, string>> {
  const [pairs] = IDL.decode([InspectorReply], reply) as unknown as [[string, string][]];
  return Object.fromEntries(pairs);
}
