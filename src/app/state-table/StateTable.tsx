import { Icon } from '../common/icons.tsx';
import type { StateRow } from '../state/model.ts';
import { FoldedValue } from './FoldedValue.tsx';
import { OutcomeBadge } from './OutcomeBadge.tsx';

const COLUMNS = ['variable', 'kind', 'type', 'before', 'after', 'outcome'] as const;

/** Roles are spelled out because a narrow screen lays the rows out as cards, and `display` would take them away. */
export function StateTable({ rows, compared }: { readonly rows: readonly StateRow[]; readonly compared: boolean }) {
  return (
    <div className="state-scroll">
      <table className={compared ? 'state-table' : 'state-table fresh'} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" role="columnheader" className={`column-${column}`}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <Row key={row.variable} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { readonly row: StateRow }) {
  const gone = row.outcome === 'dropped';
  return (
    <tr role="row" className={`${row.kind}${gone ? ' gone' : ''}`} data-outcome={row.outcome}>
      <td role="cell" className="cell-variable">
        <code>{row.variable}</code>
      </td>
      <td role="cell" className="cell-kind">
        <span className={`kind ${row.kind}`}>
          <Icon name={row.kind === 'stable' ? 'anchor' : 'hourglass'} />
          {row.kind}
        </span>
      </td>
      <td role="cell" className="cell-type">
        <code>{row.type}</code>
      </td>
      <td role="cell" className="cell-before" data-label="before">
        {row.before === undefined ? <Nothing /> : <FoldedValue value={row.before} label={`${row.variable} before`} />}
      </td>
      <td role="cell" className="cell-after" data-label="after">
        {/* A new key restarts the highlight, also where the same variable changes twice. */}
        <div key={row.after} className={row.changed ? 'after changed' : 'after'}>
          <After row={row} />
        </div>
      </td>
      <td role="cell" className="cell-outcome">
        {row.outcome ? <OutcomeBadge outcome={row.outcome} /> : <Nothing />}
        {row.reason && <p className="reason">{row.reason}</p>}
      </td>
    </tr>
  );
}

function After({ row }: { readonly row: StateRow }) {
  if (row.after !== undefined) return <FoldedValue value={row.after} label={`${row.variable} after`} />;
  return row.unshown ? <span className="faint">{row.unshown}</span> : <Nothing />;
}

const Nothing = () => (
  <span className="faint" aria-label="none">
    –
  </span>
);
