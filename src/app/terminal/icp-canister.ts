import { call, type Calling } from './calling.ts';
import { create } from './building.ts';
import { type Arguments, type Command, type Env, Failure } from './grammar.ts';
import { CANISTER, online, SNAPSHOT } from './icp-flags.ts';
import { icpStatusText, logLines, NOT_FOLLOWED, settingsText } from './reports.ts';
import { updateSettings } from './settings.ts';
import * as snapshots from './snapshots.ts';
import { findCanister, idOf, order, requireOwner, statusOf } from './world.ts';

/** `icp canister`. */

/** Does something with the canister that is named. */
const one =
  (act: (env: Env, args: Arguments, name: string, id: string) => Promise<void> | void): Command['run'] =>
  async (env, args) => {
    const name = findCanister(env, args.positionals['CANISTER'] ?? '');
    await act(env, args, name, idOf(env, name, 'icp'));
    return 0;
  };

const lifecycle = (kind: 'start' | 'stop' | 'delete'): Command['run'] =>
  one(async (env, args, canister) => {
    await order(env, args, { kind, canister, failed: `Failed to ${kind} canister '${canister}'.` }, undefined);
  });

/** By the words of `--output`. */
const OUTPUTS: Readonly<Record<string, Calling['output']>> = { auto: 'pretty', candid: 'pretty', text: 'utf8', hex: 'hex' };

function callOne(env: Env, args: Arguments): Promise<number> {
  const [canister = '', method, given] = args.words;
  if (method === undefined) throw new Failure(['Choosing a method by asking is not here.'], `Write the method: icp canister call ${canister} METHOD '(...)'. Tab completes it.`);
  if (args.has('json')) throw new Failure(['--json is not here.'], 'dfx canister call --output json prints the reply as JSON, as dfx does.');
  const form = args.get('args-format') === 'hex' ? 'raw' : 'idl';
  return call(env, args, 'icp', { canister, method, args: given, form, output: OUTPUTS[args.get('output') ?? 'auto'] ?? 'pretty' });
}

async function status(env: Env, args: Arguments): Promise<number> {
  const written = args.positionals['CANISTER'];
  const names = written === undefined ? env.state().canisterOrder : [findCanister(env, written)];
  for (const [index, name] of names.entries()) {
    const id = idOf(env, name, 'icp');
    if (args.has('id-only')) env.out(id);
    else env.out(`${index > 0 ? '\n' : ''}${icpStatusText(name, id, await statusOf(env, args, name))}`);
  }
  return 0;
}

async function createOne(env: Env, args: Arguments): Promise<number> {
  requireOwner(env, args, 'icp');
  await create(env, [findCanister(env, args.positionals['CANISTER'] ?? '')], (name, id, fresh) => {
    if (!fresh) env.err(`Canister ${name} already exists`);
    else env.out(args.has('quiet') ? id : `Created canister ${name} with ID ${id}`);
  });
  return 0;
}

const takeSnapshot = one(async (env, args, name, id) => {
  await snapshots.requireStopped(env, args, name, 'icp', 'taken of');
  const snapshot = await snapshots.take(env, args, name, args.get('replace'));
  if (args.has('quiet')) return env.out(snapshot.id);
  env.out(`Created snapshot ${snapshot.id} for canister ${name} (${id})\n  Timestamp: ${snapshots.takenAt(snapshot)}\n  Size: ${snapshots.binarySize(snapshot.bytes)}`);
});

const listSnapshots = one(async (env, args, name, id) => {
  const found = await snapshots.list(env, args, name);
  if (found.length === 0) return env.out(`No snapshots found for canister ${name} (${id})`);
  env.out([`Snapshots for canister ${name} (${id}):`, ...found.map((each) => `  ${each.id}: ${snapshots.binarySize(each.bytes)}, taken at ${snapshots.takenAt(each)}`)].join('\n'));
});

const restore = one(async (env, args, name, id) => {
  const snapshot = args.positionals['SNAPSHOT_ID'] ?? '';
  await snapshots.requireStopped(env, args, name, 'icp', 'applied to');
  await snapshots.load(env, args, name, snapshot);
  env.err(`Restored canister ${name} (${id}) from snapshot ${snapshot}`);
});

const deleteSnapshot = one(async (env, args, name, id) => {
  const snapshot = args.positionals['SNAPSHOT_ID'] ?? '';
  await snapshots.remove(env, args, name, snapshot);
  env.err(`Deleted snapshot ${snapshot} from canister ${name} (${id})`);
});

const logs = one((env, args, name) => {
  if (args.has('follow')) env.err(NOT_FOLLOWED, 'soft');
  const lines = logLines(env.state().canisters[name]?.logs ?? [], undefined);
  if (lines.length > 0) env.out(lines.join('\n'));
});

