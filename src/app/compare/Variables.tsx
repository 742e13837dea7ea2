import { t } from '@lingui/core/macro';
import { TableHead } from '../common/TableHead.tsx';
import { useState } from 'react';
import { type ComparedRow, comparedRows, type Worlds } from '../state/comparison.ts';
import type { StateRow } from '../state/model.ts';
import { Mark } from './Mark.tsx';
import type { Parts } from './parts.ts';

interface VariablesProps {
  readonly worlds: Worlds;
  readonly parts: Parts;
}

/** What each variable ended with in both worlds. Roles are spelled out, because rows are laid out as grids. */
export function Variables({ worlds, parts }: VariablesProps) {
  const rows = comparedRows(worlds);
  if (rows.length === 0) return <p className="muted">{t`What this canister remembers cannot be listed, as it was not compiled from Motoko here. Its replies and sizes can be compared.`}</p>;
  return (
    <table className="compare-table" role="table" aria-label={t`Variables in both worlds`}>
      <TableHead columns={[t`variable`, worlds[0].title, worlds[1].title]} />
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.variable} row={row} worlds={worlds} parts={parts} />
        ))}
      </tbody>
    </table>
  );
}

/** The values of a row unfold together: they are there to be compared. */
function Row({ row, worlds, parts }: VariablesProps & { readonly row: ComparedRow }) {
  const [open, setOpen] = useState(false);
  const { variable, sides, differs } = row;
  const typesDiffer = sides[0]?.type !== sides[1]?.type;
  return (
    <tr role="row" className={differs ? 'differs' : undefined}>
      <th scope="row" role="rowheader">
        <code>{variable}</code> <Mark differs={differs} />
      </th>
      {([0, 1] as const).map((side) => (
        <td key={side} role="cell" data-label={worlds[side].title}>
          <Side row={sides[side]} told={{ differs, typesDiffer }} title={worlds[side].title} parts={parts} fold={{ open, onToggle: () => setOpen(!open) }} />
        </td>
      ))}
    </tr>
  );
}

interface SideProps {
  readonly row: StateRow | undefined;
  readonly told: { readonly differs: boolean; readonly typesDiffer: boolean };
  readonly title: string;
  readonly parts: Parts;
  readonly fold: { readonly open: boolean; readonly onToggle: () => void };
}

function Side({ row, told, title, parts: { Outcome, Value }, fold }: SideProps) {
  if (!row) return <span className="faint">{t`not declared here`}</span>;
  const { variable, after, unshown, outcome, reason, type, kind } = row;
  return (
    <div className="compare-side">
      <div className="compare-value">
        {after === undefined ? <span className="faint">{unshown ?? t`no value`}</span> : <Value value={after} label={() => t`${variable} in ${title}`} {...fold} />}
        {outcome && <Outcome outcome={outcome} />}
      </div>
      {told.typesDiffer && (
        <p className="faint">
          {kind} <code>{type}</code>
        </p>
      )}
      {told.differs && reason && <p className="compare-reason">{reason}</p>}
    </div>
  );
}
