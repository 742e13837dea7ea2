import { t } from '@lingui/core/macro';
import type { AppState, Project } from '../state/model.ts';
import type { CallStep, Replay, Reply, ScriptActions, ScriptStep, StepResult, UpgradeStep } from '../state/scripts-model.ts';
import { judge, replaySummary, scriptsOf } from '../state/scripts.ts';
import { type Calling, targetOf } from './calling.ts';
import { type Context, currentProject, saveSettings, say } from './context.ts';

/** The result of a step; `ends`: what comes after it would not mean anything any more. */
interface Ran extends StepResult {
  readonly ends?: true;
}

const RUNNING: StepResult = { verdict: 'running', reply: undefined, version: undefined, detail: undefined };
const NOT_RUN: StepResult = { ...RUNNING, verdict: 'not run' };

const failed = (detail: string, more: Partial<Ran> = {}): Ran => ({ ...RUNNING, verdict: 'failed', detail, ...more });

/** Runs scripts, a step at a time, on what is installed. One replay at a time; another request meanwhile does nothing. */
export function createReplaying(context: Context, calling: Calling, upgrade: () => Promise<void>): ScriptActions['replay'] {
  const { store } = context;

  const run = (step: ScriptStep, projectId: string): Promise<Ran> | Ran => {
    if (currentProject(context)?.id !== projectId) return failed(t`Another project was opened meanwhile.`, { ends: true });
    return step.kind === 'upgrade' ? runUpgrade(context, step, upgrade) : runCall(context, step, calling);
  };

  return async (id) => {
    const project = currentProject(context);
    const script = scriptsOf(project).find((each) => each.id === id);
    if (!project || !script || isReplaying(store.getState())) return;
    const note = (results: Replay['results'], running: boolean): void => {
      store.update((state) => ({ ...state, replays: { ...state.replays, [id]: { running, results } } }));
    };
    let results: Replay['results'] = Object.fromEntries(script.steps.map((step) => [step.id, NOT_RUN]));
    try {
      for (const step of script.steps) {
        note({ ...results, [step.id]: RUNNING }, true);
        const { ends, ...result } = await run(step, project.id);
        results = { ...results, [step.id]: result };
        if (ends) break;
      }
    } finally {
      note(results, false);
    }
    say(context, `${script.title}: ${replaySummary({ results, running: false })}.`);
  };
}

const isReplaying = ({ replays }: AppState): boolean => Object.values(replays).some(({ running }) => running);

async function runCall(context: Context, step: CallStep, calling: Calling): Promise<Ran> {
  const { candidText } = context.options;
  const { canister, method, args, caller } = step;
  const project = currentProject(context);
  const target = targetOf(project, canister);
  const version = project?.installed[canister]?.version;
  if (!target) return failed(t`${canister} has no code to call yet: press Deploy first.`, { ends: true });
  if (!context.store.getState().identities.some(({ name }) => name === caller)) return failed(t`Not sent. There is no caller ${caller} here.`, { version });
  const encoded = candidText.encode(target.candid, method, args);
  if (!encoded.ok) return failed(t`Not sent. ${{ message: encoded.message }}`, { version });
  const mode = encoded.queryable ? step.mode : 'update';
  const record = await calling.replay(target, { method, mode, args, caller, encoded: encoded.args });
  if (record.phase !== 'replied' && record.phase !== 'rejected') return failed(record.result, { version, ends: true });
  const reply: Reply = { phase: record.phase, text: record.result, instructions: record.instructions };
  return { reply, version, ...judge(step, reply, (expected, actual) => candidText.compare(target.candid, method, expected, actual)) };
}

/** Upgrades as the button does, so that the State table tells what became of each variable. */
async function runUpgrade(context: Context, { canister }: UpgradeStep, upgrade: () => Promise<void>): Promise<Ran> {
  const { store } = context;
  const project = currentProject(context);
  const before = project?.installed[canister];
  const state = store.getState().canisters[canister];
  if (!project || !state || !before) return failed(t`${canister} has no code to upgrade yet: press Deploy first.`, { ends: true });
  if (state.busy) return failed(t`${canister} is being installed already.`, { ends: true });
  store.update((current) => ({ ...current, selected: canister }));
  saveSettings(context);
  await upgrade();
  const installed = currentProject(context)?.installed[canister];
  if (installed && installed.version > before.version) return { ...RUNNING, verdict: 'done', version: installed.version };
  return failed(reasonOf(store.getState(), canister, project), { ends: true });
}

/** Why an upgrade did not happen; `before` is the project as it was. */
function reasonOf({ canisters, project }: AppState, canister: string, before: Project): string {
  const state = canisters[canister];
  const refused = state?.refusal?.find(({ severity }) => severity === 'error');
  if (refused) return t`Refused: ${{ message: refused.message }}`;
  if (state?.build.phase === 'failed') return t`Not built: ${{ message: state.build.message }}`;
  const report = project?.upgrades[canister];
  const error = report === before.upgrades[canister] ? undefined : report?.error;
  return error ? t`Failed with ${{ errorCode: error.errorCode }}: ${{ message: error.message }}` : t`It was not upgraded: the version before still runs.`;
}