const SETTINGS: Command['flags'] = [
  { name: 'add-controller', value: 'PRINCIPAL', repeated: true, completes: 'identity', summary: 'Adds a controller' },
  { name: 'remove-controller', value: 'PRINCIPAL', repeated: true, completes: 'identity', summary: 'Removes a controller' },
  { name: 'compute-allocation', value: 'PERCENT', summary: 'Reserved computation, from 0 to 100' },
  { name: 'memory-allocation', value: 'BYTES', summary: 'Reserved memory, such as 4gib' },
  { name: 'freezing-threshold', value: 'DURATION', summary: 'How long its cycles shall last before it freezes, such as 30d' },
  { name: 'reserved-cycles-limit', value: 'CYCLES', summary: 'How many cycles may be set aside for storage, such as 1t' },
  { name: 'wasm-memory-limit', value: 'BYTES', summary: 'How large main memory may become' },
  { name: 'wasm-memory-threshold', value: 'BYTES', summary: 'How much of it is left when on_low_wasm_memory runs' },
  { name: 'log-visibility', value: 'WHO', values: ['controllers', 'public'], summary: 'Who may read the logs' },
  { name: 'force', short: 'f', summary: 'Does not ask' },
];
const QUIET = { name: 'quiet', short: 'q', summary: 'Prints the id only' } as const;

export const ICP_CANISTER: readonly Command[] = [
  online({ path: 'canister create', summary: 'Creates an empty canister, which gets its id', positionals: [CANISTER], flags: [QUIET], run: createOne }),
  online({
    path: 'canister list',
    summary: 'Lists the canisters of the project',
    positionals: [],
    flags: [],
    run: (env) => {
      const { canisterOrder } = env.state();
      if (canisterOrder.length > 0) env.out(canisterOrder.join('\n'));
      return 0;
    },
  }),
  online({
    path: 'canister call',
    summary: 'Calls a method',
    positionals: [
      CANISTER,
      { name: 'METHOD', optional: true, completes: 'method', summary: 'Name of the method' },
      { name: 'ARGS', optional: true, completes: 'arguments', summary: 'Arguments as Candid text in single quotes, such as \'(1, "x")\'' },
    ],
    flags: [
      { name: 'query', summary: 'Calls as a query: nothing is kept' },
      { name: 'output', short: 'o', value: 'OUTPUT', values: ['auto', 'candid', 'text', 'hex'], summary: 'How the reply is printed: auto is Candid where it can be' },
      { name: 'json', summary: 'Not here; dfx canister call --output json prints a reply as JSON' },
      { name: 'args-format', value: 'FORMAT', values: ['candid', 'hex'], summary: 'How the arguments are written' },
    ],
    note: 'Without --query it is an update, even of a query method. The call is in the page’s list of calls too.',
    run: callOne,
  }),
  online({ path: 'canister status', summary: 'Prints status, settings, memory and cycles', positionals: [{ ...CANISTER, optional: true }], flags: [{ name: 'id-only', short: 'i', summary: 'Prints the ids only' }], run: status }),
  online({ path: 'canister logs', summary: 'Prints what the canister logged', positionals: [CANISTER], flags: [{ name: 'follow', short: 'f', summary: 'Does not wait here: prints what there is; new lines appear in the region Logs' }], run: logs }),
  online({ path: 'canister start', summary: 'Starts a stopped canister', positionals: [CANISTER], flags: [], run: lifecycle('start') }),
  online({ path: 'canister stop', summary: 'Stops a canister: it takes no more calls', positionals: [CANISTER], flags: [], run: lifecycle('stop') }),
  online({ path: 'canister delete', summary: 'Deletes a stopped canister with its state', positionals: [CANISTER], flags: [{ name: 'no-recover-cycles', summary: 'Accepted; cycles are never recovered here' }], run: lifecycle('delete') }),
  online({ path: 'canister settings show', summary: 'Prints the settings', positionals: [CANISTER], flags: [], run: one(async (env, args, name) => env.out(settingsText(await statusOf(env, args, name)).join('\n'))) }),
  online({ path: 'canister settings update', summary: 'Changes controllers, limits and allocations', positionals: [CANISTER], flags: SETTINGS, run: one((env, args, name) => updateSettings(env, args, name, 'icp')) }),
  online({ path: 'canister snapshot create', summary: 'Takes a snapshot of a stopped canister', positionals: [CANISTER], flags: [QUIET, { name: 'replace', value: 'SNAPSHOT_ID', completes: 'snapshot', summary: 'The snapshot that it takes the place of' }], run: takeSnapshot }),
  online({ path: 'canister snapshot list', summary: 'Lists the snapshots of a canister', positionals: [CANISTER], flags: [], run: listSnapshots }),
  online({ path: 'canister snapshot restore', summary: 'Puts a stopped canister back to a snapshot', positionals: [CANISTER, SNAPSHOT], flags: [], run: restore }),
  online({ path: 'canister snapshot delete', summary: 'Deletes a snapshot', positionals: [CANISTER, SNAPSHOT], flags: [], run: deleteSnapshot }),
];
