import type { InstalledState, ProjectSource } from '../../protocol/compiler.ts';
import { checkFile } from '../check.ts';
import { hasErrors } from '../diagnostics.ts';
import { forecast } from '../forecast/forecast.ts';
import { canisterImports } from '../project.ts';
import type { Workspaces } from '../workspaces.ts';
import type { Laboratory } from './fixes.ts';

export interface Subject {
  /** The canister's file. */
  readonly path: string;
  readonly installed: InstalledState | undefined;
  /** Stable signature of the project as it is, once the compiler's files hold it. */
  readonly signature: () => string | undefined;
}

/** Tries out changes of a project with the compiler. What it has tried stays in the compiler's files until the next project is loaded. */
export function laboratory(workspaces: Workspaces, project: ProjectSource, { path, installed, signature }: Subject): Laboratory {
  return {
    tryOut: async (changed) => {
      const files = { ...project.files, ...changed };
      const { workspace, outlines } = await workspaces.load({ ...project, files });
      const { session, aliases } = workspace;
      aliases.resolve(session, project, outlines, [...outlines.values()].flatMap(canisterImports), true);
      const errors = Object.keys(changed).flatMap((changedPath) => {
        const outline = outlines.get(changedPath);
        return outline ? checkFile(session, { ...project, files }, changedPath, outline) : [];
      });
      const actor = outlines.get(path)?.actor;
      if (hasErrors(errors) || !actor || !installed) return { errors: errors.filter(({ severity }) => severity === 'error').length, refusals: undefined };
      return { errors: 0, refusals: forecast(session, { path, text: files[path] ?? '', actor, installed })?.refusals };
    },
    signature: async () => {
      await workspaces.load(project);
      return signature();
    },
  };
}
