import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../../common/store-context.tsx';
import { ExplainedButton } from '../../common/Tip.tsx';
import { callsToKeep, MAX_SCRIPTS, scriptsOf } from '../../state/scripts.ts';
import { ScriptCard } from './ScriptCard.tsx';
import './scripts.css';

/** The project's scripts of calls. Shown once there is something to call, or a script came with the project. */
export default function ScriptsRegion({ canister }: { readonly canister: string }) {
  const scripts = useApp((state) => scriptsOf(state.project));
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  if (!installed && scripts.length === 0) return null;
  return (
    <section className="scripts-region" aria-label={t`Scripts`}>
      <div className="scripts-head">
        <h2 className="region-title">
          {t`Scripts`} <span className="faint">{t`calls to run again`}</span>
        </h2>
        <Makers canister={canister} first={scripts.length === 0} full={scripts.length >= MAX_SCRIPTS} />
      </div>
      {scripts.length === 0 && (
        <p className="faint">{t`Keep the calls you made as a script. On the next version, Replay makes them again and shows which replies have changed.`}</p>
      )}
      {scripts.map((script) => (
        <ScriptCard key={script.id} script={script} canister={canister} />
      ))}
    </section>
  );
}

/** The ways to a new script. */
function Makers({ canister, first, full }: { readonly canister: string; readonly first: boolean; readonly full: boolean }) {
  const actions = useActions();
  const calls = useApp((state) => state.canisters[canister]?.calls);
  const hasSample = useApp((state) => state.samples.some(({ id, script }) => script && id === state.project?.sample));
  const recorded = callsToKeep(calls ?? []).length;
  return (
    <div className="buttons">
      {first && hasSample && (
        <button type="button" className="button small" onClick={() => actions.takeSampleScript()}>
          {t`Take the sample’s script`}
        </button>
      )}
      <ExplainedButton tip={recorded === 0 ? t`There are no recorded calls yet` : undefined} className="button small" disabled={full || recorded === 0} onClick={() => actions.keepScript()}>
        {t`Keep as script`}
      </ExplainedButton>
      <button type="button" className="button small" disabled={full} onClick={() => actions.newScript()}>
        {t`New script`}
      </button>
    </div>
  );
}
