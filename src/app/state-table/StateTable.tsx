import { useState } from 'react';
import { Icon } from '../common/icons.tsx';
import type { StateRow } from '../state/model.ts';
import { FoldedValue, isLarge } from './FoldedValue.tsx';
import { Nothing } from './Nothing.tsx';
import { OutcomeCell, type Prediction } from './OutcomeCell.tsx';

const COLUMNS = ['variable', 'kind', 'type', 'before', 'after', 'outcome'] as const;

/** Roles are spelled out because rows are laid out as grids, on a narrow screen as cards, and `display` would take them away. */
export function StateTable({ rows, compared, prediction }: { readonly rows: readonly StateRow[]; readonly compared: boolean; readonly prediction: Prediction }) {
  const asking = prediction.round.phase === 'asking' ? ' asking' : '';
  return (
    <table className={(compared ? 'state-table' : 'state-table fresh') + asking} role="table">
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.variable} row={row} prediction={prediction} />
        ))}
      </tbody>
    </table>
  );
}

/** The values of a row are unfolded together: they are there to be compared. */
function Row({ row, prediction }: { readonly row: StateRow; readonly prediction: Prediction }) {
  const [wanted, setWanted] = useState(false);
  const { variable, kind, before, after, outcome } = row;
  const open = wanted && [before, after].some((value) => value !== undefined && isLarge(value));
  const fold = { open, onToggle: () => setWanted(!open) };
  return (
    <tr role="row" className={`${kind}${outcome === 'dropped' ? ' gone' : ''}${open ? ' open' : ''}`}>
      <td role="cell" className="cell-variable">
        <code>{variable}</code>
      </td>
      <td role="cell" className="cell-kind">
        <span className={`kind ${kind}`}>
          <Icon name={kind === 'stable' ? 'anchor' : 'hourglass'} />
          {kind}
        </span>
      </td>
      <td role="cell" className="cell-type">
        <code>{row.type}</code>
      </td>
      <td role="cell" className="cell-before" data-label="before">
        {before === undefined ? <Nothing /> : <FoldedValue value={before} label={`${variable} before`} {...fold} />}
      </td>
      <td role="cell" className="cell-after" data-label="after">
        <After row={row} fold={fold} />
      </td>
      <OutcomeCell row={row} prediction={prediction} />
    </tr>
  );
}

function After({ row, fold }: { readonly row: StateRow; readonly fold: { readonly open: boolean; readonly onToggle: () => void } }) {
  return (
    // A new key restarts the highlight, also where the same variable changes twice.
    <div key={row.after} className={row.changed ? 'after changed' : 'after'}>
      {row.after !== undefined && <FoldedValue value={row.after} label={`${row.variable} after`} {...fold} />}
      {row.after === undefined && (row.unshown ? <span className="faint">{row.unshown}</span> : <Nothing />)}
    </div>
  );
}
