import { BUILTINS } from './builtins.ts';
import { DFX_CANISTER } from './dfx-canister.ts';
import { DFX_PROJECT } from './dfx-project.ts';
import type { Command } from './grammar.ts';
import { ICP_CANISTER } from './icp-canister.ts';
import { ICP_PROJECT } from './icp-project.ts';

/** Every command there is. */
export const TABLE: readonly Command[] = [...DFX_PROJECT, ...DFX_CANISTER, ...ICP_PROJECT, ...ICP_CANISTER, ...BUILTINS];
