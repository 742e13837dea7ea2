import { build, create, requireCanisters, withImports } from './building.ts';
import { type Arguments, type Command, type Env, Failure } from './grammar.ts';
import { ARGS, CANISTER, CANISTERS, COMMON, MODE, online, YES } from './icp-flags.ts';
import { agree, install, readMode, requireSingle } from './installing.ts';
import { findCanister, findIdentity, identityName, requireLocal, requireNetwork, requireOwner } from './world.ts';

/** Commands of icp-cli about the network, the project and identities. */

export const ICP_VERSION = '1.3.0';
const NAME = { name: 'NAME', optional: true, values: ['local', 'ic', 'mainnet'], summary: 'The network; local where it is left out' } as const;

function start(env: Env, args: Arguments): number {
  requireLocal(args, args.positionals['NAME']);
  if (env.memory.running) throw new Failure(["network 'local' is already running"], 'It lives in this page. icp network stop stops it for this terminal.');
  env.memory.running = true;
  env.err('Network started in this page');
  return 0;
}

function stop({ memory, err }: Env): number {
  if (!memory.running) throw new Failure(["network 'local' is not running"]);
  memory.running = false;
  err('Network stopped successfully');
  err('Stopped for this terminal. The replica lives in the page: its state stays, and the buttons keep working.', 'soft');
  return 0;
}

/** The canisters that are named, or all, with those they import. */
function chosen(env: Env, args: Arguments): readonly string[] {
  requireCanisters(env);
  return args.words.length === 0 ? env.state().canisterOrder : withImports(env, args.words.map((word) => findCanister(env, word)));
}

async function buildChosen(env: Env, args: Arguments): Promise<number> {
  const names = chosen(env, args);
  await createAll(env, args, names);
  env.err('Building canisters:');
  for (const name of names) {
    await build(env, name, 'icp');
    env.err(`  ${name}: built`);
  }
  env.err('Canisters built successfully', 'good');
  return 0;
}

async function createAll(env: Env, args: Arguments, names: readonly string[]): Promise<void> {
  requireOwner(env, args, 'icp');
  await create(env, names, (name, id, fresh) => {
    if (fresh) env.out(`Created canister ${name} with ID ${id}`);
  });
}

async function deploy(env: Env, args: Arguments): Promise<number> {
  const names = chosen(env, args);
  if (args.words.length !== 1) requireSingle(args, []);
  const missing = names.filter((name) => env.state().project?.canisterIds[name] === undefined);
  if (missing.length > 0 && args.has('no-create')) throw new Failure([`\`--no-create\` was specified but the following canisters do not exist: ${missing.join(', ')}`]);
  if (missing.length === 0) env.err('All canisters already exist');
  else {
    env.err('Creating canisters:');
    await createAll(env, args, missing);
  }
  env.err('Building canisters:');
  for (const name of names) {
    await build(env, name, 'icp');
    env.err(`  ${name}: built`);
  }
  env.err('Installing canisters:');
  for (const name of names) env.err(`  ${name}: ${DONE[await install(env, name, { tool: 'icp', mode: readMode(args, 'auto'), args })]}`, 'good');
  return 0;
}

const DONE = { install: 'installed', reinstall: 'reinstalled', upgrade: 'upgraded', unchanged: 'unchanged' } as const;

async function installOne(env: Env, args: Arguments): Promise<number> {
  const name = findCanister(env, args.positionals['CANISTER'] ?? '');
  const mode = args.get('mode') ?? 'auto';
  if (args.has('wasm-memory-persistence') && mode !== 'upgrade') {
    throw new Failure([`--wasm-memory-persistence can only be used with \`--mode upgrade\` (got \`--mode ${mode}\`). It has no effect for install/reinstall, and \`auto\` is ambiguous; pass \`--mode upgrade\` explicitly.`]);
  }
  if (args.get('wasm-memory-persistence') === 'replace' && !args.has('yes')) {
    await agree(env, 'icp', "--wasm-memory-persistence=replace will DISCARD the canister's main (Wasm) memory.\nOnly state held in stable memory survives. Heap state is lost and cannot be recovered.");
  }
  await install(env, name, { tool: 'icp', mode: readMode(args, 'auto'), args });
  env.err(`Canister ${name} installed successfully`, 'good');
  return 0;
}

