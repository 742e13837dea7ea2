import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState } from 'react';
import type { CanisterView, MemoryMapView, MemoryName } from '../../protocol/replica.ts';
import { formatBytes } from '../common/format.ts';
import { useActions } from '../common/store-context.tsx';
import { useSize } from '../common/use-size.ts';
import type { MemorySizes } from '../state/model.ts';
import { whereVariablesLive } from './explanation.ts';
import { countWords, LOOKS } from './fates.ts';
import { Growth } from './Growth.tsx';
import { cellsIn, closerRange, type PageRange } from './grid.ts';
import { HexView, MEMORY_NAMES, type OpenPage } from './HexView.tsx';
import { PageGrid } from './PageGrid.tsx';
import { formatAddress, PAGE_BYTES } from './hex.ts';

/** Narrower than this, a line of the hex view has eight bytes. */
const WIDE = 540;

const GRID_LABELS: Readonly<Record<MemoryName, string>> = { heap: t`Pages of main memory`, stable: t`Pages of stable memory` };

interface MapsProps {
  readonly view: CanisterView;
  readonly growth: readonly MemorySizes[];
}

/** How both memories grew, both as grids of pages, and the page that is open. */
export default function Maps({ view, growth }: MapsProps) {
  const { box, size } = useSize();
  const { width } = size;
  const [page, setPage] = useState<OpenPage>();
  const grid = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setPage(undefined);
    grid.current?.querySelector<HTMLElement>(`[data-memory="${page?.memory ?? 'heap'}"] [role="slider"]`)?.focus();
  };
  return (
    <div ref={box} className="memory-maps">
      <p className="muted">{whereVariablesLive(view)}</p>
      <Growth growth={growth} />
      {width > 0 && (
        <div ref={grid} className="memory-grids">
          <MemoryMap view={view} memory="heap" width={width} onOpen={setPage} />
          <MemoryMap view={view} memory="stable" width={width} onOpen={setPage} />
        </div>
      )}
      <Legend />
      {page && <HexView view={view} open={page} lineBytes={width >= WIDE ? 16 : 8} onOpen={setPage} onClose={close} />}
    </div>
  );
}

interface MemoryMapProps {
  readonly view: CanisterView;
  readonly memory: MemoryName;
  readonly width: number;
  readonly onOpen: (page: OpenPage) => void;
}

function MemoryMap({ view, memory, width, onOpen }: MemoryMapProps) {
  const [range, setRange] = useState<PageRange>();
  const [cursor, setCursor] = useState(0);
  const map = useMap(view, memory, range, cellsIn(width));
  const choose = (page: number): void => {
    if (!map || map.pagesPerGroup === 1) return onOpen({ memory, page });
    setRange(closerRange(page, map, cellsIn(width)));
  };
  return (
    <div className="memory-map" data-memory={memory}>
      <h3>
        {MEMORY_NAMES[memory]} <span className="faint">{map && (map.pages === 0 ? t`empty` : `${formatBytes(map.bytes)}: ${countWords(map)}`)}</span>
      </h3>
      {range && (
        <p className="memory-part">
          <button type="button" className="button small" onClick={() => setRange(undefined)}>
            {t`Whole memory`}
          </button>{' '}
          <span className="faint">{t`from ${{ first: formatAddress(range.from * PAGE_BYTES) }} to ${{ last: formatAddress(range.to * PAGE_BYTES - 1) }}`}</span>
        </p>
      )}
      {map && map.groups.length > 0 && <PageGrid label={GRID_LABELS[memory]} map={map} width={width} cursor={cursor} onMove={setCursor} onChoose={choose} onLeave={range && (() => setRange(undefined))} />}
    </div>
  );
}

/** The map, asked for again after each commit of the canister. */
function useMap(view: CanisterView, memory: MemoryName, range: PageRange | undefined, maximumGroups: number): MemoryMapView | undefined {
  const actions = useActions();
  const [map, setMap] = useState<MemoryMapView>();
  useEffect(() => {
    let wanted = true;
    void actions.memoryMap({ id: view.id, memory, range, maximumGroups }).then((found) => {
      if (wanted && found) setMap(found);
    });
    return () => {
      wanted = false;
    };
  }, [actions, view, memory, range, maximumGroups]);
  return map;
}

function Legend() {
  return (
    <div className="memory-legend">
      <p>{t`Choose a square to look closer, down to the bytes of one page of 4 KB.`}</p>
      <ul aria-label={t`What the squares mean`}>
        {LOOKS.map(({ look, words }) => (
          <li key={look}>
            <span className={`page-swatch ${look}`} aria-hidden="true" /> {words}
          </li>
        ))}
      </ul>
    </div>
  );
}
