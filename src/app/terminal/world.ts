import type { AppState } from '../state/model.ts';
import type { CanisterStatus, Managed, OrderResults, Orders } from '../state/terminal-model.ts';
import { type Arguments, type Env, Failure } from './grammar.ts';

/** What the commands of both tools know of the page's world. */

export type Tool = 'dfx' | 'icp';

/** `Alice (you)` is `alice` on a command line. */
export const identityName = (name: string): string => (name.split(' ')[0] ?? name).toLowerCase();

export const identityNames = ({ identities }: AppState): readonly string[] => identities.map(({ name }) => identityName(name));

/** The identity of the page with this name on the command line. */
export function findIdentity(state: AppState, written: string): AppState['identities'][number] {
  const found = state.identities.find(({ name }) => identityName(name) === written.toLowerCase());
  if (!found) throw new Failure([`Identity ${written} does not exist.`], `The identities of this page are ${identityNames(state).join(', ')}.`);
  return found;
}

/** Who gives a command: `--identity`, or who was chosen. */
export function callerOf({ state }: Env, args: Arguments): AppState['identities'][number] {
  const written = args.get('identity') ?? identityName(state().identity);
  return findIdentity(state(), written);
}

/** The identity that owns the page's canisters comes first. */
const ownerOf = (state: AppState): string => state.identities[0]?.name ?? '';

/** Creating canisters is the owner's: the page could not manage another's. */
export function requireOwner(env: Env, args: Arguments, tool: Tool): void {
  const owner = ownerOf(env.state());
  const { name } = callerOf(env, args);
  if (name === owner) return;
  const change = tool === 'dfx' ? 'dfx identity use' : 'icp identity default';
  throw new Failure([`Canisters of this page are created by ${identityName(owner)}, and ${identityName(name)} is somebody else.`], `Run '${change} ${identityName(owner)}', or leave out --identity.`);
}

const AWAY: Readonly<Record<string, string>> = {
  playground: 'The Motoko Playground’s network cannot be reached from here.',
  ic: 'The Internet Computer’s mainnet cannot be reached from here, so nothing costs real cycles.',
  mainnet: 'The Internet Computer’s mainnet cannot be reached from here, so nothing costs real cycles.',
};

/** @throws Failure where a network is asked for that is not here, or where it was stopped. */
export function requireNetwork({ memory }: Env, args: Arguments, tool: Tool, written?: string): void {
  requireLocal(args, written);
  if (memory.running) return;
  throw tool === 'dfx'
    ? new Failure(['You are trying to connect to the local replica but dfx cannot connect to it.'], "Target a different network or run 'dfx start' to start the local replica.")
    : new Failure(["the local network for this project is not running"], "Run 'icp network start' to start it.");
}

const namedNetwork = (args: Arguments): string => (args.has('ic') ? 'ic' : args.has('playground') ? 'playground' : (args.get('network') ?? args.get('environment') ?? 'local'));

/** @throws Failure where a network is asked for that is not here. */
export function requireLocal(args: Arguments, written?: string): void {
  const named = written ?? namedNetwork(args);
  if (named === 'local') return;
  throw new Failure([`Network ${named} is not here. ${AWAY[named] ?? 'This page has one network, its own replica, which is called local.'}`], 'Leave the network out: local is meant then. At home the same command reaches the other network.');
}

/** @throws Failure for what is no canister of the project. */
export function findCanister(env: Env, written: string): string {
  const { canisterOrder, project } = env.state();
  const byId = Object.entries(project?.canisterIds ?? {}).find(([, id]) => id === written)?.[0];
  const name = canisterOrder.find((each) => each === written) ?? byId;
  if (name !== undefined) return name;
  const known = canisterOrder.length === 0 ? 'This project has no canister yet.' : `The canisters of this project are ${canisterOrder.join(', ')}.`;
  throw new Failure([/^[a-z0-9]{5}(-[a-z0-9]{3,5})+$/.test(written) ? `There is no canister with the id ${written} in this project.` : `Canister '${written}' not found in dfx.json.`], `${known} A project of this page needs no dfx.json: each file that ends with an actor is one.`);
}

/** The id of a canister that was created. */
export function idOf(env: Env, name: string, tool: Tool): string {
  const id = env.state().project?.canisterIds[name];
  if (id !== undefined) return id;
  throw tool === 'dfx'
    ? new Failure([`Cannot find canister id. Please issue 'dfx canister create ${name}'.`])
    : new Failure([`could not find ID for canister '${name}' in environment 'local'`], `Run 'icp canister create ${name}' or 'icp deploy'.`);
}

/** The canisters that a command is about: the one that is named, or all. */
export function targets(env: Env, args: Arguments, name: string): readonly string[] {
  const written = args.positionals[name];
  return written === undefined ? env.state().canisterOrder : [findCanister(env, written)];
}

const REJECT_CODES: Readonly<Record<string, string>> = { '1': 'SysFatal', '2': 'SysTransient', '3': 'DestinationInvalid', '4': 'CanisterReject', '5': 'CanisterError', '6': 'SysUnknown' };

/** A rejection as agents tell it. */
export function rejection(errorCode: string | undefined, message: string): string {
  const kind = REJECT_CODES[/^IC0(\d)/.exec(errorCode ?? '')?.[1] ?? ''];
  if (kind === undefined) return message;
  return `The replica returned a rejection error: reject code ${kind}, reject message ${message}, error code Some("${errorCode}")`;
}

/** Gives an order to the management canister. @throws Failure where it is refused. */
export async function order<K extends keyof Orders>(env: Env, args: Arguments, what: { readonly kind: K; readonly canister: string; readonly failed: string }, value: Orders[K]): Promise<OrderResults[K]> {
  const { kind, canister, failed } = what;
  return managed(await env.actions.manage(kind, canister, callerOf(env, args).name, value), failed);
}

/** The value of what went well. @throws Failure where it did not. */
export function managed<T>(result: Managed<T>, ...failed: readonly string[]): T {
  if (result.ok) return result.value;
  throw new Failure([...failed, rejection(result.errorCode, result.message)]);
}

export const statusOf = (env: Env, args: Arguments, canister: string): Promise<CanisterStatus> =>
  order(env, args, { kind: 'status', canister, failed: `Failed to get canister status for '${canister}'.` }, undefined);

/** A time of the replica as RFC 3339, to the nanosecond where there are any. */
export function rfc3339(nanoseconds: bigint): string {
  const seconds = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  const fraction = (nanoseconds % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** A number with `_` between its thousands. */
export const underscored = (value: bigint): string => value.toString().replace(/\B(?=(\d{3})+(?!\d))/g, '_');
