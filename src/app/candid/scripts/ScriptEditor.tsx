import { t } from '@lingui/core/macro';
import { useActions, useApp } from '../../common/store-context.tsx';
import { ExplainedButton } from '../../common/Tip.tsx';
import type { CallScript } from '../../state/scripts-model.ts';
import { MAX_STEPS, upgradeStep, withStepAdded, writtenStep } from '../../state/scripts.ts';
import { initialArguments, isQueryable } from '../candid-text.ts';
import { StepEditor } from './StepEditor.tsx';
import { useInterface } from './use-interface.ts';

/** The name of a script and its steps, each with the means to change, move and remove it. */
export function ScriptEditor({ script, canister }: { readonly script: CallScript; readonly canister: string }) {
  const actions = useActions();
  return (
    <div className="script-editor">
      <label className="script-name">
        {t`Name`}
        <input type="text" value={script.title} maxLength={200} onChange={(event) => actions.changeScript({ ...script, title: event.target.value })} />
      </label>
      <ol className="script-steps">
        {script.steps.map((step, index) => (
          <StepEditor key={step.id} script={script} step={step} position={index + 1} />
        ))}
      </ol>
      <AddSteps script={script} canister={canister} />
    </div>
  );
}

function AddSteps({ script, canister }: { readonly script: CallScript; readonly canister: string }) {
  const actions = useActions();
  const caller = useApp((state) => state.identity);
  const { methods, environment } = useInterface(canister);
  const [first] = methods;
  const full = script.steps.length >= MAX_STEPS;
  const addCall = (): void => {
    if (!first) return;
    const mode = isQueryable(first) ? 'query' : 'update';
    const content = writtenStep({ canister, method: first.name, mode, args: initialArguments(first, environment), caller });
    actions.changeScript(withStepAdded(script, content));
  };
  return (
    <div className="buttons script-add">
      <ExplainedButton tip={first ? undefined : t`${canister} has no methods to call yet`} className="button small" disabled={!first || full} onClick={addCall}>
        {t`Add call`}
      </ExplainedButton>
      <button type="button" className="button small" disabled={full} onClick={() => actions.changeScript(withStepAdded(script, upgradeStep(canister)))}>
        {t`Add upgrade`}
      </button>
    </div>
  );
}
