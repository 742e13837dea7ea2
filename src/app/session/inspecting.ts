import { t } from '@lingui/core/macro';
import { sha256 } from '@noble/hashes/sha2';
import { toHex } from '../../primitives/bytes.ts';
import type { Diagnostic, Language, Persistence } from '../../protocol/compiler.ts';
import type { InspectorActions } from '../state/inspector-model.ts';
import { projectSource } from './build-run.ts';
import { calls, type Context, currentProject, errorText } from './context.ts';
import { askInspector } from './inspect.ts';

/** As many characters as the inspector tells at once. */
const PAGE_CHARACTERS = 20_000;

/** Values in full, and modules without the inspector. */
export function createInspecting(context: Context): InspectorActions {
  return {
    readValue: async (canister, variable, from) => {
      const id = currentProject(context)?.canisterIds[canister];
      if (id === undefined) return { ok: false, reason: t`The canister is gone.` };
      const answer = await askInspector(() => calls(context), id, { names: [variable], from });
      if (!answer.ok) return answer;
      const text = answer.values[variable] ?? '';
      return { ok: true, text, last: [...text].length < PAGE_CHARACTERS };
    },
    exportModule: async (canister) => {
      try {
        return await exported(context, canister);
      } catch (error) {
        return { ok: false, reason: errorText(error) };
      }
    },
  };
}

async function exported(context: Context, canister: string): ReturnType<InspectorActions['exportModule']> {
  const project = currentProject(context);
  const outline = context.store.getState().canisters[canister]?.outline;
  if (!project || !outline) return { ok: false, reason: t`The project does not define this canister any more.` };
  const source = projectSource(context, project, new Map());
  const result = await context.compilers.call(project.persistence, 'exported', { project: source, canister: outline });
  if (!result.ok) return { ok: false, reason: firstError(result.diagnostics) };
  const { wasm, candid } = result;
  return { ok: true, wasm, candid, hash: toHex(sha256(wasm)), command: command(outline.path, project) };
}

/** The flags of `moc`; enhanced persistence and today's actors are what it does without any. */
function command(path: string, { persistence, language }: { readonly persistence: Persistence; readonly language: Language }): string {
  const flags = [...(persistence === 'classical' ? ['--legacy-persistence'] : []), ...(language === 'legacy' ? ['--legacy-actors'] : [])];
  return ['moc', '-c', ...flags, path].join(' ');
}

function firstError(diagnostics: readonly Diagnostic[]): string {
  const error = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  if (!error) return t`The compiler gave no reason.`;
  return error.path === '' ? error.message : t`${{ path: error.path }}, line ${{ line: error.range.start.line + 1 }}: ${{ message: error.message }}`;
}
