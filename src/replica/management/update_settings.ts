import type { Principal } from '@dfinity/principal';
import { refuseSettings } from '../cycles/allocations.ts';
import type { Reject } from '../errors.ts';
import type { CallResult, CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { recordChange } from '../state/history.ts';
import { EMPTY_REPLY, changeOrigin, controlled, inOrder, type ManagementCall } from './common.ts';
import { readSettings, type SettingsArgument } from './settings.ts';

/** Interface Specification: "update_settings". */

/** Changes the canister, or gives the reason why not; then nothing was changed. */
export function applySettings(world: World, canister: CanisterState, argument: SettingsArgument): Reject | undefined {
  const change = readSettings(argument);
  if ('code' in change) return change;
  const refusal = refuseSettings(world, canister, change.settings);
  if (refusal) return refusal;
  if (change.controllers) canister.controllers = change.controllers;
  canister.settings = { ...canister.settings, ...change.settings };
  return undefined;
}

interface UpdateArgument {
  readonly canister_id: Principal;
  readonly settings: SettingsArgument;
  readonly sender_canister_version: [] | [bigint];
}

export function updateSettings(call: ManagementCall, argument: UpdateArgument): CallResult {
  const found = controlled(call, argument.canister_id);
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { canister } = found;
  const refusal = applySettings(call.world, canister, argument.settings);
  if (refusal) return { kind: 'reject', reject: refusal };
  canister.version += 1n;
  if (argument.settings.controllers.length > 0) {
    recordChange(canister, call.world.time, changeOrigin(call, argument), { kind: 'controllers_change', controllers: inOrder(canister.controllers) });
  }
  call.world.touch(canister);
  return EMPTY_REPLY;
}
