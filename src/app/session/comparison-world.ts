import { t } from '@lingui/core/macro';
import { Principal } from '@dfinity/principal';
import type { ComparedCall, WorldReply, WorldRun } from '../state/comparison-model.ts';
import { upgradeTitle } from '../state/comparison.ts';
import type { Installed, UpgradeReport } from '../state/model.ts';
import { liveRows } from '../state/rows.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { CanisterView } from '../../protocol/replica.ts';
import { replyText } from './calling.ts';
import type { CanisterCalls } from './canister-calls.ts';
import type { Plan, Side } from './comparison-plan.ts';
import { type Context, errorText } from './context.ts';
import { askInspector, readVariables } from './inspect.ts';
import { installCode } from './install-code.ts';
import { type Installation, installedFrom, upgradeReport, wasmMemoryPersistence } from './installed.ts';
import { createCanisters, type ThrowAwayWorld } from './throw-away-world.ts';

/** Between two calls this much time passes in both worlds, and timers that are due fire. */
const STEP_MILLISECONDS = 1000;

export type Note = (change: Partial<WorldRun>) => void;

interface Running {
  readonly context: Context;
  readonly plan: Plan;
  readonly side: Side;
  readonly world: ThrowAwayWorld;
  readonly calls: CanisterCalls;
  readonly note: Note;
  /** What is installed, by canister. */
  readonly installed: Map<string, Installed>;
  readonly installs: WorldRun['installs'][number][];
  readonly replies: Record<string, WorldReply>;
  report: UpgradeReport | undefined;
}

/** Lives one of the two worlds from its beginning to its end. Never rejects: how it ended is noted. */
export async function liveWorld(context: Context, plan: Plan, side: Side, world: ThrowAwayWorld, note: Note): Promise<void> {
  try {
    await Promise.race([live(context, plan, side, world, note), world.ended]);
    note({ phase: 'done', doing: '' });
  } catch (error) {
    const stopped = error instanceof PlaygroundError && error.code === 'stopped';
    note({ phase: stopped ? 'stopped' : 'ended', doing: '', problem: errorText(error) });
  }
}

async function live(context: Context, plan: Plan, side: Side, world: ThrowAwayWorld, note: Note): Promise<void> {
  const ids = Object.values(plan.ids).sort(compareIds);
  const calls = await world.open(ids[0] ?? '');
  await createCanisters(calls, ids);
  const running: Running = { context, plan, side, world, calls, note, installed: new Map(), installs: [], replies: {}, report: undefined };
  const created = await world.view(idOf(plan, plan.canister));
  for (const { name, installation, version } of plan.others) await install(running, name, installation, 'install', version);
  await install(running, plan.canister, side.begin, 'install', side.version);
  await makeCalls(running, 'before');
  if (side.action) {
    note({ doing: `${upgradeTitle(side.action.mode)} …` });
    await install(running, plan.canister, side.action.to, side.action.mode, side.version + 1);
    await makeCalls(running, 'after');
  }
  await readRows(running);
  const end = await world.view(idOf(plan, plan.canister));
  if (end) note({ sizes: { heapBytes: end.heapBytes, stableBytes: end.stableBytes }, cycles: (created?.cycles ?? end.cycles) - end.cycles });
}

const idOf = ({ ids }: Plan, name: string): string => ids[name] ?? '';

/** In the order in which a replica gives them out; their text begins with a checksum. */
const compareIds = (a: string, b: string): number => (Principal.fromText(a).toHex() < Principal.fromText(b).toHex() ? -1 : 1);

type Mode = 'install' | 'upgrade' | 'reinstall';

