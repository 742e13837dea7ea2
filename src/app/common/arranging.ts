import { useSyncExternalStore } from 'react';
import type { Arrangement, FoldedRegion, PaneSizes } from '../state/arrangement.ts';
import { createStateStore } from '../state/store.ts';
import { useApp } from './store-context.tsx';

/** How the page is laid out now. What a link has brought is for its project alone, and lasts until the page is left. */

interface Arranging {
  /** Unfolded, by project, where it came by no such link: another one begins with regions folded. */
  readonly unfolded: Readonly<Record<string, readonly FoldedRegion[]>>;
  /** The terminal belongs to the page, not to a project. */
  readonly terminal: boolean;
  readonly visit: (Arrangement & { readonly projectId: string }) | undefined;
}

const store = createStateStore<Arranging>({ unfolded: {}, terminal: false, visit: undefined });

const visitOf = (projectId: string | undefined): Arranging['visit'] => {
  const { visit } = store.getState();
  return visit && visit.projectId === projectId ? visit : undefined;
};

function unfoldedIn(projectId: string | undefined): readonly FoldedRegion[] {
  const visited = visitOf(projectId);
  if (visited) return visited.unfolded;
  const { unfolded, terminal } = store.getState();
  const regions = unfolded[projectId ?? ''] ?? [];
  return terminal ? [...regions, 'terminal'] : regions;
}

/** Lays the page out as a link asks, while its project is shown. */
export const visit = (projectId: string, arrangement: Arrangement): void => store.update((now) => ({ ...now, visit: { ...arrangement, projectId } }));

/** The layout of a project; `own` are the widths that the user has chosen for the others. */
export const arrangementNow = (projectId: string | undefined, own: PaneSizes | undefined): Arrangement => {
  const visited = visitOf(projectId);
  return { panes: visited ? visited.panes : own, unfolded: unfoldedIn(projectId) };
};

/** Other widths for as long as the visit lasts. */
export const setVisitPanes = (panes: PaneSizes | undefined): void => store.update((now) => (now.visit ? { ...now, visit: { ...now.visit, panes } } : now));

/** The layout that a link has brought for the current project; `undefined` where none has. */
export function useVisit(): Arrangement | undefined {
  const projectId = useApp((state) => state.project?.id);
  return useSyncExternalStore(store.subscribe, () => visitOf(projectId));
}

/** Whether a region is unfolded, and what folds and unfolds it. */
export function useUnfolded(region: FoldedRegion): readonly [boolean, (open: boolean) => void] {
  const projectId = useApp((state) => state.project?.id);
  const open = useSyncExternalStore(store.subscribe, () => unfoldedIn(projectId).includes(region));
  return [open, (wanted) => setUnfolded(projectId, region, wanted)];
}

function setUnfolded(projectId: string | undefined, region: FoldedRegion, open: boolean): void {
  const others = unfoldedIn(projectId).filter((each) => each !== region);
  const regions = open ? [...others, region] : others;
  const visited = visitOf(projectId);
  store.update((now) => {
    if (visited) return { ...now, visit: { ...visited, unfolded: regions } };
    return { ...now, terminal: regions.includes('terminal'), unfolded: { ...now.unfolded, [projectId ?? '']: regions.filter((each) => each !== 'terminal') } };
  });
}
