import { t } from '@lingui/core/macro';
import { formatInstructions } from '../../common/format.ts';
import { Icon, type IconName } from '../../common/icons.tsx';
import { useActions, useApp } from '../../common/store-context.tsx';
import type { CallScript, CallStep, Reply, ScriptStep, StepResult } from '../../state/scripts-model.ts';
import { expectationOf, withStep } from '../../state/scripts.ts';

interface StepViewProps {
  readonly script: CallScript;
  readonly step: ScriptStep;
  /** From 1. */
  readonly position: number;
  readonly result: StepResult | undefined;
}

/** A step as it is read: what it does, and what the last replay made of it. */
export function StepView({ script, step, position, result }: StepViewProps) {
  const several = useApp((state) => state.canisterOrder.length > 1);
  return (
    <li className={`script-step ${result?.verdict.replace(' ', '-') ?? ''}`} aria-label={t`Step ${position}`}>
      <span className="step-number" aria-hidden="true">
        {position}
      </span>
      <div className="step-body">
        <div className="step-line">
          <p className="step-what">
            {step.kind === 'upgrade' ? <UpgradeText canister={step.canister} /> : <CallText step={step} several={several} />}
          </p>
          {result && <VerdictBadge verdict={result.verdict} version={result.version} upgrade={step.kind === 'upgrade'} />}
        </div>
        {step.kind === 'call' && <Values step={step} result={result} />}
        {result?.detail !== undefined && <p className="step-detail">{result.detail}</p>}
        {step.kind === 'call' && <ExpectThis script={script} step={step} position={position} reply={result?.reply ?? step.recorded} />}
      </div>
    </li>
  );
}

const UpgradeText = ({ canister }: { readonly canister: string }) => (
  <>
    <strong>{t`Upgrade`}</strong> <span className="faint">{t`${canister}, to the code in the editor`}</span>
  </>
);

function CallText({ step, several }: { readonly step: CallStep; readonly several: boolean }) {
  const { canister, caller } = step;
  return (
    <>
      <code>
        {step.method}
        {step.args}
        {step.expected?.kind === 'reply' && ` = ${step.expected.text}`}
      </code>
      {step.expected?.kind === 'rejection' && ` ${t`is rejected`}`}{' '}
      <span className="faint">{several ? t`on ${canister}, as ${caller}` : t`as ${caller}`}</span>
    </>
  );
}

const ICONS: Readonly<Record<StepResult['verdict'], IconName | undefined>> = {
  passed: 'check',
  failed: 'close',
  same: 'check',
  different: 'swap',
  done: 'check',
  running: 'hourglass',
  'not run': undefined,
};

const WORDS: Readonly<Record<StepResult['verdict'], string>> = {
  passed: t`passed`,
  failed: t`failed`,
  same: t`same`,
  different: t`different`,
  done: t`done`,
  running: t`running…`,
  'not run': t`not run`,
};

function VerdictBadge({ verdict, version, upgrade }: Pick<StepResult, 'verdict' | 'version'> & { readonly upgrade: boolean }) {
  const icon = ICONS[verdict];
  const words = upgrade && verdict === 'done' ? t`now version ${{ version: version ?? '' }}` : WORDS[verdict];
  return (
    <span className={`verdict ${verdict.replace(' ', '-')}`}>
      {icon && <Icon name={icon} />}
      {words}
    </span>
  );
}

/** One value where there is one to see; two beside each other where they differ. */
function Values({ step, result }: { readonly step: CallStep; readonly result: StepResult | undefined }) {
  const { recorded, expected } = step;
  const reply = result?.reply;
  const differ = result?.verdict === 'different' || result?.verdict === 'failed';
  if (differ && reply) {
    return (
      <dl className="step-values">
        {expected?.kind === 'reply' && <Value label={t`expected`} text={expected.text} />}
        {!expected && recorded && <Value label={recorded.phase === 'replied' ? t`recorded` : t`recorded: rejected`} text={recorded.text} reply={recorded} />}
        <Value label={reply.phase === 'replied' ? t`now` : t`now: rejected`} text={reply.text} reply={reply} />
      </dl>
    );
  }
  const shown = reply ?? (expected || result ? undefined : recorded);
  if (!shown) return null;
  const when = reply ? t`replied` : t`recorded`;
  return (
    <dl className="step-values">
      <Value label={shown.phase === 'replied' ? when : reply ? t`rejected` : t`recorded: rejected`} text={shown.text} reply={shown} />
    </dl>
  );
}

function Value({ label, text, reply }: { readonly label: string; readonly text: string; readonly reply?: Reply }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <pre>{text}</pre>
        {reply?.instructions !== undefined && <span className="faint">{formatInstructions(reply.instructions)}</span>}
      </dd>
    </div>
  );
}

interface ExpectThisProps {
  readonly script: CallScript;
  readonly step: CallStep;
  readonly position: number;
  readonly reply: Reply | undefined;
}

/** Turns a step whose answer is known into an expectation. */
function ExpectThis({ script, step, position, reply }: ExpectThisProps) {
  const actions = useActions();
  if (step.expected || !reply) return null;
  const replied = reply.phase === 'replied';
  return (
    <button type="button" className="link-button step-expect" aria-label={replied ? t`expect this reply of step ${position}` : t`expect a rejection of step ${position}`} onClick={() => actions.changeScript(withStep(script, { ...step, expected: expectationOf(reply) }))}>
      {replied ? t`expect this reply` : t`expect a rejection`}
    </button>
  );
}
