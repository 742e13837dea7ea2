import type { AppState } from './model.ts';

/** The state before anything was loaded. */
export function initialState(known: Pick<AppState, 'identities' | 'enhanced'>): AppState {
  return {
    phase: 'starting',
    compiler: { phase: 'loading', version: undefined },
    samples: [],
    projects: [],
    project: undefined,
    diagnostics: [],
    canisterOrder: [],
    canisters: {},
    replays: {},
    comparison: undefined,
    selected: undefined,
    identity: known.identities[0]?.name ?? '',
    identities: known.identities,
    running: undefined,
    notices: [],
    status: '',
    incoming: undefined,
    offline: false,
    enhanced: known.enhanced,
  };
}
