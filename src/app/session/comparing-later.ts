import type { ComparisonActions } from '../state/comparison-model.ts';
import type { Builds } from './builds.ts';
import type { Context } from './context.ts';
import { once } from './once.ts';

/** {@link ComparisonActions}, whose code is loaded when it is first used. */
export function createLaterComparing(context: Context, builds: Builds): ComparisonActions {
  let comparing: ComparisonActions | undefined;
  const load = once(async () => {
    const { createComparing } = await import('./comparing.ts');
    comparing = createComparing(context, builds);
    return comparing;
  });
  return {
    compare: async (request) => (await load()).compare(request),
    stopWorld: (side) => comparing?.stopWorld(side),
  };
}
