import { plural, t } from '@lingui/core/macro';
import type { CallRecord } from '../state/model.ts';
import { CallResult } from './CallResult.tsx';

const callerText = (caller: string, replayed = false): string => (replayed ? t`as ${caller}, by a script` : t`as ${caller}`);

/** The latest calls, newest first, folded away. */
export function History({ calls, nameOf }: { readonly calls: readonly CallRecord[]; readonly nameOf: (principal: string) => string }) {
  if (calls.length === 0) return null;
  const count = calls.length;
  const grouped = count.toLocaleString('en');
  return (
    <details className="history">
      <summary>
        {t`History`} <span className="faint">{plural(count, { one: '1 call', other: `${grouped} calls` })}</span>
      </summary>
      <ol>
        {calls.toReversed().map((call) => (
          <li key={call.id}>
            <p>
              <code>
                {call.method}
                {call.args}
              </code>{' '}
              <span className="faint">{callerText(nameOf(call.caller), call.replayed)}</span>
            </p>
            <CallResult call={call} />
          </li>
        ))}
      </ol>
    </details>
  );
}
