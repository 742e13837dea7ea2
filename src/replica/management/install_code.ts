import type { Principal } from '@dfinity/principal';
import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { HeldChunkMiss, supplyChunk } from '../canister/execute.ts';
import { prepayInstallation } from '../cycles/installation.ts';
import type { CallResult, CanisterState } from '../state/canister-state.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { isController, notController, refused, type ManagementCall } from './common.ts';
import { Installation, type InstallArgument, type ModuleSource } from './installation.ts';
import { refusals } from './refusals.ts';
import type { Reject } from '../errors.ts';

/** Interface Specification: "install_code". */

export async function installCode(call: ManagementCall, argument: InstallArgument & { readonly wasm_module: Uint8Array }): Promise<CallResult> {
  const found = installable(call, argument.canister_id);
  if ('reject' in found) return refused(found.reject);
  return runInstallation(call, found.canister, argument, { uploaded: argument.wasm_module, instructions: 0 });
}

/** The canister, where the caller may install code on it. */
export function installable({ world, caller }: ManagementCall, id: Principal): { readonly canister: CanisterState } | { readonly reject: Reject } {
  const canister = world.find(id.toUint8Array());
  if (!canister) return { reject: refusals.canisterNotFound(id.toText()) };
  return isController(canister, caller) ? { canister } : { reject: notController(canister, caller) };
}

/** Installs, from the beginning once more wherever a part of stable memory has to be loaded first. */
export async function runInstallation(call: ManagementCall, canister: CanisterState, argument: InstallArgument, source: ModuleSource): Promise<CallResult> {
  const prepayment = prepayInstallation(call.world, canister, call.caller, wordSizeOf(call, source));
  if ('code' in prepayment) return refused(prepayment);
  for (;;) {
    try {
      return await new Installation(call, canister, argument, source, prepayment).run();
    } catch (error) {
      if (!(error instanceof HeldChunkMiss)) throw error;
      await supplyChunk(call.world, error.canister, error.chunk);
    }
  }
}

/** Of a module that cannot be used it is 32. */
function wordSizeOf({ world }: ManagementCall, { uploaded }: ModuleSource): 32 | 64 {
  if ('code' in uploaded) return 32;
  const prepared = world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
  return prepared.ok ? prepared.module.wordSize : 32;
}
