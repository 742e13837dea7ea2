import { t } from '@lingui/core/macro';
import type { UpgradeOptions } from '../state/lifecycle-model.ts';
import type { Installed, Project } from '../state/model.ts';
import { notices, withoutNotices } from '../state/notices.ts';
import { announcedScore, withReport } from '../state/prediction.ts';
import { liveRows } from '../state/rows.ts';
import { ranOf } from '../state/timeline.ts';
import type { Builds } from './builds.ts';
import type { CanisterIds } from './canister-ids.ts';
import type { Answer } from './canister-calls.ts';
import { calls, type Context, currentProject, errorText, notify, patch, say, updateProject } from './context.ts';
import { readState } from './inspect.ts';
import { installCode } from './install-code.ts';
import { type Installation, installedFrom, upgradeReport, wasmMemoryPersistence } from './installed.ts';
import { noteInstallation } from './timeline.ts';

/** Deploy, Upgrade and Reinstall. Each click is: a build that is usually made already, one `install_code`, and reading the state. */
export interface Installations {
  deploy(only?: readonly string[]): Promise<void>;
  upgrade(options?: UpgradeOptions): Promise<void>;
  reinstall(): Promise<void>;
}

type Busy = 'deploying' | 'upgrading' | 'reinstalling' | 'rehearsing';

export function createInstallations(context: Context, builds: Builds, ids: CanisterIds): Installations {
  const deploy = async (only?: readonly string[]): Promise<void> => {
    const project = currentProject(context);
    if (!project) return;
    const checked = await builds.checked();
    const { canisterOrder, canisters } = context.store.getState();
    if (checked && canisterOrder.length === 0) return notify(context, notices.noActor());
    const names = canisterOrder.filter((name) => !currentProject(context)?.installed[name] && !canisters[name]?.busy && (!only || only.includes(name)));
    await whileBusy(context, project.id, names, 'deploying', async () => {
      for (const name of names) {
        if (!(await deployOne(context, { builds, ids }, project.id, name))) return;
      }
    });
  };

  const replace = async (mode: 'upgrade' | 'reinstall', options: UpgradeOptions): Promise<void> => {
    const project = currentProject(context);
    const name = context.store.getState().selected;
    if (!project || name === undefined) return;
    if (!project.installed[name]) return deploy();
    if (context.store.getState().canisters[name]?.busy) return;
    await whileBusy(context, project.id, [name], mode === 'upgrade' ? 'upgrading' : 'reinstalling', async () => {
      const outcome = await builds.ready(name);
      if (outcome.kind === 'failed') return notify(context, notices.buildFailed(name, outcome.message));
      const refused = outcome.incompatible.some(({ severity }) => severity === 'error');
      if (mode === 'upgrade' && refused && !options.regardless) {
        patch(context, project.id, name, () => ({ refusal: outcome.incompatible }));
        return say(context, t`${name} was not upgraded: the new version cannot take over its state. Nothing changed.`);
      }
      await replaceCode(context, { mode, options, projectId: project.id, name, installation: outcome, builds });
    });
  };

  return {
    deploy,
    upgrade: (options) => replace('upgrade', options ?? {}),
    reinstall: () => replace('reinstall', {}),
  };
}

/** Shows canisters as busy while `act` runs. What throws becomes a notice, unless the user stopped it. */
export async function whileBusy(context: Context, projectId: string, names: readonly string[], busy: Busy, act: () => Promise<void>): Promise<void> {
  const epoch = context.link.epoch();
  for (const name of names) patch(context, projectId, name, () => ({ busy, refusal: undefined, rehearsal: undefined }));
  context.store.update((state) => withoutNotices(state, 'build-failed', 'install-failed', 'no-actor', 'failed'));
  try {
    await act();
  } catch (error) {
    if (context.link.epoch() === epoch) notify(context, notices.failed(names.join(', '), errorText(error), ''));
    else say(context, t`The installation was stopped and undone: nothing changed.`);
  } finally {
    for (const name of names) patch(context, projectId, name, () => ({ busy: undefined }));
  }
}

async function deployOne(
  context: Context,
  { builds, ids }: { readonly builds: Builds; readonly ids: CanisterIds },
  projectId: string,
  name: string,
): Promise<boolean> {
  const outcome = await builds.ready(name);
  if (outcome.kind === 'failed') {
    notify(context, notices.buildFailed(name, outcome.message));
    return false;
  }
  const id = await ids.ensure(projectId, name);
  const answer = await installCode(calls(context), { canisterId: id, wasm: outcome.build.wasm, mode: 'install', persistence: undefined, argument: argumentOf(context, projectId, name) });
  if (!answer.ok) {
    notify(context, notices.installFailed(name, answer.errorCode ? `${answer.errorCode}: ${answer.message}` : answer.message));
    return false;
  }
  const installed = await record(context, { projectId, name, installation: outcome, version: 1, builds });
  const ran = ranOf(context.installReports.get(answer.requestId));
  noteInstallation(context, projectId, name, { kind: 'install', at: context.options.now(), version: installed.version, error: undefined, rows: [], ran, sizes: ran?.after });
  say(context, t`${name} is deployed as ${id}, version ${{ version: installed.version }}.`);
  return true;
}

