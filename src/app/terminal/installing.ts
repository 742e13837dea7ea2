import type { UpgradeOptions } from '../state/lifecycle-model.ts';
import type { BuildReport } from '../state/terminal-model.ts';
import { build } from './building.ts';
import { type Arguments, type Env, Failure, UsageError } from './grammar.ts';
import { callerOf, idOf, managed, rejection, statusOf, type Tool } from './world.ts';

/** Installing code, as both tools do it, by the page's own Deploy, Upgrade and Reinstall: the State table tells the same. */

export type Mode = 'install' | 'reinstall' | 'upgrade' | 'auto';

export interface Installing {
  readonly tool: Tool;
  readonly mode: Mode;
  readonly args: Arguments;
}

type Done = 'install' | 'reinstall' | 'upgrade' | 'unchanged';

const failed = (name: string): string => `Failed to install wasm module to canister '${name}'.`;
const CALL = 'Failed during wasm installation call';

/** The mode of `--mode`, with the flags that go with it. @throws UsageError */
export function readMode(args: Arguments, fallback: Mode): Mode {
  const mode = (args.get('mode') ?? fallback) as Mode;
  const hasOptions = args.has('skip-pre-upgrade') || args.has('wasm-memory-persistence');
  if (hasOptions && (mode === 'install' || mode === 'reinstall')) throw new Failure(["--skip-pre-upgrade and --wasm-memory-persistence can only be used with mode 'upgrade' or 'auto'."]);
  return mode;
}

/** Installs the newest build. @throws Failure where it is refused, declined, or fails. */
export async function install(env: Env, name: string, installing: Installing): Promise<Done> {
  const { tool, args } = installing;
  const id = idOf(env, name, tool);
  const report = await build(env, name, tool);
  await requireController(env, args, name);
  const installed = env.state().project?.installed[name];
  const mode = installing.mode === 'auto' ? (installed ? 'upgrade' : 'install') : installing.mode;
  if ((mode === 'install' && installed) || (mode === 'upgrade' && !installed)) {
    managed(await env.actions.manage('install', name, callerOf(env, args).name, mode), failed(name), CALL);
  }
  if (mode !== 'install') await consent(env, name, mode, installing, report);
  if (mode === 'upgrade' && installed?.moduleHash === report.moduleHash && tool === 'dfx' && !args.has('upgrade-unchanged')) {
    env.err(`Module hash ${report.moduleHash} is already installed.`);
    return 'unchanged';
  }
  await withArgument(env, name, args, () => act(env, name, mode, args, id));
  return mode;
}

/** The page installs as the owner; who is no controller gets the refusal that the replica has for them. */
async function requireController(env: Env, args: Arguments, name: string): Promise<void> {
  const owner = env.state().identities[0]?.name;
  if (callerOf(env, args).name !== owner) await statusOf(env, args, name);
}

/** What the tools ask before they overwrite or break something. */
async function consent(env: Env, name: string, mode: Mode, { tool, args }: Installing, { breaking, warnings, errors }: BuildReport): Promise<void> {
  const skips = args.has('yes');
  if (breaking.length > 0 && !skips) {
    const message = `Candid interface compatibility check failed for canister '${name}'.\nYou are making a BREAKING change. Other canisters or frontend clients relying on your canister may stop working.\n\n${breaking.join('\n')}`;
    await agree(env, tool, message);
  }
  if (mode === 'upgrade' && tool === 'dfx') {
    if (errors.length > 0) await refuse(env, name, errors);
    const warned = `Stable interface compatibility check issued a WARNING for canister '${name}'.\n\n${warnings.join('\n')}`;
    if (warnings.length > 0 && !skips) await agree(env, tool, warned);
  }
  if (mode === 'reinstall' && !skips && tool === 'dfx') {
    await agree(env, tool, `You are about to reinstall the ${name} canister\nThis will OVERWRITE all the data and code in the canister.\n\nYOU WILL LOSE ALL DATA IN THE CANISTER.\n`);
  }
}

/** As the button does: the page shows the card of the refused upgrade. */
async function refuse({ actions }: Env, name: string, errors: readonly string[]): Promise<never> {
  actions.selectCanister(name);
  await actions.upgrade();
  const message = `Stable interface compatibility check issued an ERROR for canister '${name}'.\nUpgrade will either FAIL or LOSE some stable variable data.\n\n${errors.join('\n')}`;
  throw new Failure([failed(name), message], 'Change the code so that it can take over the state. The card “Refused upgrade” of the page says the same, and its button goes on regardless.');
}

/** @throws Failure where the user does not want it. */
export async function agree(env: Env, tool: Tool, message: string): Promise<void> {
  env.err(tool === 'dfx' ? 'WARNING!' : 'WARN', 'warn');
  env.err(message);
  env.err(tool === 'dfx' ? 'Do you want to proceed? yes/No' : 'Do you want to proceed? [y/N]', 'strong');
  const answer = (await env.ask()).trim().toLowerCase();
  if (answer !== 'yes' && answer !== 'y') throw new Failure([tool === 'dfx' ? 'User declined consent.' : 'Operation cancelled by user']);
}

/** Sets what `init` and `post_upgrade` are given, for this installation only. */
async function withArgument(env: Env, name: string, args: Arguments, act: () => Promise<void>): Promise<void> {
  const text = args.get('argument') ?? args.get('args');
  const before = env.state().project?.installArguments?.[name];
  if (text === undefined) return act();
  const form = (args.get('argument-type') ?? args.get('args-format')) === 'raw' || args.get('args-format') === 'hex' ? 'raw' : 'idl';
  const bytes = managed(await env.actions.initArgument(name, text, form), 'Failed to create argument blob.');
  env.actions.setInstallArgument(name, { text, bytes });
  try {
    await act();
  } finally {
    env.actions.setInstallArgument(name, before);
  }
}

/** Presses the page's button, so to speak. @throws Failure where it did not come to an installation. */
async function act({ state, actions }: Env, name: string, mode: Exclude<Mode, 'auto'>, args: Arguments, id: string): Promise<void> {
  const before = state().project;
  const options: UpgradeOptions = { regardless: true, skipPreUpgrade: args.has('skip-pre-upgrade'), ...memoryOption(args) };
  actions.selectCanister(name);
  if (mode === 'install') await actions.deploy([name]);
  else if (mode === 'upgrade') await actions.upgrade(options);
  else await actions.reinstall();
  const after = state().project;
  if (after?.installed[name] && after.installed[name] !== before?.installed[name]) return;
  const report = after?.upgrades[name];
  const error = report === before?.upgrades[name] ? undefined : report?.error;
  if (error) throw new Failure([failed(name), CALL, rejection(error.errorCode, error.message)]);
  const notice = state().notices.at(-1);
  throw new Failure([failed(name), notice?.text ?? `Canister ${id} was not changed.`]);
}

function memoryOption(args: Arguments): Pick<UpgradeOptions, 'mainMemory'> {
  const written = args.get('wasm-memory-persistence');
  return written === 'keep' || written === 'replace' ? { mainMemory: written } : {};
}

/** @throws UsageError for `--argument` with more than one canister. */
export function requireSingle(args: Arguments, names: readonly string[]): void {
  if (names.length === 1) return;
  if (args.has('argument') || args.has('args')) throw new UsageError('Error: The init argument can only be set when deploying a single canister.');
}
