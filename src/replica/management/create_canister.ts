import { Principal } from '@dfinity/principal';
import { fromHex, toHex } from '../../primitives/bytes.ts';
import { StableMemory } from '../memory/stable-memory.ts';
import { documented } from '../errors.ts';
import { CYCLES } from '../params.ts';
import { DEFAULT_SETTINGS, type CallResult, type CanisterState, idleInput } from '../state/canister-state.ts';
import { ChunkStore } from '../state/chunk-store.ts';
import { EMPTY_HISTORY, recordChange } from '../state/history.ts';
import type { World } from '../state/world.ts';
import { canisterCreation } from '../system-api/cost.ts';
import { RESULTS } from './idl.ts';
import { changeOrigin, inOrder, refuse, reply, textOf, type ManagementCall } from './common.ts';
import { environmentHash, type SettingsArgument } from './settings.ts';
import { applySettings } from './update_settings.ts';

/** Interface Specification: "create_canister", "provisional_create_canister_with_cycles". */

interface CreateArgument {
  readonly settings: [] | [SettingsArgument];
  readonly sender_canister_version: [] | [bigint];
}
interface ProvisionalArgument extends CreateArgument {
  readonly amount: [] | [bigint];
  readonly specified_id: [] | [Principal];
}

export function createCanister(call: ManagementCall, argument: CreateArgument): CallResult {
  const fee = canisterCreation(call.world.costSchedule);
  if (call.cycles < fee) {
    const text = `Creating a canister requires a fee of ${fee} that is deducted from the canister's initial balance but only ${call.cycles} cycles were received with the create_canister request.`;
    return refuse('IC0403', `${text}\n${documented('Try sending more cycles with the request.', 'create-canister-not-enough-cycles')}`);
  }
  const result = create(call, undefined, call.cycles - fee, argument);
  if (result.kind === 'reply') call.cycles = 0n;
  return result;
}

export function provisionalCreateCanisterWithCycles(call: ManagementCall, argument: ProvisionalArgument): CallResult {
  const { amount, specified_id: specified } = argument;
  const id = specified[0]?.toUint8Array();
  if (id && !isHosted(id)) return refuse('IC0408', `Unsuccessful validation of specified ID: Specified CanisterId ${textOf(id)} is not hosted by subnet.`);
  if (id && call.world.find(id)) return refuse('IC0538', `Canister ${textOf(id)} is already installed.`);
  return create(call, id, amount[0] ?? CYCLES.provisionalBalance, argument);
}

/** Ids of this subnet outside of the range from which it numbers new canisters. */
const isHosted = (id: Uint8Array): boolean => id.length === 10 && id[8] === 1 && id[9] === 1 && (id[0] as number) < 0x80;

const nextCanisterId = (world: World): Uint8Array => fromHex(`${world.nextCanister.toString(16).padStart(16, '0')}0101`) as Uint8Array;

/** With the next id of this subnet where none is given; nobody gets it where the settings are refused. */
function create(call: ManagementCall, specified: Uint8Array | undefined, cycles: bigint, argument: CreateArgument): CallResult {
  const settings = argument.settings[0];
  const origin = changeOrigin(call, argument);
  const canister = emptyCanister(call, specified ?? nextCanisterId(call.world), cycles);
  const refusal = settings && applySettings(call.world, canister, settings);
  if (refusal) return { kind: 'reject', reject: refusal };
  if (!specified) call.world.nextCanister += 1n;
  const named = settings?.environment_variables[0];
  recordChange(canister, call.world.time, origin, {
    kind: 'creation',
    controllers: inOrder(canister.controllers),
    environmentVariablesHash: named && environmentHash(named),
  });
  call.world.canisters.set(canister.key, canister);
  call.world.touch(canister);
  return reply(RESULTS.created, { canister_id: Principal.fromUint8Array(canister.id) });
}

function emptyCanister(call: ManagementCall, id: Uint8Array, cycles: bigint): CanisterState {
  return {
    id,
    text: textOf(id),
    key: toHex(id),
    controllers: [call.caller],
    status: { kind: 'running' },
    cycles,
    reservedCycles: 0n,
    chargedUntil: call.world.time,
    endlessCycles: false,
    upgradeInstructionLimit: undefined,
    version: 0n,
    certifiedData: new Uint8Array(),
    globalTimer: 0n,
    logs: [],
    nextLogIndex: 0n,
    callContexts: new Map(),
    callbacks: new Map(),
    queue: [],
    ...idleInput(),
    code: undefined,
    chunkStore: new ChunkStore(),
    history: EMPTY_HISTORY,
    nextSnapshot: 0n,
    snapshotsBytes: 0,
    stable: new StableMemory(0, []),
    settings: DEFAULT_SETTINGS,
    stableReset: true,
  };
}
