import { t } from '@lingui/core/macro';
import { formatInstructions, formatMilliseconds } from '../common/format.ts';
import { Icon } from '../common/icons.tsx';
import type { CallRecord } from '../state/model.ts';

const PHASES: Readonly<Record<CallRecord['phase'], string>> = { running: t`Running…`, replied: t`Reply`, rejected: t`Rejected`, stopped: t`Stopped` };
const MODES: Readonly<Record<CallRecord['mode'], string>> = { update: t`update`, query: t`query` };

/** `query · 12,345 instructions · 8 ms`. */
function figures(call: CallRecord): string {
  const parts: string[] = [MODES[call.mode]];
  if (call.instructions !== undefined) parts.push(formatInstructions(call.instructions));
  if (call.milliseconds !== undefined) parts.push(formatMilliseconds(call.milliseconds));
  return parts.join(' · ');
}

/** The answer to a call: its Candid text or the reject's, and what it cost. */
export function CallResult({ call }: { readonly call: CallRecord }) {
  const failed = call.phase === 'rejected' || call.phase === 'stopped';
  return (
    <div className={`call-result ${call.phase}`}>
      <p className="call-result-head">
        <span className="call-phase">
          {failed && <Icon name="error" />}
          {PHASES[call.phase]}
          {call.errorCode && <code>{call.errorCode}</code>}
        </span>
        <span className="faint">{figures(call)}</span>
      </p>
      {call.phase !== 'running' && <pre>{call.result}</pre>}
    </div>
  );
}
