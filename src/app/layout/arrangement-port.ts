import { arrangementNow, visit } from '../common/arranging.ts';
import type { SessionOptions } from '../session/context.ts';
import { arrangementText } from '../state/arrangement.ts';
import { storedSizes } from './pane-sizes.ts';

/** How links learn the layout of the page, and bring theirs. */
export const arrangementPort: NonNullable<SessionOptions['arrangement']> = {
  text: (projectId) => arrangementText(arrangementNow(projectId, storedSizes())),
  visit,
};
