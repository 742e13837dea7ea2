import { build, create, requireCanisters, withImports } from './building.ts';
import { ALL, ARGUMENT, CANISTER, COMMON, MODE, online, YES } from './dfx-flags.ts';
import { type Arguments, type Command, type Env, Failure } from './grammar.ts';
import { install, readMode, requireSingle } from './installing.ts';
import { findCanister, findIdentity, identityName, requireLocal, requireNetwork, requireOwner, targets } from './world.ts';

/** Commands of dfx about the network, the project and identities. */

export const DFX_VERSION = '0.32.0';

function start(env: Env, args: Arguments): Promise<number> | number {
  requireLocal(args);
  if (env.memory.running && !args.has('clean')) {
    env.err('The replica of this page is running already.');
    return 0;
  }
  env.err(`Running dfx start for version ${DFX_VERSION}`);
  env.memory.running = true;
  const done = (): number => {
    env.err('Replica API running in this page, as window.icReplica');
    return 0;
  };
  return args.has('clean') ? env.actions.forgetCanisters().then(done) : done();
}

function stop({ memory, err }: Env): number {
  if (!memory.running) {
    err('No local network replica found. Nothing to do.');
    return 0;
  }
  memory.running = false;
  err('Stopped for this terminal. The replica lives in the page: its state stays, and the buttons keep working.', 'soft');
  return 0;
}

const PAST = { install: 'Installed', reinstall: 'Reinstalled', upgrade: 'Upgraded' } as const;

/** Installs canisters one after the other, telling of each as dfx does. */
export async function installAll(env: Env, args: Arguments, names: readonly string[], fallback: 'install' | 'auto'): Promise<void> {
  const mode = readMode(args, fallback);
  for (const name of names) {
    const done = await install(env, name, { tool: 'dfx', mode, args });
    if (done !== 'unchanged') env.err(`${PAST[done]} code for canister ${name}, with canister ID ${env.state().project?.canisterIds[name] ?? ''}`, 'good');
  }
}

export async function createAll(env: Env, args: Arguments, names: readonly string[]): Promise<void> {
  requireOwner(env, args, 'dfx');
  await create(env, names, (name, id, fresh) => {
    env.err(fresh ? `${name} canister created with canister id: ${id}` : `${name} canister was already created and has canister id: ${id}`);
  });
}

async function deploy(env: Env, args: Arguments): Promise<number> {
  requireCanisters(env);
  const written = args.positionals['CANISTER'];
  const named = written === undefined ? undefined : findCanister(env, written);
  const names = named === undefined ? env.state().canisterOrder : withImports(env, [named]);
  if (named === undefined) requireSingle(args, []);
  if (named === undefined && args.get('mode') === 'reinstall') {
    throw new Failure(['The --mode=reinstall is only valid when deploying a single canister, because reinstallation destroys all data in the canister.']);
  }
  readMode(args, 'auto');
  env.err(named === undefined ? 'Deploying all canisters.' : `Deploying: ${named === names.at(-1) ? names.join(' ') : named}`);
  if (names.some((name) => env.state().project?.canisterIds[name] === undefined)) {
    env.err('Creating canisters...');
    await createAll(env, args, names);
  } else env.err('All canisters have already been created.');
  env.err('Building canisters...');
  for (const name of names) await build(env, name, 'dfx');
  env.err('Installing canisters...');
  const only = named !== undefined && args.get('mode') === 'reinstall' ? [named] : names;
  await installAll(env, args, only, 'auto');
  env.err('Deployed canisters.', 'good');
  return 0;
}

async function buildNamed(env: Env, args: Arguments): Promise<number> {
  requireCanisters(env);
  const names = targets(env, args, 'CANISTER');
  env.err('Building canisters...');
  for (const name of withImports(env, names)) await build(env, name, 'dfx');
  env.err('Finished building canisters.', 'good');
  return 0;
}

function useIdentity({ state, actions, err }: Env, args: Arguments): number {
  const { name } = findIdentity(state(), args.positionals['NAME'] ?? '');
  err(`Using identity: "${identityName(name)}".`);
  actions.setIdentity(name);
  return 0;
}

const currentIdentity = ({ state }: Env, args: Arguments) => findIdentity(state(), args.get('identity') ?? identityName(state().identity));
const local = (command: Omit<Command, 'path'> & { readonly path: string }): Command => ({ ...command, path: ['dfx', ...command.path.split(' ')], flags: [...command.flags, ...COMMON] });

export const DFX_PROJECT: readonly Command[] = [
  local({
    path: 'start',
    summary: 'Starts the local network',
    positionals: [],
    flags: [
      { name: 'background', summary: 'Does not wait: here it never does' },
      { name: 'clean', summary: 'Begins with nothing: deletes this project’s canisters and their state' },
      { name: 'host', value: 'HOST', summary: 'Accepted; the replica of this page has no address' },
      { name: 'pocketic', summary: 'Accepted; this page has its own replica' },
    ],
    note: 'The replica lives in this page and runs already. Files stay as they are.',
    run: start,
  }),
  local({ path: 'stop', summary: 'Stops the local network', positionals: [], flags: [], note: 'Commands then find no network until dfx start; the page’s buttons keep working.', run: stop }),
  local({
    path: 'ping',
    summary: 'Asks the replica whether it is there',
    positionals: [{ name: 'NETWORK', optional: true, values: ['local', 'playground', 'ic'], summary: 'The network to ask' }],
    flags: [{ name: 'wait-healthy', summary: 'Waits until it is healthy' }],
    run: (env, args) => {
      requireNetwork(env, args, 'dfx', args.positionals['NETWORK']);
      env.out(JSON.stringify({ replica_health_status: 'healthy' }, undefined, 2));
      return 0;
    },
  }),
  online({ path: 'deploy', summary: 'Creates, builds and installs: the first time, or as an upgrade', positionals: [{ ...CANISTER, optional: true }], flags: [...MODE, ...ARGUMENT, YES], note: 'The page’s Deploy and Upgrade are the same, one canister at a time.', run: deploy }),
  online({
    path: 'build',
    summary: 'Compiles canisters',
    positionals: [{ ...CANISTER, optional: true }],
    flags: [ALL, { name: 'check', summary: 'Accepted; the page checks while you type' }],
    run: buildNamed,
  }),
  local({
    path: 'identity list',
    summary: 'Lists the identities',
    positionals: [],
    flags: [],
    run: (env) => {
      const { identities, identity } = env.state();
      for (const { name } of identities) env.out(`${identityName(name)}${name === identity ? ' *' : ''}`);
      return 0;
    },
  }),
  local({ path: 'identity use', summary: 'Chooses who calls from now on', positionals: [{ name: 'NAME', completes: 'identity', summary: 'The identity' }], flags: [], note: 'The page’s “Call as” shows the same.', run: useIdentity }),
  local({
    path: 'identity whoami',
    summary: 'Says who calls',
    positionals: [],
    flags: [],
    run: (env, args) => {
      env.out(identityName(currentIdentity(env, args).name));
      return 0;
    },
  }),
  local({
    path: 'identity get-principal',
    summary: 'Prints the principal of who calls',
    positionals: [],
    flags: [],
    run: (env, args) => {
      env.out(currentIdentity(env, args).principal);
      return 0;
    },
  }),
];
