import { call, type Calling, readArgument } from './calling.ts';
import { ALL, ARGUMENT, CANISTER, CANISTER_OR_ALL, MODE, online, SNAPSHOT, YES } from './dfx-flags.ts';
import { createAll, installAll } from './dfx-project.ts';
import { type Arguments, type Command, type Env, Failure } from './grammar.ts';
import { agree, requireSingle } from './installing.ts';
import { logLines, NOT_FOLLOWED, statusText } from './reports.ts';
import { updateSettings } from './settings.ts';
import * as snapshots from './snapshots.ts';
import { findCanister, idOf, order, statusOf, targets } from './world.ts';

/** `dfx canister`. */

/** The canister that is named, which has to have an id. */
function named(env: Env, args: Arguments): string {
  const name = findCanister(env, args.positionals['CANISTER'] ?? '');
  idOf(env, name, 'dfx');
  return name;
}

/** Does something with the canister that is named, or with each. */
const each =
  (act: (env: Env, args: Arguments, name: string, id: string) => Promise<void>): Command['run'] =>
  async (env, args) => {
    for (const name of targets(env, args, 'CANISTER')) await act(env, args, name, idOf(env, name, 'dfx'));
    return 0;
  };

async function installNamed(env: Env, args: Arguments): Promise<number> {
  const names = targets(env, args, 'CANISTER');
  if (args.get('mode') === 'reinstall' && args.positionals['CANISTER'] === undefined) {
    throw new Failure(['The --mode=reinstall is only valid when specifying a single canister, because reinstallation destroys all data in the canister.']);
  }
  requireSingle(args, names);
  await installAll(env, args, names, 'install');
  return 0;
}

/** By the words of `--output`. */
const OUTPUTS: Readonly<Record<string, Calling['output']>> = { pp: 'pretty', idl: 'compact', raw: 'hex', json: 'json' };

function callNamed(env: Env, args: Arguments): Promise<number> {
  const [canister = '', method = ''] = args.words;
  const form = args.get('type') === 'raw' ? 'raw' : 'idl';
  return call(env, args, 'dfx', { canister, method, args: readArgument(env, args, 'ARGUMENT', 'argument-file'), form, output: OUTPUTS[args.get('output') ?? 'pp'] ?? 'pretty' });
}

async function remove(env: Env, args: Arguments, name: string, id: string): Promise<void> {
  const { status } = await statusOf(env, args, name);
  if (status !== 'stopped') {
    if (!args.has('yes')) await agree(env, 'dfx', `Canister ${name} has not been stopped. Delete anyway?`);
    env.err('Stopping canister.');
    await order(env, args, { kind: 'stop', canister: name, failed: `Failed to stop canister ${name}.` }, undefined);
  }
  env.err(`Deleting canister ${name}, with canister_id ${id}`);
  await order(env, args, { kind: 'delete', canister: name, failed: `Failed to delete canister '${name}'.` }, undefined);
}

/** `Stopping code for canister main, with canister_id ...`, and it is done. */
const lifecycle = (kind: 'start' | 'stop' | 'uninstall', word: string): Command['run'] =>
  each(async (env, args, canister, id) => {
    env.err(`${word} code for canister ${canister}, with canister_id ${id}`);
    await order(env, args, { kind, canister, failed: `Failed to ${kind} canister '${canister}'.` }, undefined);
  });

async function takeSnapshot(env: Env, args: Arguments): Promise<number> {
  const name = named(env, args);
  await snapshots.requireStopped(env, args, name, 'dfx', 'taken of');
  const { id } = await snapshots.take(env, args, name, args.get('replace'));
  env.out(`Created a new snapshot of canister ${name}. Snapshot ID: ${id}`);
  return 0;
}

async function listSnapshots(env: Env, args: Arguments): Promise<number> {
  const name = named(env, args);
  const found = await snapshots.list(env, args, name);
  if (found.length === 0) env.err(`No snapshots found in canister ${name}`);
  for (const snapshot of found) env.out(`${snapshot.id}: ${snapshots.binarySize(snapshot.bytes)}, taken at ${snapshots.takenAt(snapshot)}`);
  return 0;
}

async function loadSnapshot(env: Env, args: Arguments): Promise<number> {
  const name = named(env, args);
  const id = args.positionals['SNAPSHOT'] ?? '';
  await snapshots.requireStopped(env, args, name, 'dfx', 'applied to');
  await snapshots.load(env, args, name, id);
  env.err(`Loaded snapshot ${id} in canister ${name}`);
  return 0;
}

async function deleteSnapshot(env: Env, args: Arguments): Promise<number> {
  const name = named(env, args);
  const id = args.positionals['SNAPSHOT'] ?? '';
  await snapshots.remove(env, args, name, id);
  env.err(`Deleted snapshot ${id} from canister ${name}`);
  return 0;
}

function logs(env: Env, args: Arguments): number {
  const name = named(env, args);
  if (args.has('follow')) env.err(NOT_FOLLOWED, 'soft');
  const lines = logLines(env.state().canisters[name]?.logs ?? [], args.get('tail'));
  if (lines.length > 0) env.out(lines.join('\n'));
  return 0;
}