async function install(running: Running, name: string, installation: Installation, mode: Mode, version: number): Promise<void> {
  const { context, plan, calls, world, installed, note } = running;
  const canisterId = idOf(plan, name);
  if (mode === 'install') note({ doing: t`${name} is installed …` });
  const old = installed.get(name);
  const before = old ? await variables(running, name) : {};
  const viewBefore = await world.view(canisterId);
  const persistence = old && mode === 'upgrade' ? wasmMemoryPersistence(old.persistence) : undefined;
  const answer = await installCode(calls, { canisterId, wasm: installation.build.wasm, mode, persistence, argument: plan.arguments?.[name]?.bytes });
  const told = world.installReport(answer.requestId);
  const error = answer.ok ? undefined : { errorCode: answer.errorCode ?? '', message: answer.message };
  const view = await world.view(canisterId);
  if (error && mode === 'install') throw new PlaygroundError(error.errorCode, t`${name} could not be installed. ${{ errorCode: error.errorCode }}: ${{ message: error.message }}`, '');
  if (!error) installed.set(name, installedFrom(installation, version, view, {}));
  const after = error ? before : await variables(running, name);
  if (!error) installed.set(name, installedFrom(installation, version, view, after));
  if (name !== plan.canister) return;
  const views: readonly [CanisterView | undefined, CanisterView | undefined] = [viewBefore, view];
  if (old && mode !== 'install') running.report = upgradeReport({ mode, at: context.options.now(), old, fresh: installation, before, after, report: told, views, error });
  running.installs.push({ mode, error, instructions: told?.steps.reduce((sum, step) => sum + step.instructions, 0) ?? 0 });
  note({ installs: [...running.installs] });
  await readRows(running);
}

async function variables({ calls, installed, plan }: Running, name: string): Promise<Readonly<Record<string, string>>> {
  const there = installed.get(name);
  if (!there) return {};
  const reading = await readVariables((question) => askInspector(() => calls, idOf(plan, name), question), idOf(plan, name), there, new Map());
  return reading.ok ? reading.values : {};
}

/** The State table of this world, as the page shows it of the user's own. */
async function readRows(running: Running): Promise<void> {
  const { plan, installed, note, report } = running;
  const there = installed.get(plan.canister);
  if (!there) return;
  note({ rows: liveRows(there, await variables(running, plan.canister), report?.error ? undefined : report, []) });
}

async function makeCalls(running: Running, phase: ComparedCall['phase']): Promise<void> {
  const { plan, world, note, replies } = running;
  const all = plan.calls.filter((call) => call.phase === phase);
  for (const [index, call] of all.entries()) {
    note({ doing: t`${{ method: call.method }}, call ${{ number: index + 1 }} of ${{ count: all.length }} …` });
    replies[call.id] = { phase: 'stopped', text: t`It had no answer yet when its world was stopped.`, errorCode: undefined, instructions: undefined };
    note({ replies: { ...replies } });
    await world.advance(STEP_MILLISECONDS);
    replies[call.id] = await makeCall(running, call);
    note({ replies: { ...replies } });
  }
  if (all.length > 0) await readRows(running);
}

async function makeCall({ context, plan, installed, calls, world }: Running, { canister, method, mode, args, caller }: ComparedCall): Promise<WorldReply> {
  const { candidText, identities } = context.options;
  const candid = installed.get(canister)?.candid;
  if (candid === undefined) return notSent(t`${canister} has no code here.`);
  if (!identities.some(({ name }) => name === caller)) return notSent(t`There is no caller ${caller} here.`);
  const encoded = candidText.encode(candid, method, args);
  if (!encoded.ok) return notSent(encoded.message);
  const how = encoded.queryable ? mode : 'update';
  const answer = await calls[how](caller, { canisterId: idOf(plan, canister), method, arg: encoded.args });
  const instructions = world.instructions(answer.requestId);
  if (!answer.ok) return { phase: 'rejected', text: answer.message, errorCode: answer.errorCode, instructions };
  return { phase: 'replied', text: replyText(context, candid, method, answer.reply), errorCode: undefined, instructions };
}

const notSent = (text: string): WorldReply => ({ phase: 'not sent', text, errorCode: undefined, instructions: undefined });
