import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import { HeldChunkMiss, supplyChunk } from '../canister/execute.ts';
import { prepayInstallation } from '../cycles/installation.ts';
import { refundUnused } from '../cycles/prepayment.ts';
import { reject, type Reject } from '../errors.ts';
import type { CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { prepareModule } from '../wasm/prepare.ts';
import { decodeArgument } from './arguments.ts';
import type { ManagementCall } from './common.ts';
import { installable } from './install_code.ts';
import { Installation, type InstallArgument, type Probe, type Rehearsed } from './installation.ts';

/**
 * An `install_code` that is carried out on the true state and then undone as a whole, so that one can see what it would do. Nothing of
 * the Internet Computer does this; each step of it is what `install_code` does.
 */

export interface Rehearsal extends Rehearsed {
  /** Cycles that it would cost. */
  readonly cycles: bigint;
}

/** `arg` is the encoded argument of an `install_code` by `sender`. A reject where it would not even begin. */
export async function rehearseInstallation(world: World, sender: Uint8Array, arg: Uint8Array, probe: Probe | undefined): Promise<Rehearsal | Reject> {
  const decoded = decodeArgument('install_code', arg);
  if ('problem' in decoded) return reject('IC0408', `Error decoding candid: ${decoded.problem}`);
  const argument = decoded.value as InstallArgument & { readonly wasm_module: Uint8Array };
  const call: ManagementCall = { world, caller: sender, origin: { kind: 'task' }, cycles: 0n };
  const found = installable(call, argument.canister_id);
  if ('reject' in found) return found.reject;
  for (;;) {
    const { cycles } = found.canister;
    try {
      return await rehearseOnce(call, found.canister, argument, probe);
    } catch (error) {
      if (!(error instanceof HeldChunkMiss)) throw error;
      await supplyChunk(world, error.canister, error.chunk);
    } finally {
      found.canister.cycles = cycles;
    }
  }
}

type Argument = InstallArgument & { readonly wasm_module: Uint8Array };

async function rehearseOnce(call: ManagementCall, canister: CanisterState, argument: Argument, probe: Probe | undefined): Promise<Rehearsal | Reject> {
  const { world, caller } = call;
  const { wasm_module: uploaded } = argument;
  const balance = canister.cycles;
  const prepared = world.prepare(uploaded, toHex(sha256(uploaded)), prepareModule);
  const prepayment = prepayInstallation(world, canister, caller, prepared.ok ? prepared.module.wordSize : 32);
  if ('code' in prepayment) return prepayment;
  const rehearsed = await new Installation(call, canister, argument, { uploaded, instructions: 0 }, prepayment).rehearse(probe);
  refundUnused(world, canister, prepayment, rehearsed.instructions);
  return { ...rehearsed, cycles: balance - canister.cycles };
}