function identityDefault({ state, actions, out, err }: Env, args: Arguments): number {
  const written = args.positionals['NAME'];
  if (written === undefined) {
    out(identityName(state().identity));
    return 0;
  }
  const { name } = findIdentity(state(), written);
  actions.setIdentity(name);
  err(`Set default identity to ${identityName(name)}`);
  return 0;
}

function identityList({ state, out }: Env): number {
  const { identities, identity } = state();
  const width = Math.max(...identities.map(({ name }) => identityName(name).length));
  for (const { name, principal } of identities) out(`${name === identity ? '*' : ' '} ${identityName(name).padEnd(width)} ${principal}`);
  return 0;
}

const local = (command: Omit<Command, 'path'> & { readonly path: string }): Command => ({ ...command, path: ['icp', ...command.path.split(' ')], flags: [...command.flags, ...COMMON] });
const says = (text: string): Command['run'] => ({ out }) => {
  out(text);
  return 0;
};

export const ICP_PROJECT: readonly Command[] = [
  local({ path: 'network start', summary: 'Starts the local network', positionals: [NAME], flags: [{ name: 'background', short: 'd', summary: 'Does not wait: here it never does' }], note: 'The replica lives in this page and runs already.', run: start }),
  local({ path: 'network stop', summary: 'Stops the local network', positionals: [NAME], flags: [], note: 'Commands then find no network until icp network start; the page’s buttons keep working.', run: stop }),
  local({ path: 'network list', summary: 'Lists the networks', positionals: [], flags: [], run: says('local') }),
  local({
    path: 'network ping',
    summary: 'Asks the replica whether it is there',
    positionals: [NAME],
    flags: [{ name: 'wait-healthy', summary: 'Waits until it is healthy' }],
    run: (env, args) => {
      requireNetwork(env, args, 'icp', args.positionals['NAME']);
      env.out(JSON.stringify({ replica_health_status: 'healthy' }, undefined, 2));
      return 0;
    },
  }),
  local({
    path: 'network status',
    summary: 'Says whether the network runs',
    positionals: [NAME],
    flags: [],
    run: (env, args) => {
      requireNetwork(env, args, 'icp', args.positionals['NAME']);
      env.out('Network local runs in this page, as window.icReplica');
      return 0;
    },
  }),
  local({ path: 'environment list', summary: 'Lists the environments', positionals: [], flags: [], run: says('local') }),
  online({ path: 'build', summary: 'Compiles canisters', positionals: [CANISTERS], flags: [], run: buildChosen }),
  online({
    path: 'deploy',
    summary: 'Creates, builds and installs: the first time, or as an upgrade',
    positionals: [{ ...CANISTERS, name: 'NAMES' }],
    flags: [MODE, ...ARGS, YES, { name: 'no-create', summary: 'Fails where a canister does not exist' }],
    note: 'icp-cli stops a canister while it upgrades it; here it stays, as nothing else runs meanwhile. It does not compare stable variables before: the replica refuses what does not fit.',
    run: deploy,
  }),
  online({
    path: 'canister install',
    summary: 'Installs the code that is built',
    positionals: [CANISTER],
    flags: [MODE, { name: 'wasm-memory-persistence', value: 'PERSISTENCE', values: ['keep', 'replace'], summary: 'Whether main memory is kept by an upgrade' }, ...ARGS, YES],
    note: 'Stable variables are not compared before: the replica refuses what does not fit.',
    run: installOne,
  }),
  local({ path: 'identity list', summary: 'Lists the identities', positionals: [], flags: [], run: identityList }),
  local({ path: 'identity default', summary: 'Says who calls, or chooses it', positionals: [{ name: 'NAME', optional: true, completes: 'identity', summary: 'The identity' }], flags: [], note: 'The page’s “Call as” shows the same.', run: identityDefault }),
  local({
    path: 'identity principal',
    summary: 'Prints the principal of who calls',
    positionals: [],
    flags: [],
    run: (env, args) => {
      env.out(findIdentity(env.state(), args.get('identity') ?? identityName(env.state().identity)).principal);
      return 0;
    },
  }),
];
