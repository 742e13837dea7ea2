import type { CanisterSettings } from '../state/terminal-model.ts';
import { type Arguments, type Env, Failure } from './grammar.ts';
import { agree } from './installing.ts';
import { callerOf, findIdentity, identityNames, order, statusOf, type Tool } from './world.ts';

/** Changing a canister's settings, for the commands of both tools. */

const UNITS: Readonly<Record<string, bigint>> = { '': 1n, b: 1n, kb: 1000n, kib: 1024n, mb: 1_000_000n, mib: 1024n ** 2n, gb: 1_000_000_000n, gib: 1024n ** 3n };
const TIMES: Readonly<Record<string, bigint>> = { '': 1n, s: 1n, m: 60n, h: 3600n, d: 86_400n, w: 604_800n };
const CYCLES: Readonly<Record<string, bigint>> = { '': 1n, k: 1000n, m: 1_000_000n, b: 1_000_000_000n, t: 1_000_000_000_000n };

const AMOUNTS = [
  ['compute-allocation', 'compute_allocation', { '': 1n }],
  ['memory-allocation', 'memory_allocation', UNITS],
  ['freezing-threshold', 'freezing_threshold', TIMES],
  ['reserved-cycles-limit', 'reserved_cycles_limit', CYCLES],
  ['wasm-memory-limit', 'wasm_memory_limit', UNITS],
  ['wasm-memory-threshold', 'wasm_memory_threshold', UNITS],
] as const;

function amount(flag: string, written: string, units: Readonly<Record<string, bigint>>): bigint {
  const [, digits = '', unit = ''] = /^([\d_]+) ?([a-z]*)$/i.exec(written) ?? [];
  const size = units[unit.toLowerCase()];
  if (digits === '' || size === undefined) throw new Failure([`invalid value '${written}' for '--${flag}'`], `Write a whole number${Object.keys(units).length > 1 ? `, with a unit if you like: ${Object.keys(units).slice(1).join(', ')}` : ''}.`);
  return BigInt(digits.replaceAll('_', '')) * size;
}

/** An identity's name stands for its principal. */
function principal(env: Env, written: string): string {
  return identityNames(env.state()).includes(written.toLowerCase()) ? findIdentity(env.state(), written).principal : written;
}

async function controllers(env: Env, args: Arguments, canister: string, tool: Tool): Promise<Pick<CanisterSettings, 'controllers'>> {
  const of = (flag: string): readonly string[] => args.all(flag).map((written) => principal(env, written));
  const [set, added, removed] = [of('set-controller'), of('add-controller'), of('remove-controller')];
  if (set.length + added.length + removed.length === 0) return {};
  const before = (await statusOf(env, args, canister)).settings.controllers;
  const after = set.length > 0 ? set : [...new Set([...before, ...added])].filter((each) => !removed.includes(each));
  const own = callerOf(env, args).principal;
  if (before.includes(own) && !after.includes(own) && !args.has('yes') && !args.has('force')) {
    await agree(env, tool, 'You are trying to remove yourself as a controller of this canister. This may leave this canister un-upgradeable.');
  }
  return { controllers: after };
}

/** @throws Failure */
export async function updateSettings(env: Env, args: Arguments, canister: string, tool: Tool): Promise<void> {
  const amounts = AMOUNTS.flatMap(([flag, field, units]): [string, bigint][] => {
    const written = args.get(flag);
    return written === undefined ? [] : [[field, amount(flag, written, units)]];
  });
  const visibility = args.get('log-visibility');
  const settings: CanisterSettings = {
    ...(Object.fromEntries(amounts) as CanisterSettings),
    ...(await controllers(env, args, canister, tool)),
    ...((visibility === 'public' || visibility === 'controllers') && { log_visibility: visibility }),
  };
  await order(env, args, { kind: 'settings', canister, failed: `Failed to update settings of canister '${canister}'.` }, settings);
}
