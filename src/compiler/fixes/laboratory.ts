import type { Build, CanisterOutline, InstalledState, ProjectSource } from '../../protocol/compiler.ts';
import { checkFile } from '../check.ts';
import { foretell } from '../forecast/foretell.ts';
import { callMoc } from '../moc.ts';
import { canisterImports, type Outlines } from '../project.ts';
import type { ActorOutline } from '../syntax/outline.ts';
import type { Workspace, Workspaces } from '../workspaces.ts';
import { inserted } from './edits.ts';
import type { Laboratory } from './fixes.ts';

export interface Subject {
  readonly canister: CanisterOutline;
  readonly installed: InstalledState | undefined;
  /** Build of the project as it is, once the compiler's files hold it. */
  readonly build: () => Build | undefined;
}

/** Tries out changes of a project with the compiler. What it has tried stays in the compiler's files until the next project is loaded. */
export function laboratory(workspaces: Workspaces, project: ProjectSource, { canister: { path }, installed, build }: Subject): Laboratory {
  const load = async (files: ProjectSource['files'], forPath?: string): Promise<Workspace & { readonly outlines: Outlines }> => {
    const { workspace, outlines } = await workspaces.load({ ...project, files }, forPath);
    workspace.aliases.resolve(workspace.session, project, outlines, [...outlines.values()].flatMap(canisterImports), true);
    return { ...workspace, outlines };
  };
  const built = async (): Promise<Build | undefined> => {
    await workspaces.load(project, path);
    return build();
  };
  return {
    tryOut: async (changed) => {
      const trial = { ...project, files: { ...project.files, ...changed } };
      const { session, outlines } = await load(trial.files, path);
      const folder = workspaces.folderOf(trial, path);
      const checked = new Set([...Object.keys(changed), ...(folder === undefined ? [] : [path])]);
      const found = [...checked].flatMap((each) => {
        const outline = outlines.get(each);
        return outline ? checkFile(session, trial, each, outline) : [];
      });
      const errors = found.filter(({ severity }) => severity === 'error').length;
      const refusals = installed && errors === 0 ? foretell({ session, project: trial, outlines, path, folder }, installed)?.refusals : undefined;
      return { errors, found: [...found, ...(refusals ?? [])], refusals };
    },
    signature: async () => (await built())?.stableSignature,
    declared: async () => {
      const text = project.files[path] ?? '';
      if (workspaces.folderOf(project, path) === undefined) {
        const known = await built();
        return known && { stableSignature: known.stableSignature, types: new Map(known.variables.map(({ name, type }) => [name, type])) };
      }
      const { actor } = (await load(project.files)).outlines.get(path) ?? {};
      if (!actor) return undefined;
      const { session } = await load({ ...project.files, [path]: withValues(text, actor) });
      const stableSignature = callMoc(() => session.moc.compileWasm('ic', path)).code?.stable;
      return stableSignature == null ? undefined : { stableSignature, types: new Map() };
    },
  };
}

/** The source with something in place of the first values that migrations give: enough to say its types, as that never runs. */
function withValues(text: string, { fields }: ActorOutline): string {
  const bare = fields.filter(({ kind, span, member }) => kind === 'stable' && !/=/.test(text.slice(span.end, member.end)));
  return [...bare].sort((a, b) => b.member.end - a.member.end).reduce((source, { member }) => inserted(source, member.end, ' = loop {}'), text);
}
