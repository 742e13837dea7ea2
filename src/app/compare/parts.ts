import type { ComponentType } from 'react';
import type { Outcome } from '../state/model.ts';

/** How the State table shows its cells, so that both tables look alike. */
export interface Parts {
  readonly Outcome: ComponentType<{ readonly outcome: Outcome }>;
  readonly Value: ComponentType<{ readonly value: string; readonly label: () => string; readonly open: boolean; readonly onToggle: () => void }>;
}
