import type { Build, Diagnostic, Persistence } from '../../protocol/compiler.ts';
import type { CanisterView, InstallOutcome } from '../../protocol/replica.ts';
import type { InstalledSource } from '../state/installed-source.ts';
import { migrationRun } from '../../protocol/migration-chain.ts';
import type { Installed, StateRow, UpgradeReport, Values } from '../state/model.ts';
import { outcomes } from '../state/outcomes.ts';
import { ranOf } from '../state/timeline.ts';
import type { WasmMemoryPersistence } from './management.ts';

/** What is remembered of an installation, and what is told of it. Pure. */

export interface Installation {
  readonly build: Build;
  readonly persistence: Persistence;
  /** What it was built from. */
  readonly source?: InstalledSource | undefined;
  /** Why the compiler would refuse the upgrade. */
  readonly incompatible?: readonly Diagnostic[];
}

export function installedFrom({ build, persistence, source }: Installation, version: number, view: CanisterView | undefined, values: Values): Installed {
  const { key, candid, stableSignature, variables, inspected, hooks } = build;
  const moduleHash = view?.moduleHash;
  return { key, candid, stableSignature, variables, inspected, persistence, version, initialValues: values, moduleHash, hooks, source };
}

/**
 * What can be said of code that this page has no record of: the page was closed between the installation and its record, or another
 * program installed it. What is unknown is left empty.
 */
export function installedFromView(view: CanisterView, previous: Installed | undefined): Installed {
  return {
    key: '',
    candid: view.candid ?? '',
    stableSignature: view.stableTypes ?? '',
    variables: [],
    inspected: false,
    persistence: view.enhancedPersistence ? 'enhanced' : 'classical',
    version: (previous?.version ?? 0) + 1,
    initialValues: {},
    moduleHash: view.moduleHash,
  };
}

/** The record that fits what the replica says is installed; `undefined` where it says nothing is. */
export function reconcile(installed: Installed | undefined, view: CanisterView | undefined): Installed | undefined {
  if (view?.moduleHash === undefined) return undefined;
  if (!installed) return installedFromView(view, undefined);
  return installed.moduleHash === undefined || installed.moduleHash === view.moduleHash ? installed : installedFromView(view, installed);
}

/**
 * What to ask of the replica for main memory, as `dfx` does: code with enhanced persistence keeps it. Going back to classical asks for it
 * too, so that the replica refuses what would lose all state.
 */
export const wasmMemoryPersistence = (installed: Persistence): WasmMemoryPersistence => (installed === 'enhanced' ? 'keep' : undefined);

export interface Replacement {
  readonly mode: 'upgrade' | 'reinstall';
  readonly at: number;
  readonly old: Installed;
  readonly fresh: Installation;
  readonly before: Values;
  readonly after: Values;
  readonly report: InstallOutcome | undefined;
  /** Sizes where the replica gave no report: before and after. */
  readonly views: readonly [CanisterView | undefined, CanisterView | undefined];
  readonly error: UpgradeReport['error'];
  readonly skippedPreUpgrade?: boolean | undefined;
}

export function upgradeReport(replacement: Replacement): UpgradeReport {
  const { mode, at, report, views, error } = replacement;
  const before = sizes(report?.before ?? views[0]);
  return {
    mode,
    at,
    mainMemory: report?.mainMemory,
    before,
    after: error ? before : sizes(report?.after ?? views[1]),
    instructions: report?.steps.reduce((sum, step) => sum + step.instructions, 0) ?? 0,
    timerDeactivated: error === undefined && (report?.timerDeactivated ?? false),
    rows: error ? [] : rows(replacement),
    error,
    ran: ranOf(report),
    ...(error && stoppedInPreUpgrade(report) && { failedIn: 'pre_upgrade' }),
  };
}

/** What failed after it, but before the new code took over, was the new module's fault. */
const stoppedInPreUpgrade = (report: InstallOutcome | undefined): boolean =>
  report?.mainMemory === undefined && report?.steps.at(-1)?.kind === 'pre_upgrade' && !MODULE_REFUSED.has(report.error?.errorCode ?? '');

const MODULE_REFUSED: ReadonlySet<string> = new Set(['IC0504', 'IC0505']);

const sizes = (of: { readonly heapBytes: number; readonly stableBytes: number } | undefined) => ({
  heapBytes: of?.heapBytes ?? 0,
  stableBytes: of?.stableBytes ?? 0,
});

function rows({ mode, old, fresh, before, after, report, skippedPreUpgrade }: Replacement): readonly StateRow[] {
  const { build, persistence, incompatible = [] } = fresh;
  const files = migrationRun(old.stableSignature, build.stableSignature);
  return outcomes({
    mode,
    mainMemory: report?.mainMemory,
    before: { variables: old.variables, values: before, stableSignature: old.stableSignature, persistence: old.persistence },
    after: { variables: build.variables, values: after, stableSignature: build.stableSignature, persistence },
    migrates: build.migrates || files !== undefined,
    migration: build.migration ?? files,
    migrationFiles: files?.files,
    hooks: { preupgrade: old.hooks?.preupgrade ?? false, postupgrade: build.hooks.postupgrade },
    unfit: incompatible.flatMap(({ code, message }) => (code === 'M0170' ? (/`(\w+)`/.exec(message)?.[1] ?? []) : [])),
    initialValues: old.initialValues,
    skippedPreUpgrade,
    version: old.version + 1,
  });
}
