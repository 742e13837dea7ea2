import type { ProjectSource } from '../protocol/compiler.ts';
import { canisterImports, canistersOf, type Outlines } from './project.ts';
import type { Session } from './session.ts';
import type { Workspace, Workspaces } from './workspaces.ts';

/**
 * For each file of a project the compiler instance that checks it, ready to do so: canisters with a folder of migrations have one of their own, the
 * other files are checked by that of `plain`.
 */
export async function sessionsFor(workspaces: Workspaces, project: ProjectSource, plain: Workspace, outlines: Outlines): Promise<(path: string) => Session> {
  const prepare = ({ session, aliases }: Workspace): Session => {
    aliases.resolve(session, project, outlines, [...outlines.values()].flatMap(canisterImports), true);
    return session;
  };
  const standing = prepare(plain);
  const chained = canistersOf(outlines).map(({ path }) => path).filter((path) => workspaces.folderOf(project, path) !== undefined);
  const first = chained[0];
  if (first === undefined) return () => standing;
  const moving = prepare((await workspaces.load(project, first)).workspace);
  return (path) => {
    if (!chained.includes(path)) return standing;
    moving.aim(path);
    return moving;
  };
}
