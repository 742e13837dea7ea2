import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { Arrangement } from '../state/arrangement.ts';
import type { Place, ProjectArchive } from '../state/archive-model.ts';
import type { Notice, Project } from '../state/model.ts';
import { notices } from '../state/notices.ts';
import { createProject, freeTitle, hasWork } from '../state/projects.ts';
import { sharedPlace } from '../state/shared-place.ts';
import type { AcceptOptions, Incoming, SharingActions } from '../state/sharing-model.ts';
import { type Context, currentProject, errorText, notify, putProject, sampleOf, say } from './context.ts';
import { isIdTaken, projectsInTheWay } from './making-room.ts';
import { keepBytes } from './modules.ts';
import type { Opening } from './opening.ts';
import type { OpenedArchive } from './opening-archives.ts';
import { isRemote, layoutOf, linkBase, pageAddress } from './remote-address.ts';
import { decodeShare, encodeShare, isShare, type SharedProject } from './share.ts';
import { withIds } from './shared-scripts.ts';
import { bytesOf, sharedModules } from './share-modules.ts';

/** With the state of canisters; what reads and writes these is loaded when it is needed. */
export const isStateLink = (fragment: string): boolean => fragment.startsWith('#p=2.');
const stateLinks = () => import('./state-links.ts');

/** Links longer than this are cut by some programs they are pasted into; in characters. */
const LONG_LINK = 8_000;

export interface Sharing {
  /** Looks for a shared project in the address; true where one was opened. */
  arrive(): Promise<boolean>;
  readonly actions: SharingActions;
}

/** What waits for the user's word. */
interface Offer {
  readonly incoming: Incoming;
  /** Makes a project of it and shows it; gives what to say. */
  readonly open: (options: AcceptOptions) => Promise<string>;
  /** Titles of projects that have the ids of its canisters. */
  readonly inTheWay?: () => readonly string[];
  /** What the page is laid out as while the project is shown. */
  readonly layout?: Arrangement | undefined;
}

/** `adopt`: makes a project that arrived part of the lesson it comes from. */
export function createSharing(context: Context, opening: Opening, adopt: (projectId: string, place: Place) => Promise<void>): Sharing {
  const { address } = context.options;
  let offer: Offer | undefined;

  const clearAddress = (): void => address.replace(pageAddress(address.href()));
  const settle = (keepAddress = false): void => {
    offer = undefined;
    if (!keepAddress) clearAddress();
    context.store.update((state) => ({ ...state, incoming: undefined }));
  };
  const show = (next: Offer): void => {
    offer = next;
    context.store.update((state) => ({ ...state, incoming: next.incoming }));
  };
  const refuse = (error: unknown): void => {
    settle();
    notify(context, shareNotice(error));
  };
  const accept = async (accepted: Offer, options: AcceptOptions): Promise<void> => {
    const text = await accepted.open(options).catch((error: unknown) => {
      const inTheWay = options.makeRoom !== true && isIdTaken(error) ? accepted.inTheWay?.() : undefined;
      if (!inTheWay || inTheWay.length === 0) throw error;
      show({ ...accepted, incoming: { ...accepted.incoming, inTheWay } });
    });
    if (text === undefined) return;
    settle(context.volatile);
    const { layout, incoming: { place } } = accepted;
    const opened = currentProject(context);
    if (layout && opened) context.options.arrangement?.visit(opened.id, layout);
    if (place && opened) await adopt(opened.id, place);
    say(context, text);
  };

  const arrive = async (): Promise<boolean> => {
    const fragment = fragmentOf(address.href());
    const layout = layoutOf(address.href());
    try {
      if (isStateLink(fragment)) show({ ...(await offerArchive(context, opening, await (await stateLinks()).readStateLink(fragment))), layout });
      else if (isShare(fragment)) {
        const found = { ...offerCode(context, opening, await decodeShare(fragment)), layout };
        if (!hasAnyWork(context)) {
          await accept(found, {});
          return true;
        }
        show(found);
      } else if (isRemote(address.href())) {
        const { fetchRemote } = await import('./remote.ts');
        const found = await fetchRemote(address.href(), context.options.fetchRemote);
        show({ ...(found.kind === 'archive' ? await offerArchive(context, opening, found.archive) : offerCode(context, opening, found.shared)), layout });
      }
    } catch (error) {
      refuse(error);
    }
    return false;
  };

  return {
    arrive,
    actions: {
      share: () => shareCode(context),
      shareWithState: () => shareWithState(context),
      layout: () => context.options.arrangement?.text(currentProject(context)?.id ?? '') ?? '',
      offerFile: async (bytes) => {
        try {
          show(await offerArchive(context, opening, await (await stateLinks()).readProjectFile(bytes)));
        } catch (error) {
          notify(context, shareNotice(error));
        }
      },
      acceptIncoming: async (options = {}) => {
        if (offer) await accept(offer, options);
      },
      declineIncoming: () => settle(),
    },
  };
}

