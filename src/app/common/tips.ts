import { Tooltip } from '@base-ui/react/tooltip';

/** Joins all that has a tip with the one tooltip of the page. */
export const tips = Tooltip.createHandle<string>();
