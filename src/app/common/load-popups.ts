/** Dialogs and tips are not needed for the first screen. */
export const loadPopups = () => import('./popups.tsx');