function offerCode(context: Context, opening: Opening, shared: SharedProject): Offer {
  const { title, files, place } = shared;
  return {
    incoming: { title, fileCount: Object.keys(files).length, state: undefined, place },
    open: async () => {
      const project = projectOf(context, shared);
      putProject(context, project);
      await opening.open(project.id);
      return t`${{ title: project.title }} was opened from a link. Nothing of yours was changed.`;
    },
  };
}

function projectOf(context: Context, shared: SharedProject): Project {
  const { newId } = context.options;
  const { scripts = [], openFile, sample, ...content } = shared;
  const title = freeTitle(shared.title, [...context.library.values()]);
  const known = context.store.getState().samples.some(({ id }) => id === sample) ? sample : undefined;
  const project = createProject({ ...content, id: newId(), sample: known, title });
  return { ...project, openFile: openFile !== undefined && openFile in project.files ? openFile : project.openFile, scripts: withIds(scripts, newId), modules: openedModules(context, shared) };
}

async function offerArchive(context: Context, opening: Opening, archive: ProjectArchive): Promise<Offer> {
  const { archiveCode, describeArchive, openArchive } = await import('./opening-archives.ts');
  const incoming = await describeArchive(context, archive);
  const told = async (how: () => Promise<OpenedArchive>, madeRoom: boolean): Promise<string> => {
    const { project, remembering } = await how();
    await opening.open(project.id, archive.selected);
    const text = madeRoom
      ? t`${{ title: project.title }} was opened. What made room for it is saved as a moment of its project.`
      : t`${{ title: project.title }} was opened. Nothing of yours was changed.`;
    if (remembering.length === 0) return text;
    const canisters = remembering.reduce((first, second) => t`${first} and ${second}`);
    return [text, t`${canisters} has another id here, as its own was taken, and may remember the old one.`].join(' ');
  };
  return {
    incoming,
    inTheWay: () => projectsInTheWay(context, archive).map(({ title }) => title),
    open: ({ state = false, makeRoom = false }) => told(() => (state ? openArchive(context, archive, makeRoom) : archiveCode(context, archive)), makeRoom),
  };
}

const baseFor = ({ options: { address, arrangement } }: Context, { id }: Project): string => linkBase(address.href(), arrangement?.text(id));

async function shareCode(context: Context): Promise<string> {
  const project = currentProject(context);
  if (!project) return '';
  try {
    const { carried, left } = sharedModules(project.modules, context.modules);
    const place = sharedPlace(context.store.getState());
    const link = baseFor(context, project) + (await encodeShare({ ...project, sample: undefined, modules: carried, place }));
    if (link.length > LONG_LINK) notify(context, notices.shareLong(Math.ceil(link.length / 1000)));
    if (left.length > 0) notify(context, notices.shareWithout(left));
    say(context, (await copy(context, link)) ? t`The link was copied.` : t`The link is ready: copy it from the field.`);
    return link;
  } catch (error) {
    notify(context, shareNotice(error));
    return '';
  }
}

async function shareWithState(context: Context): ReturnType<SharingActions['shareWithState']> {
  const project = currentProject(context);
  if (!project) return undefined;
  try {
    const { fileOf, linkOf, packWithState } = await stateLinks();
    const packed = await packWithState(context, project);
    const fragment = linkOf(packed);
    const base = baseFor(context, project);
    const fileName = `${project.title.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '').toLowerCase() || 'project'}.playground`;
    return { link: fragment && base + fragment, file: fileOf(packed), fileName };
  } catch (error) {
    notify(context, shareNotice(error));
    return undefined;
  }
}

/** The modules that came with the link, kept as if their files had been chosen. */
const openedModules = (context: Context, { modules }: SharedProject): Project['modules'] =>
  Object.fromEntries((modules ?? []).map((module) => [module.name, keepBytes(context, { name: module.fileName, bytes: bytesOf(module) })]));

const fragmentOf = (href: string): string => (href.includes('#') ? href.slice(href.indexOf('#')) : '');

const shareNotice = (error: unknown): Notice =>
  error instanceof PlaygroundError
    ? notices.share(error.code, error.message, error.hint)
    : notices.share('share-damaged', errorText(error), t`Ask for the link again, and copy it whole.`);

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
