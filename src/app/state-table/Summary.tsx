import type { UpgradeReport } from '../state/model.ts';
import { OutcomeBadge } from './OutcomeBadge.tsx';
import { countOutcomes, memorySentence } from './summary.ts';

/** How many variables ended how, and what became of memory. */
export function Summary({ report }: { readonly report: UpgradeReport }) {
  const counts = countOutcomes(report.rows);
  return (
    <p className="state-summary" key={report.at}>
      {counts.map(({ outcome, count }, index) => (
        <span key={outcome}>
          <OutcomeBadge outcome={outcome} count={count} />
          <span className="visually-hidden">{index < counts.length - 1 ? ', ' : '. '}</span>
        </span>
      ))}
      <span className="state-memory">{memorySentence(report)}</span>
    </p>
  );
}
