import { Principal } from '@dfinity/principal';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { CYCLES } from '../params.ts';
import { DEFAULT_SETTINGS, type CallResult, type CanisterState } from '../state/canister-state.ts';
import type { World } from '../state/world.ts';
import { RESULTS } from './idl.ts';
import { refuse, reply, textOf, type ManagementCall } from './common.ts';
import { applySettings, type SettingsArgument } from './update_settings.ts';

/** Interface Specification: "create_canister", "provisional_create_canister_with_cycles". */

interface CreateArgument {
  readonly settings: [] | [SettingsArgument];
}
interface ProvisionalArgument extends CreateArgument {
  readonly amount: [] | [bigint];
  readonly specified_id: [] | [Principal];
}

export function createCanister(call: ManagementCall, { settings }: CreateArgument): CallResult {
  if (call.cycles < CYCLES.canisterCreation) {
    const text = `Creating a canister requires a fee of ${CYCLES.canisterCreation} that is deducted from the canister's initial balance but only ${call.cycles} cycles were received with the create_canister request.`;
    return refuse('IC0403', text);
  }
  const balance = call.cycles - CYCLES.canisterCreation;
  call.cycles = 0n;
  return create(call, freshCanisterId(call.world), balance, settings[0]);
}

export function provisionalCreateCanisterWithCycles(call: ManagementCall, { settings, amount, specified_id: specified }: ProvisionalArgument): CallResult {
  const id = specified[0]?.toUint8Array();
  if (id && !isHosted(id)) return refuse('IC0408', `Unsuccessful validation of specified ID: Specified CanisterId ${textOf(id)} is not hosted by subnet.`);
  if (id && call.world.find(id)) return refuse('IC0538', `Canister ${textOf(id)} is already installed.`);
  return create(call, id ?? freshCanisterId(call.world), amount[0] ?? CYCLES.provisionalBalance, settings[0]);
}

/** Ids of this subnet outside of the range from which it numbers new canisters. */
const isHosted = (id: Uint8Array): boolean => id.length === 10 && id[8] === 1 && id[9] === 1 && (id[0] as number) < 0x80;

function freshCanisterId(world: World): Uint8Array {
  const hex = world.nextCanister.toString(16).padStart(16, '0');
  world.nextCanister += 1n;
  return fromHex(`${hex}0101`) as Uint8Array;
}

function create(call: ManagementCall, id: Uint8Array, cycles: bigint, settings: SettingsArgument | undefined): CallResult {
  const canister: CanisterState = {
    id,
    text: textOf(id),
    key: toHex(id),
    controllers: [call.caller],
    status: { kind: 'running' },
    cycles,
    version: 0n,
    certifiedData: new Uint8Array(),
    globalTimer: 0n,
    logs: [],
    nextLogIndex: 0n,
    callContexts: new Map(),
    callbacks: new Map(),
    queue: [],
    code: undefined,
    stable: new StableMemory(0, []),
    settings: DEFAULT_SETTINGS,
    stableReset: true,
  };
  const refusal = settings && applySettings(canister, settings);
  if (refusal) return { kind: 'reject', reject: refusal };
  call.world.canisters.set(canister.key, canister);
  call.world.touch(canister);
  return reply(RESULTS.created, { canister_id: Principal.fromUint8Array(id) });
}