/** What the project says `init` and `post_upgrade` shall be given. */
const argumentOf = (context: Context, projectId: string, name: string): Uint8Array | undefined => context.library.get(projectId)?.installArguments?.[name]?.bytes;

interface Recording {
  readonly projectId: string;
  readonly name: string;
  readonly installation: Installation;
  readonly version: number;
  readonly builds: Builds;
}

/** Reads what the new code has, and remembers the installation. */
async function record(context: Context, { projectId, name, installation, version, builds }: Recording): Promise<Installed> {
  const id = canisterId(context.library.get(projectId), name);
  const [reading, view] = await Promise.all([readState(context, id, installation.build), context.link.call('canister', { id })]);
  const installed = installedFrom(installation, version, view, reading.ok ? reading.values : {});
  updateProject(context, projectId, (project) => ({
    ...project,
    installed: { ...project.installed, [name]: installed },
    upgrades: Object.fromEntries(Object.entries(project.upgrades).filter(([other]) => other !== name)),
  }));
  patch(context, projectId, name, () => ({ view, rows: liveRows(installed, reading.ok ? reading.values : undefined, undefined, [], reading.ok ? { unread: reading.unread } : {}) }));
  if (currentProject(context)?.id === projectId) builds.adopted(name, installed.key);
  void context.workspace.flush();
  return installed;
}

const canisterId = (project: Project | undefined, name: string): string => project?.canisterIds[name] ?? '';

interface ReplaceCode extends Omit<Recording, 'version'> {
  readonly mode: 'upgrade' | 'reinstall';
  readonly options: UpgradeOptions;
}

async function replaceCode(context: Context, { mode, options, projectId, name, installation, builds }: ReplaceCode): Promise<void> {
  const project = context.library.get(projectId);
  const old = project?.installed[name];
  if (!old) return;
  const id = canisterId(project, name);
  const viewBefore = context.store.getState().canisters[name]?.view;
  const reading = await readState(context, id, old);
  const persistence = mode === 'upgrade' ? (options.mainMemory ?? wasmMemoryPersistence(old.persistence)) : undefined;
  const skipPreUpgrade = options.skipPreUpgrade ?? false;
  const answer = await installCode(calls(context), { canisterId: id, wasm: installation.build.wasm, mode, persistence, skipPreUpgrade, argument: argumentOf(context, projectId, name) });
  const before = reading.ok ? reading.values : {};
  const installed = answer.ok ? await record(context, { projectId, name, installation, version: old.version + 1, builds }) : old;
  const report = upgradeReport({
    mode,
    at: context.options.now(),
    old,
    fresh: installation,
    before,
    after: installed.initialValues,
    report: context.installReports.get(answer.requestId),
    views: [viewBefore, context.store.getState().canisters[name]?.view],
    skippedPreUpgrade: skipPreUpgrade,
    error: answer.ok ? undefined : { errorCode: answer.errorCode ?? '', message: answer.message },
  });
  context.installReports.delete(answer.requestId);
  updateProject(context, projectId, (current) => withReport(current, name, report));
  const { at, error, rows: ended, ran, after: sizes } = report;
  noteInstallation(context, projectId, name, { kind: mode, at, version: installed.version, error, rows: ended, ran, sizes });
  const previous = report.rows.map((row) => ({ ...row, after: row.before }));
  patch(context, projectId, name, ({ rows }) => ({
    rows: answer.ok ? liveRows(installed, installed.initialValues, report, previous) : liveRows(old, before, report, rows),
  }));
  void context.workspace.flush();
  say(context, replacementStatus(name, mode, installed.version, answer) + announcedScore(answer.ok ? context.library.get(projectId) : undefined, name));
}

function replacementStatus(name: string, mode: 'upgrade' | 'reinstall', version: number, answer: Answer): string {
  if (answer.ok) return mode === 'upgrade' ? t`${name} was upgraded to version ${version}.` : t`${name} was reinstalled: version ${version} starts afresh.`;
  const { errorCode } = answer;
  if (mode === 'upgrade') return errorCode ? t`The upgrade of ${name} failed with ${errorCode}, so nothing changed.` : t`The upgrade of ${name} failed, so nothing changed.`;
  return errorCode ? t`The reinstall of ${name} failed with ${errorCode}, so nothing changed.` : t`The reinstall of ${name} failed, so nothing changed.`;
}
