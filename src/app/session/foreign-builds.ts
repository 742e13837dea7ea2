import { t } from '@lingui/core/macro';
import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import type { Build, CanisterOutline, Diagnostic, Persistence } from '../../protocol/compiler.ts';
import { candidPath, isTextModule, variablesOfSignature } from '../state/modules.ts';
import type { Project } from '../state/model.ts';
import { assemble } from './assemble.ts';
import { type Context, updateProject } from './context.ts';
import { readModule } from './read-module.ts';

export type ForeignBuild =
  | { readonly ok: true; readonly build: Build; readonly persistence: Persistence }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A module that comes from elsewhere, or from WebAssembly text, as if the compiler had made it. */
export async function buildForeign(context: Context, project: Project, { name, path }: CanisterOutline): Promise<ForeignBuild> {
  const candid = project.files[candidPath(name)];
  const made = isTextModule(path) ? await assemble(path, project.files[path] ?? '', candid) : stored(context, project, name);
  if (!made.ok) return made;
  const { wasm } = made;
  const { metadata, functions } = await readModule(wasm);
  const stableSignature = metadata.get('motoko:stable-types') ?? '';
  const build: Build = {
    key: toHex(sha256(wasm)),
    canister: name,
    wasm,
    candid: candid ?? metadata.get('candid:service') ?? '',
    stableSignature,
    variables: variablesOfSignature(stableSignature),
    inspected: false,
    migrates: false,
    hooks: { preupgrade: functions.includes('canister_pre_upgrade'), postupgrade: functions.includes('canister_post_upgrade') },
  };
  adoptInterface(context, project.id, build);
  return { ok: true, build, persistence: metadata.has('enhanced-orthogonal-persistence') ? 'enhanced' : 'classical' };
}

function stored({ modules }: Context, project: Project, name: string): { readonly ok: true; readonly wasm: Uint8Array<ArrayBuffer> } | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } {
  const wasm = modules.get(project.modules?.[name]?.hash ?? '');
  if (wasm) return { ok: true, wasm };
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const message = t`The bytes of this module are not here. Choose its file again.`;
  return { ok: false, diagnostics: [{ path: '', range, severity: 'error', code: '', message }] };
}

/** An interface that is given or changed later describes the code that is installed as well. */
function adoptInterface(context: Context, projectId: string, { canister, key, candid }: Build): void {
  updateProject(context, projectId, (project) => {
    const installed = project.installed[canister];
    if (!installed || installed.key !== key || installed.candid === candid) return project;
    return { ...project, installed: { ...project.installed, [canister]: { ...installed, candid } } };
  });
}
