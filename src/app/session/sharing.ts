import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Actions, Project } from '../state/model.ts';
import { notices } from '../state/notices.ts';
import { createProject, freeTitle, hasWork } from '../state/projects.ts';
import { type Context, currentProject, errorText, notify, putProject, sampleOf, say } from './context.ts';
import { keepBytes } from './modules.ts';
import type { Opening } from './opening.ts';
import { decodeShare, encodeShare, isShare, type SharedProject } from './share.ts';
import { withIds } from './shared-scripts.ts';
import { bytesOf, sharedModules } from './share-modules.ts';

/** Links longer than this are cut by some programs they are pasted into; in characters. */
const LONG_LINK = 8_000;

export interface Sharing extends Pick<Actions, 'share' | 'acceptIncoming' | 'declineIncoming'> {
  /** Looks for a shared project in the address; true where one was opened. */
  arrive(): Promise<boolean>;
}

export function createSharing(context: Context, opening: Opening): Sharing {
  const { address, newId } = context.options;
  let incoming: SharedProject | undefined;

  const clearAddress = (): void => address.replace(withoutFragment(address.href()));
  const settle = (keepAddress = false): void => {
    incoming = undefined;
    if (!keepAddress) clearAddress();
    context.store.update((state) => ({ ...state, incoming: undefined }));
  };
  const open = async (shared: SharedProject): Promise<void> => {
    settle(context.volatile);
    const title = freeTitle(shared.title, [...context.library.values()]);
    const { scripts = [], ...content } = shared;
    const project = { ...createProject({ ...content, id: newId(), sample: undefined, title }), scripts: withIds(scripts, newId), modules: openedModules(context, shared) };
    putProject(context, project);
    await opening.open(project.id);
    say(context, `${title} was opened from a link. Nothing of yours was changed.`);
  };

  return {
    arrive: async () => {
      const fragment = fragmentOf(address.href());
      if (!isShare(fragment)) return false;
      try {
        const shared = await decodeShare(fragment);
        if (!hasAnyWork(context)) {
          await open(shared);
          return true;
        }
        incoming = shared;
        const { title, files } = shared;
        context.store.update((state) => ({ ...state, incoming: { title, fileCount: Object.keys(files).length } }));
      } catch (error) {
        settle();
        notify(context, shareNotice(error));
      }
      return false;
    },
    acceptIncoming: async () => {
      if (incoming) await open(incoming);
    },
    declineIncoming: () => settle(),
    share: async () => {
      const project = currentProject(context);
      if (!project) return '';
      try {
        const { carried, left } = sharedModules(project.modules, context.modules);
        const link = withoutFragment(address.href()) + (await encodeShare({ ...project, modules: carried }));
        if (link.length > LONG_LINK) notify(context, notices.shareLong(Math.ceil(link.length / 1000)));
        if (left.length > 0) notify(context, notices.shareWithout(left));
        say(context, (await copy(context, link)) ? 'The link was copied.' : 'The link is ready: copy it from the field.');
        return link;
      } catch (error) {
        notify(context, shareNotice(error));
        return '';
      }
    },
  };
}

/** The modules that came with the link, kept as if their files had been chosen. */
const openedModules = (context: Context, { modules }: SharedProject): Project['modules'] =>
  Object.fromEntries((modules ?? []).map((module) => [module.name, keepBytes(context, { name: module.fileName, bytes: bytesOf(module) })]));

const withoutFragment = (href: string): string => href.split('#')[0] as string;
const fragmentOf = (href: string): string => (href.includes('#') ? href.slice(href.indexOf('#')) : '');

const shareNotice = (error: unknown) =>
  error instanceof PlaygroundError
    ? notices.share(error.code, error.message, error.hint)
    : notices.share('share-damaged', errorText(error), 'Ask for the link again, and copy it whole.');

const hasAnyWork = (context: Context): boolean =>
  [...context.library.values()].some((project) => hasWork(project, sampleOf(context, project)));

async function copy({ options }: Context, link: string): Promise<boolean> {
  try {
    await options.clipboard?.writeText(link);
    return options.clipboard !== undefined;
  } catch {
    return false;
  }
}
