import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../common/store-context.tsx';

/** Tells that a canister takes no calls, with the button that ends it. */
export function StoppedBar({ canister }: { readonly canister: string }) {
  const status = useApp((state) => state.canisters[canister]?.view?.status);
  const handling = useApp((state) => state.canisters[canister]?.handling);
  const actions = useActions();
  if (status === undefined || status === 'running') return null;
  return (
    <div className="running-bar" role="group" aria-label={t`Stopped canister`}>
      <span className="running-text">
        {status === 'stopped' ? t`The canister is stopped: it takes no calls, and can be upgraded.` : t`The canister is stopping: it takes no new calls, and waits for the answers to those under way.`}
      </span>
      <button type="button" className="button small" disabled={handling === 'starting'} onClick={() => void actions.startCanister()}>
        {t`Start canister`}
      </button>
    </div>
  );
}
