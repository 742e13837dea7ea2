import { t } from '@lingui/core/macro';
import { TableHead } from '../common/TableHead.tsx';
import { comparedReplies, type ComparedReply, type Worlds } from '../state/comparison.ts';
import type { ComparedCall, Comparison, WorldReply } from '../state/comparison-model.ts';
import { Mark } from './Mark.tsx';

interface RepliesProps {
  readonly comparison: Comparison;
  readonly worlds: Worlds;
}

/** Every call, with what it answered in both worlds and what it took. */
export function Replies({ comparison, worlds }: RepliesProps) {
  const replies = comparedReplies(comparison);
  if (replies.length === 0) return null;
  const phases = (['before', 'after'] as const).map((phase) => ({ phase, rows: replies.filter(({ call }) => call.phase === phase) })).filter(({ rows }) => rows.length > 0);
  return (
    <table className="compare-table" role="table" aria-label={t`Replies in both worlds`}>
      <TableHead columns={[t`call`, worlds[0].title, worlds[1].title]} />
      {phases.map(({ phase, rows }) => (
        <tbody key={phase} role="rowgroup">
          {comparison.request.kind !== 'versions' && (
            <tr role="row" className="compare-phase">
              <th scope="rowgroup" role="rowheader">
                {phaseTitle(phase, comparison)}
              </th>
            </tr>
          )}
          {rows.map((row) => (
            <Row key={row.call.id} row={row} worlds={worlds} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function phaseTitle(phase: ComparedCall['phase'], { request }: Comparison): string {
  if (request.kind === 'upgrade') return phase === 'before' ? t`Before the upgrade or reinstall` : t`After the upgrade or reinstall`;
  return phase === 'before' ? t`Before the upgrade` : t`After the upgrade`;
}

function Row({ row: { call, sides, differs }, worlds }: { readonly row: ComparedReply; readonly worlds: Worlds }) {
  return (
    <tr role="row" className={differs ? 'differs' : undefined}>
      <th scope="row" role="rowheader">
        <code>
          {call.method}
          {call.args}
        </code>{' '}
        <Mark differs={differs} />
      </th>
      {([0, 1] as const).map((side) => (
        <td key={side} role="cell" data-label={worlds[side].title}>
          <Reply reply={sides[side]} />
        </td>
      ))}
    </tr>
  );
}

/** Why there is no reply. */
const PHASE_WORDS: Readonly<Record<Exclude<WorldReply['phase'], 'replied'>, string>> = { rejected: t`rejected`, 'not sent': t`not sent`, stopped: t`stopped` };

function Reply({ reply }: { readonly reply: WorldReply | undefined }) {
  if (!reply) return <span className="faint">{t`not called`}</span>;
  const { phase, text, errorCode, instructions } = reply;
  return (
    <div className="compare-side">
      {phase === 'replied' ? (
        <code className="value">{text}</code>
      ) : (
        <p>
          <strong className="compare-rejected">{PHASE_WORDS[phase]}</strong> {errorCode && <code className="error-code">{errorCode}</code>} {text}
        </p>
      )}
      {instructions !== undefined && <p className="faint">{t`${{ count: instructions.toLocaleString('en-US') }} instructions`}</p>}
    </div>
  );
}
