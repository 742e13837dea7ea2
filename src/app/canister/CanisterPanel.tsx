import type { ReactNode } from 'react';
import { useApp } from '../common/store-context.tsx';
import { useLoaded } from '../common/use-loaded.ts';
import { PANEL_ID, tabId } from './panel-ids.ts';

const loadTabs = () => import('./CanisterTabs.tsx');

/** What is shown of one canister. Where a project has several they have tabs, and this is the panel of the chosen one; it stays the same element. */
export function CanisterPanel({ children }: { readonly children: ReactNode }) {
  const several = useApp((state) => state.canisterOrder.length > 1);
  const place = useApp((state) => state.canisterOrder.findIndex((name) => name === state.selected));
  const tabs = useLoaded(loadTabs, several);
  const panel = several && tabs ? { role: 'tabpanel', id: PANEL_ID, 'aria-labelledby': tabId(place) } : {};
  return (
    <>
      {several && (tabs ? <tabs.CanisterTabs /> : <div className="canister-tabs" />)}
      <div className="canister-panel" {...panel}>
        {children}
      </div>
    </>
  );
}
