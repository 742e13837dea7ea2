export const PANEL_ID = 'canister-panel';

/** The tab of the canister that has this place in the project. */
export const tabId = (place: number): string => `canister-tab-${place}`;
