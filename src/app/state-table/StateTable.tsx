import { t } from '@lingui/core/macro';
import { memo, useState } from 'react';
import { Icon } from '../common/icons.tsx';
import { usePresentation } from '../common/presenting.ts';
import { TableHead } from '../common/TableHead.tsx';
import type { StateRow } from '../state/model.ts';
import { FoldedValue, isLarge } from './FoldedValue.tsx';
import { Nothing } from './Nothing.tsx';
import { OutcomeCell, type Prediction } from './OutcomeCell.tsx';

interface StateTableProps {
  /** Whose values these are; `undefined` where they are not those that it has now. */
  readonly canister?: string | undefined;
  readonly rows: readonly StateRow[];
  readonly compared: boolean;
  readonly prediction: Prediction;
}

const COLUMNS = [t`variable`, t`kind`, t`type`, t`before`, t`after`, t`outcome`] as const;

/** Roles are spelled out because rows are laid out as grids, on a narrow screen as cards, and `display` would take them away. */
export function StateTable({ canister, rows, compared, prediction }: StateTableProps) {
  const lit = usePresentation()?.lit;
  const asking = prediction.round.phase === 'asking' ? ' asking' : '';
  return (
    <table className={(compared ? 'state-table' : 'state-table fresh') + asking} role="table">
      <TableHead columns={COLUMNS} />
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.variable} canister={canister} row={row} prediction={prediction} lit={canister !== undefined && lit?.has(row.variable) === true} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly canister: string | undefined;
  readonly row: StateRow;
  readonly prediction: Prediction;
  /** In the spotlight of a presenter. */
  readonly lit: boolean;
}

/** The values of a row are unfolded together: they are there to be compared. */
const Row = memo(function Row({ canister, row, prediction, lit }: RowProps) {
  const [wanted, setWanted] = useState(false);
  const { variable, kind, before, after, outcome } = row;
  const open = wanted && [before, after].some((value) => value !== undefined && isLarge(value));
  const fold = { open, onToggle: () => setWanted(!open) };
  return (
    <tr role="row" className={`${kind}${outcome === 'dropped' ? ' gone' : ''}${open ? ' open' : ''}`} data-lit={lit ? '' : undefined}>
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
      <td role="cell" className="cell-before" data-label={t`before`}>
        {before === undefined ? <Nothing /> : <FoldedValue value={before} label={() => t`${variable} before`} {...fold} />}
      </td>
      <td role="cell" className="cell-after" data-label={t`after`}>
        <After canister={canister} row={row} fold={fold} />
      </td>
      <OutcomeCell row={row} prediction={prediction} />
    </tr>
  );
});

function After({ canister, row, fold }: { readonly canister: string | undefined; readonly row: StateRow; readonly fold: { readonly open: boolean; readonly onToggle: () => void } }) {
  return (
    // A new key restarts the highlight, also where the same variable changes twice.
    <div key={row.after} className={row.changed ? 'after changed' : 'after'}>
      {row.after !== undefined && <FoldedValue value={row.after} was={row.was} label={() => t`${{ variable: row.variable }} after`} source={canister === undefined ? undefined : { canister, variable: row.variable }} {...fold} />}
      {row.after === undefined && (row.unshown ? <span className="faint">{row.unshown}</span> : <Nothing />)}
    </div>
  );
}
