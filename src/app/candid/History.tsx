import { counted } from '../common/format.ts';
import type { CallRecord } from '../state/model.ts';
import { CallResult } from './CallResult.tsx';

/** The latest calls, newest first, folded away. */
export function History({ calls, nameOf }: { readonly calls: readonly CallRecord[]; readonly nameOf: (principal: string) => string }) {
  if (calls.length === 0) return null;
  return (
    <details className="history">
      <summary>
        History <span className="faint">{counted(calls.length, 'call')}</span>
      </summary>
      <ol>
        {calls.toReversed().map((call) => (
          <li key={call.id}>
            <p>
              <code>
                {call.method}
                {call.args}
              </code>{' '}
              <span className="faint">
                as {nameOf(call.caller)}
                {call.replayed && ', by a script'}
              </span>
            </p>
            <CallResult call={call} />
          </li>
        ))}
      </ol>
    </details>
  );
}
