import { Tabs } from '@base-ui/react/tabs';
import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../common/store-context.tsx';
import { PANEL_ID, tabId } from './panel-ids.ts';

/** One tab per canister of the project. The arrow keys go from one to the next. */
export function CanisterTabs() {
  const order = useApp((state) => state.canisterOrder);
  const selected = useApp((state) => state.selected);
  const installed = useApp((state) => state.project?.installed);
  const actions = useActions();
  return (
    <Tabs.Root value={selected} onValueChange={(name: string) => actions.selectCanister(name)}>
      <Tabs.List className="canister-tabs" aria-label={t`Canisters`} activateOnFocus>
        {order.map((name, place) => (
          <Tabs.Tab key={name} value={name} id={tabId(place)} aria-controls={PANEL_ID} className="canister-tab">
            {name}
            <span className={installed?.[name] ? 'dot on' : 'dot'} title={installed?.[name] ? t`installed` : t`empty`} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs.Root>
  );
}
