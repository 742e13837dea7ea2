import { t } from '@lingui/core/macro';
import { useId } from 'react';
import { Icon, type IconName } from '../../common/icons.tsx';
import { useActions, useApp } from '../../common/store-context.tsx';
import { Tip } from '../../common/Tip.tsx';
import type { CallScript, CallStep, Expectation, ScriptStep } from '../../state/scripts-model.ts';
import { withCallChanged, withoutStep, withStep, withStepMoved } from '../../state/scripts.ts';
import { initialArguments, isQueryable, textProblem } from '../candid-text.ts';
import { useInterface } from './use-interface.ts';

interface StepEditorProps<S extends ScriptStep = ScriptStep> {
  readonly script: CallScript;
  readonly step: S;
  /** From 1. */
  readonly position: number;
}

/** A step with everything about it that can be changed. */
export function StepEditor({ script, step, position }: StepEditorProps) {
  return (
    <li className="script-step editing" aria-label={t`Step ${position}`}>
      <span className="step-number" aria-hidden="true">
        {position}
      </span>
      <div className="step-body">
        {step.kind === 'upgrade' ? (
          <p className="step-what">
            <strong>{t`Upgrade`}</strong> <span className="faint">{t`${{ canister: step.canister }}, to the code in the editor`}</span>
          </p>
        ) : (
          <CallFields script={script} step={step} position={position} />
        )}
      </div>
      <PlaceButtons script={script} step={step} position={position} />
    </li>
  );
}

function PlaceButtons({ script, step, position }: StepEditorProps) {
  const actions = useActions();
  const button = (icon: IconName, label: string, next: CallScript, disabled = false) => (
    <Tip text={label}>
      <button type="button" className="icon-button" aria-label={label} disabled={disabled} onClick={() => actions.changeScript(next)}>
        <Icon name={icon} />
      </button>
    </Tip>
  );
  return (
    <div className="step-place">
      {button('up', t`Move step ${position} up`, withStepMoved(script, step.id, -1), position === 1)}
      {button('down', t`Move step ${position} down`, withStepMoved(script, step.id, 1), position === script.steps.length)}
      {button('trash', t`Remove step ${position}`, withoutStep(script, step.id))}
    </div>
  );
}

function CallFields({ script, step, position }: StepEditorProps<CallStep>) {
  const actions = useActions();
  const identities = useApp((state) => state.identities);
  const { methods, environment } = useInterface(step.canister);
  const method = methods.find(({ name }) => name === step.method);
  const change = (how: Partial<Pick<CallStep, 'method' | 'mode' | 'args' | 'caller'>>): void => actions.changeScript(withStep(script, withCallChanged(step, how)));
  const chooseMethod = (name: string): void => {
    const chosen = methods.find((each) => each.name === name);
    if (chosen) change({ method: name, mode: isQueryable(chosen) ? 'query' : 'update', args: initialArguments(chosen, environment) });
  };
  const names = method ? methods.map(({ name }) => name) : [step.method, ...methods.map(({ name }) => name)];
  const callers = identities.some(({ name }) => name === step.caller) ? identities.map(({ name }) => name) : [step.caller, ...identities.map(({ name }) => name)];
  return (
    <div className="step-fields">
      <Choice label={t`Method of step ${position}`} value={step.method} options={names} onChange={chooseMethod} />
      <CandidInput label={t`Arguments of step ${position}`} text={step.args} problem={method && textProblem(step.args, method.type.args, environment)} onChange={(args) => change({ args })} />
      <Choice label={t`Caller of step ${position}`} prefix={t`as`} value={step.caller} options={callers} onChange={(caller) => change({ caller })} />
      <ExpectationFields script={script} step={step} position={position} />
    </div>
  );
}

const ANSWERS = ['any answer', 'this reply', 'a rejection'] as const;
const ANSWER_WORDS: Readonly<Record<string, string>> = { 'any answer': t`any answer`, 'this reply': t`this reply`, 'a rejection': t`a rejection` } satisfies Record<(typeof ANSWERS)[number], string>;

const answerOf = (expected: Expectation | undefined): string => (expected ? (expected.kind === 'reply' ? 'this reply' : 'a rejection') : 'any answer');

function ExpectationFields({ script, step, position }: StepEditorProps<CallStep>) {
  const actions = useActions();
  const { methods, environment } = useInterface(step.canister);
  const method = methods.find(({ name }) => name === step.method);
  const { expected, recorded } = step;
  const expect = (next: Expectation | undefined): void => actions.changeScript(withStep(script, { ...step, expected: next }));
  const choose = (answer: string): void => {
    if (answer === 'any answer') expect(undefined);
    else if (answer === 'a rejection') expect({ kind: 'rejection' });
    else expect({ kind: 'reply', text: recorded?.phase === 'replied' ? recorded.text : '()' });
  };
  return (
    <>
      <Choice label={t`Expected of step ${position}`} prefix={t`expect`} value={answerOf(expected)} options={ANSWERS} words={ANSWER_WORDS} onChange={choose} />
      {expected?.kind === 'reply' && (
        <CandidInput label={t`Expected reply of step ${position}`} text={expected.text} problem={method && textProblem(expected.text, method.type.results, environment)} onChange={(text) => expect({ kind: 'reply', text })} />
      )}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** What stands before it. */
  readonly prefix?: string;
  readonly value: string;
  readonly options: readonly string[];
  /** What is shown for an option; without it, itself. */
  readonly words?: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

function Choice({ label, prefix, value, options, words, onChange }: ChoiceProps) {
  return (
    <span className="step-choice">
      {prefix !== undefined && (
        <span className="faint" aria-hidden="true">
          {prefix}
        </span>
      )}
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {words?.[option] ?? option}
          </option>
        ))}
      </select>
    </span>
  );
}

interface CandidInputProps {
  readonly label: string;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

function CandidInput({ label, text, problem, onChange }: CandidInputProps) {
  const id = useId();
  return (
    <span className="step-input">
      <textarea className="mono" aria-label={label} aria-invalid={problem !== undefined} aria-describedby={id} rows={Math.min(10, text.split('\n').length)} value={text} spellCheck={false} onChange={(event) => onChange(event.target.value)} />
      <span id={id} className="problem">
        {problem}
      </span>
    </span>
  );
}
