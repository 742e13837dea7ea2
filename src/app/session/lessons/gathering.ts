import { t } from '@lingui/core/macro';
import { errorText } from '../context.ts';
import { calls, type Context, currentProject } from '../context.ts';
import type { Asked, CanisterFacts, Facts } from '../../state/lessons/facts.ts';
import type { CallText, Check } from '../../state/lessons/model.ts';
import { targetOf } from '../calling.ts';
import type { Opening } from '../opening.ts';
import { countSnapshots } from '../lifecycle.ts';
import type { Began } from './progress.ts';

/** Asks the canisters of the current project what checks want to know. */
export async function gatherFacts(context: Context, opening: Opening, began: Began, checks: readonly Check[]): Promise<Facts> {
  const names = [...new Set(checks.map(({ canister }) => canister))];
  await opening.hydrate(names);
  const counts = await Promise.all(names.map(async (name) => [name, await snapshotsOf(context, name, checks)] as const));
  const snapshots = new Map(counts);
  return {
    canister: (name) => canisterFacts(context, began, name, snapshots.get(name) ?? 0),
    events: began.events,
    ask: (call) => ask(context, call),
    compare: (canister, method, expected, actual) =>
      context.options.candidText.compare(targetOf(currentProject(context), canister)?.candid ?? '', method, expected, actual),
  };
}

async function snapshotsOf(context: Context, name: string, checks: readonly Check[]): Promise<number> {
  const wanted = checks.some(({ canister, condition }) => canister === name && condition.kind === 'snapshot');
  return wanted ? countSnapshots(context, name) : 0;
}

function canisterFacts(context: Context, began: Began, name: string, snapshots: number): CanisterFacts | undefined {
  const { project, canisters } = context.store.getState();
  const state = canisters[name];
  if (!project || !state) return undefined;
  const installed = project.installed[name];
  return {
    version: installed?.version ?? 0,
    persistence: installed?.persistence,
    rows: installed ? state.rows : [],
    report: project.upgrades[name],
    view: state.view,
    logs: state.logs.map(({ text }) => text),
    snapshots,
    calls: state.calls.filter(({ id }) => id > (began.calls[name] ?? 0)),
    atStart: began.sizes[name],
  };
}

/** A call that is not recorded: it is a question of the page, not of the learner. */
async function ask(context: Context, { canister, method, args, caller }: CallText): Promise<Asked> {
  const target = targetOf(currentProject(context), canister);
  if (!target) return { phase: 'failed', text: t`\`${canister}\` has no code yet: press **Deploy**.` };
  const encoded = context.options.candidText.encode(target.candid, method, args);
  if (!encoded.ok) return { phase: 'failed', text: encoded.message };
  const request = { canisterId: target.canisterId, method, arg: encoded.args };
  const by = caller ?? context.store.getState().identity;
  try {
    const answer = await calls(context)[encoded.queryable ? 'query' : 'update'](by, request);
    return answer.ok ? { phase: 'replied', text: context.options.decodeReply(target.candid, method, answer.reply) } : { phase: 'rejected', text: answer.message };
  } catch (error) {
    return { phase: 'failed', text: errorText(error) };
  }
}
