import { t } from '@lingui/core/macro';
import { formatBytes, formatCycles } from '../common/format.ts';
import { TableHead } from '../common/TableHead.tsx';
import { comparedFigures, type ComparedFigure, type Worlds } from '../state/comparison.ts';
import type { Comparison } from '../state/comparison-model.ts';

/** Instructions, memory and cycles, with the difference in words. */
export function Figures({ comparison, worlds }: { readonly comparison: Comparison; readonly worlds: Worlds }) {
  const figures = comparedFigures(worlds);
  if (figures.length === 0) return null;
  return (
    <table className="compare-table compare-figures" role="table" aria-label={t`Figures of both worlds`}>
      <TableHead columns={[t`figure`, worlds[0].title, worlds[1].title, t`difference`]} />
      <tbody role="rowgroup">
        {figures.map((figure) => (
          <tr key={figure.name} role="row">
            <th scope="row" role="rowheader">
              {nameOf(figure, comparison)}
            </th>
            {([0, 1] as const).map((side) => (
              <td key={side} role="cell" data-label={worlds[side].title}>
                {formatted(figure.sides[side], figure.unit)}
              </td>
            ))}
            <td role="cell" className={figure.differs ? 'compare-words' : 'compare-words faint'}>
              {figure.words}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const NAMES: Readonly<Record<Exclude<ComparedFigure['name'], 'replacing'>, string>> = {
  installing: t`Instructions to install`,
  calls: t`Instructions of all calls`,
  heap: t`Main memory`,
  stable: t`Stable memory`,
  cycles: t`Cycles paid`,
};

function nameOf({ name }: ComparedFigure, { request }: Comparison): string {
  if (name !== 'replacing') return NAMES[name];
  return request.kind === 'upgrade' ? t`Instructions to upgrade or reinstall` : t`Instructions to upgrade`;
}

function formatted(value: number | undefined, unit: ComparedFigure['unit']): string {
  if (value === undefined) return '–';
  if (unit === 'bytes') return formatBytes(value);
  return unit === 'cycles' ? formatCycles(BigInt(value)) : value.toLocaleString('en-US');
}
