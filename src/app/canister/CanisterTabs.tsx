import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../common/store-context.tsx';

/** One tab per canister of the project; nothing where there is only one. */
export function CanisterTabs() {
  const order = useApp((state) => state.canisterOrder);
  const selected = useApp((state) => state.selected);
  const installed = useApp((state) => state.project?.installed);
  const actions = useActions();
  if (order.length < 2) return null;
  return (
    <div className="canister-tabs" role="tablist" aria-label={t`Canisters`}>
      {order.map((name) => (
        <button key={name} type="button" role="tab" aria-selected={name === selected} className="canister-tab" onClick={() => actions.selectCanister(name)}>
          {name}
          <span className={installed?.[name] ? 'dot on' : 'dot'} title={installed?.[name] ? t`installed` : t`empty`} />
        </button>
      ))}
    </div>
  );
}
