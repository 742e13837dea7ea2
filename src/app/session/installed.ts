import type { Build, Persistence } from '../../protocol/compiler.ts';
import type { CanisterView, InstallOutcome } from '../../protocol/replica.ts';
import type { Installed, StateRow, UpgradeReport, Values } from '../state/model.ts';
import { outcomes } from '../state/outcomes.ts';
import type { WasmMemoryPersistence } from './management.ts';

/** What is remembered of an installation, and what is told of it. Pure. */

export interface Installation {
  readonly build: Build;
  readonly persistence: Persistence;
}

export function installedFrom({ build, persistence }: Installation, version: number, view: CanisterView | undefined, values: Values): Installed {
  const { key, candid, stableSignature, variables, inspected, hooks } = build;
  const moduleHash = view?.moduleHash;
  return { key, candid, stableSignature, variables, inspected, persistence, version, initialValues: values, moduleHash, hooks };
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
  };
}

const sizes = (of: { readonly heapBytes: number; readonly stableBytes: number } | undefined) => ({
  heapBytes: of?.heapBytes ?? 0,
  stableBytes: of?.stableBytes ?? 0,
});

function rows({ mode, old, fresh, before, after, report }: Replacement): readonly StateRow[] {
  const { build, persistence } = fresh;
  return outcomes({
    mode,
    mainMemory: report?.mainMemory,
    before: { variables: old.variables, values: before, stableSignature: old.stableSignature, persistence: old.persistence },
    after: { variables: build.variables, values: after, stableSignature: build.stableSignature, persistence },
    migrates: build.migrates,
    hooks: { preupgrade: old.hooks?.preupgrade ?? false, postupgrade: build.hooks.postupgrade },
    initialValues: old.initialValues,
    version: old.version + 1,
  });
}
