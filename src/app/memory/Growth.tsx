import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { Chart } from '../common/chart/Chart.tsx';
import type { MemorySizes } from '../state/model.ts';
import { growthChart } from './growth.ts';

/** How both memories grew with the last messages. */
export function Growth({ growth }: { readonly growth: readonly MemorySizes[] }) {
  const chart = useMemo(() => growthChart(growth), [growth]);
  return (
    <div className="memory-growth">
      <h3>
        {t`Growth`} <span className="faint">{chart ? t`after each message` : t`After the next messages, curves show here how large both memories were after each of them.`}</span>
      </h3>
      {chart && <Chart label={t`Growth of both memories, message by message`} chart={chart} />}
    </div>
  );
}