const SETTINGS: Command['flags'] = [
  { name: 'set-controller', value: 'PRINCIPAL', repeated: true, completes: 'identity', summary: 'The controllers; others are removed' },
  { name: 'add-controller', value: 'PRINCIPAL', repeated: true, completes: 'identity', summary: 'Adds a controller' },
  { name: 'remove-controller', value: 'PRINCIPAL', repeated: true, completes: 'identity', summary: 'Removes a controller' },
  { name: 'compute-allocation', short: 'c', value: 'PERCENT', summary: 'Reserved computation, from 0 to 100' },
  { name: 'memory-allocation', value: 'BYTES', summary: 'Reserved memory, such as 4KiB; 0 for as much as there is' },
  { name: 'freezing-threshold', value: 'SECONDS', summary: 'How long its cycles shall last before it freezes' },
  { name: 'reserved-cycles-limit', value: 'CYCLES', summary: 'How many cycles may be set aside for storage' },
  { name: 'wasm-memory-limit', value: 'BYTES', summary: 'How large main memory may become' },
  { name: 'wasm-memory-threshold', value: 'BYTES', summary: 'How much of it is left when on_low_wasm_memory runs' },
  { name: 'log-visibility', value: 'WHO', values: ['controllers', 'public'], summary: 'Who may read the logs' },
];

const update = each((env, args, name) => updateSettings(env, args, name, 'dfx'));
const status = each(async (env, args, name) => env.out(statusText(name, await statusOf(env, args, name))));
const info = each(async (env, _args, name) => {
  const view = env.state().canisters[name]?.view;
  env.out(`Controllers: ${[...(view?.controllers ?? [])].sort().join(' ')}\nModule hash: ${view?.moduleHash ? `0x${view.moduleHash}` : 'None'}`);
});

export const DFX_CANISTER: readonly Command[] = [
  online({
    path: 'canister create',
    summary: 'Creates an empty canister, which gets its id',
    positionals: [CANISTER_OR_ALL],
    flags: [ALL, { name: 'no-wallet', summary: 'Accepted; there are no wallets here' }, { name: 'with-cycles', value: 'CYCLES', summary: 'Accepted; canisters here begin with plenty' }],
    run: async (env, args) => {
      await createAll(env, args, targets(env, args, 'CANISTER'));
      return 0;
    },
  }),
  online({
    path: 'canister id',
    summary: 'Prints the id of a canister',
    positionals: [CANISTER],
    flags: [],
    run: (env, args) => {
      env.out(idOf(env, named(env, args), 'dfx'));
      return 0;
    },
  }),
  online({ path: 'canister install', summary: 'Installs the code that is built', positionals: [CANISTER_OR_ALL], flags: [ALL, ...MODE, ...ARGUMENT, YES], note: 'Main memory is kept without a flag where the installed code needs it, as the button Upgrade does.', run: installNamed }),
  online({
    path: 'canister call',
    summary: 'Calls a method',
    positionals: [CANISTER, { name: 'METHOD', completes: 'method', summary: 'Name of the method' }, { name: 'ARGUMENT', optional: true, completes: 'arguments', summary: 'Arguments as Candid text in single quotes, such as \'(1, "x")\'' }],
    flags: [
      { name: 'query', summary: 'Calls as a query: nothing is kept' },
      { name: 'update', summary: 'Calls as an update' },
      { name: 'output', value: 'OUTPUT', values: ['idl', 'raw', 'pp', 'json'], summary: 'How the reply is printed: Candid on one line, bytes in hex, Candid laid out, or JSON' },
      { name: 'type', value: 'TYPE', values: ['idl', 'raw'], summary: 'How the arguments are written' },
      { name: 'argument-file', value: 'PATH', completes: 'file', summary: 'A file of the project that holds the arguments' },
    ],
    note: 'The call is in the page’s list of calls too.',
    run: callNamed,
  }),
  online({ path: 'canister status', summary: 'Prints status, settings, memory and cycles', positionals: [CANISTER_OR_ALL], flags: [ALL], run: status }),
  online({ path: 'canister info', summary: 'Prints controllers and module hash', positionals: [CANISTER], flags: [], run: info }),
  online({ path: 'canister logs', summary: 'Prints what the canister logged', positionals: [CANISTER], flags: [{ name: 'tail', value: 'LINES', summary: 'Only the last lines' }, { name: 'follow', summary: 'Does not wait here: prints what there is; new lines appear in the region Logs' }], run: logs }),
  online({ path: 'canister start', summary: 'Starts a stopped canister', positionals: [CANISTER_OR_ALL], flags: [ALL], run: lifecycle('start', 'Starting') }),
  online({ path: 'canister stop', summary: 'Stops a canister: it takes no more calls', positionals: [CANISTER_OR_ALL], flags: [ALL], run: lifecycle('stop', 'Stopping') }),
  online({ path: 'canister uninstall-code', summary: 'Removes code and state; the canister and its id stay', positionals: [CANISTER_OR_ALL], flags: [ALL], run: lifecycle('uninstall', 'Uninstalling') }),
  online({ path: 'canister delete', summary: 'Deletes a stopped canister with its state', positionals: [CANISTER_OR_ALL], flags: [ALL, YES, { name: 'no-withdrawal', summary: 'Accepted; cycles are never withdrawn here' }], run: each(remove) }),
  online({ path: 'canister update-settings', summary: 'Changes controllers, limits and allocations', positionals: [CANISTER_OR_ALL], flags: [ALL, ...SETTINGS, YES], run: update }),
  online({ path: 'canister snapshot create', summary: 'Takes a snapshot of a stopped canister', positionals: [CANISTER], flags: [{ name: 'replace', value: 'SNAPSHOT', completes: 'snapshot', summary: 'The snapshot that it takes the place of' }], run: takeSnapshot }),
  online({ path: 'canister snapshot list', summary: 'Lists the snapshots of a canister', positionals: [CANISTER], flags: [], run: listSnapshots }),
  online({ path: 'canister snapshot load', summary: 'Puts a stopped canister back to a snapshot', positionals: [CANISTER, SNAPSHOT], flags: [], run: loadSnapshot }),
  online({ path: 'canister snapshot delete', summary: 'Deletes a snapshot', positionals: [CANISTER, SNAPSHOT], flags: [], run: deleteSnapshot }),
];
