import { t } from '@lingui/core/macro';
import { lazy, Suspense, useId } from 'react';
import { useUnfolded } from '../common/arranging.ts';
import { formatBytes } from '../common/format.ts';
import { useApp } from '../common/store-context.tsx';
import type { MemorySizes } from '../state/model.ts';
import { sparkPoints } from './sparkline.ts';
import './memory.css';

const Maps = lazy(() => import('./Maps.tsx'));

/** How large the canister's two memories are, how they grew, and, on demand, what is in them. */
export function MemoryRegion({ canister }: { readonly canister: string }) {
  const view = useApp((state) => state.canisters[canister]?.view);
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  const growth = useApp((state) => state.canisters[canister]?.growth);
  const [open, setOpen] = useUnfolded('memory');
  const content = useId();
  if (!view || !installed) return null;
  return (
    <section className="memory-region" aria-label={t`Memory`}>
      <header className="memory-head">
        <h2 className="region-title">{t`Memory`}</h2>
        <dl className="memory-sizes">
          <Size name={t`main`} bytes={view.heapBytes} history={growth} of={({ heapBytes }) => heapBytes} />
          <Size name={t`stable`} bytes={view.stableBytes} history={growth} of={({ stableBytes }) => stableBytes} />
        </dl>
        <button type="button" className="button small" aria-expanded={open} aria-controls={content} onClick={() => setOpen(!open)}>
          {open ? t`Hide pages` : t`Show pages`}
        </button>
      </header>
      <div id={content}>
        {open && (
          <Suspense fallback={<p className="faint">{t`Looking…`}</p>}>
            <Maps key={view.id} view={view} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

interface SizeProps {
  readonly name: string;
  readonly bytes: number;
  readonly history: readonly MemorySizes[] | undefined;
  readonly of: (sizes: MemorySizes) => number;
}

const WIDTH = 56;
const HEIGHT = 14;

/** A size, with a line of how it grew from message to message. */
function Size({ name, bytes, history, of }: SizeProps) {
  const values = history?.map(of) ?? [];
  const first = values[0];
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {formatBytes(bytes)}
        {first !== undefined && values.some((value) => value !== first) && (
          <svg className="spark" width={WIDTH} height={HEIGHT} viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`} role="img" aria-label={t`from ${{ first: formatBytes(first) }} to ${{ last: formatBytes(bytes) }} in the last ${{ count: values.length }} messages`}>
            <title>{t`${{ first: formatBytes(first) }} → ${{ last: formatBytes(bytes) }} in the last ${{ count: values.length }} messages`}</title>
            <polyline points={sparkPoints(values, WIDTH, HEIGHT)} />
          </svg>
        )}
      </dd>
    </div>
  );
}
