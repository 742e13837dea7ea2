import { useSyncExternalStore } from 'react';
import { createStateStore } from '../state/store.ts';
import type { PreviewedFolder } from './preview.ts';

const store = createStateStore<PreviewedFolder | undefined>(undefined);

/** The folder whose changes show by themselves; `undefined` where the course that is shown was kept, and its folder cannot be seen. */
export const useFollowedFolder = (): PreviewedFolder | undefined => useSyncExternalStore(store.subscribe, store.getState);

export const followFolder = (folder: PreviewedFolder | undefined): void => store.update(() => folder);
