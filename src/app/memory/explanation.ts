import { t } from '@lingui/core/macro';
import type { CanisterView } from '../../protocol/replica.ts';

/** Where the variables of this module live, in one sentence. */
export function whereVariablesLive({ enhancedPersistence, stableTypes }: Pick<CanisterView, 'enhancedPersistence' | 'stableTypes'>): string {
  if (enhancedPersistence) {
    return t`Enhanced persistence: an upgrade keeps main memory as it is, and finds the stable variables again from one persistent root in it; stable memory is only for what the code itself puts there.`;
  }
  if (stableTypes !== undefined) {
    return t`Classical persistence: variables live in main memory; an upgrade first copies the stable ones into stable memory, then wipes main memory, and the new version reads them back from there.`;
  }
  return t`Variables live in main memory, which an upgrade wipes; stable memory is kept. What this module copies from one to the other, only its own code knows.`;
}
