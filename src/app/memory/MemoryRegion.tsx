import { t } from '@lingui/core/macro';
import { lazy, Suspense, useId } from 'react';
import { useUnfolded } from '../common/arranging.ts';
import { formatBytes } from '../common/format.ts';
import { useApp } from '../common/store-context.tsx';
import type { CanisterView } from '../../protocol/replica.ts';
import type { MemorySizes } from '../state/model.ts';
import { changeText, sinceText } from './changes.ts';
import './memory.css';

const Maps = lazy(() => import('./Maps.tsx'));

const NOTHING: readonly MemorySizes[] = [];

/** How large the canister's two memories are, how they grew, and, on demand, what is in them. */
export function MemoryRegion({ canister }: { readonly canister: string }) {
  const view = useApp((state) => state.canisters[canister]?.view);
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  const growth = useApp((state) => state.canisters[canister]?.growth) ?? NOTHING;
  const [open, setOpen] = useUnfolded('memory');
  const content = useId();
  if (!view || !installed) return null;
  return (
    <section className="memory-region" aria-label={t`Memory`}>
      <header className="memory-head">
        <h2 className="region-title">{t`Memory`}</h2>
        <Sizes view={view} growth={growth} />
        <button type="button" className="button small" aria-expanded={open} aria-controls={content} onClick={() => setOpen(!open)}>
          {open ? t`Hide pages` : t`Show pages`}
        </button>
      </header>
      <div id={content}>
        {open && (
          <Suspense fallback={<p className="faint">{t`Looking…`}</p>}>
            <Maps key={view.id} view={view} growth={growth} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

/** Both sizes, and by how much they have changed. */
function Sizes({ view, growth }: { readonly view: CanisterView; readonly growth: readonly MemorySizes[] }) {
  const main = changeText(growth, ({ heapBytes }) => heapBytes);
  const stable = changeText(growth, ({ stableBytes }) => stableBytes);
  return (
    <>
      <dl className="memory-sizes">
        <Size name={t`main`} bytes={view.heapBytes} change={main} />
        <Size name={t`stable`} bytes={view.stableBytes} change={stable} />
      </dl>
      {main + stable !== '' && <p className="faint">{sinceText(growth)}</p>}
    </>
  );
}

function Size({ name, bytes, change }: { readonly name: string; readonly bytes: number; readonly change: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {formatBytes(bytes)} {change !== '' && <span className="memory-change">{change}</span>}
      </dd>
    </div>
  );
}
