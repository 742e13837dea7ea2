import { t } from '@lingui/core/macro';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import type { CanisterView, MemoryName } from '../../protocol/replica.ts';
import { Icon } from '../common/icons.tsx';
import { useActions } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import { formatAddress, hexRows, PAGE_BYTES, parseAddress } from './hex.ts';

export interface OpenPage {
  readonly memory: MemoryName;
  readonly page: number;
  /** A byte of the page that was asked for. */
  readonly address?: number;
}

interface HexViewProps {
  readonly view: CanisterView;
  readonly open: OpenPage;
  /** Bytes in a line. */
  readonly lineBytes: 8 | 16;
  readonly onOpen: (open: OpenPage) => void;
  readonly onClose: () => void;
}

export const MEMORY_NAMES: Readonly<Record<MemoryName, string>> = { heap: t`Main memory`, stable: t`Stable memory` };

/** The bytes of one page: address, bytes, ASCII. Page Up and Page Down turn pages. */
export function HexView({ view, open, lineBytes, onOpen, onClose }: HexViewProps) {
  const { memory, page } = open;
  const size = memory === 'heap' ? view.heapBytes : view.stableBytes;
  const last = Math.max(0, Math.ceil(size / PAGE_BYTES) - 1);
  const turn = (to: number): void => onOpen({ memory, page: Math.max(0, Math.min(last, to)) });
  const onKeyDown = (event: KeyboardEvent): void => {
    const to: Readonly<Record<string, number>> = { PageUp: page - 1, PageDown: page + 1, Home: 0, End: last };
    const target = to[event.key];
    if (target !== undefined) turn(target);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };
  const heading = useId();
  return (
    <div className="hex-view" role="group" aria-labelledby={heading}>
      <header className="hex-head">
        <h3 id={heading}>
          {t`${{ memory: MEMORY_NAMES[memory] }}, page ${page}`} <span className="faint">{t`of ${{ total: last + 1 }}`}</span>
        </h3>
        <button type="button" className="button small" disabled={page === 0} onClick={() => turn(page - 1)}>
          {t`Previous page`}
        </button>
        <button type="button" className="button small" disabled={page >= last} onClick={() => turn(page + 1)}>
          {t`Next page`}
        </button>
        <GoTo size={size} onGo={(address) => onOpen({ memory, page: Math.floor(address / PAGE_BYTES), address })} />
        <Tip text={t`Close`}>
          <button type="button" className="icon-button" aria-label={t`Close the page`} onClick={onClose}>
            <Icon name="close" />
          </button>
        </Tip>
      </header>
      <Bytes key={`${memory} ${page}`} view={view} open={open} size={size} lineBytes={lineBytes} onKeyDown={onKeyDown} />
    </div>
  );
}

function GoTo({ size, onGo }: { readonly size: number; readonly onGo: (address: number) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const address = parseAddress(text);
    if (address === undefined) return setProblem(t`Write an address such as 0xC000, or 49152.`);
    if (address >= size) return setProblem(t`This memory ends before ${{ address: formatAddress(address) }}: it has ${{ size: size.toLocaleString('en') }} bytes.`);
    setProblem(undefined);
    onGo(address);
  };
  return (
    <form className="hex-go" onSubmit={submit} noValidate>
      <input type="text" className="mono" aria-label={t`Go to address`} placeholder="0xC000" value={text} aria-invalid={problem !== undefined} aria-describedby={id} spellCheck={false} autoCapitalize="off" onChange={(event) => setText(event.target.value)} />
      <button type="submit" className="button small">
        {t`Go`}
      </button>
      <span id={id} className="problem" role="alert">
        {problem}
      </span>
    </form>
  );
}

interface BytesProps extends Pick<HexViewProps, 'view' | 'open' | 'lineBytes'> {
  readonly size: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

function Bytes({ view, open, size, lineBytes, onKeyDown }: BytesProps) {
  const reading = useBytes(view, open);
  const box = useRef<HTMLDivElement>(null);
  const start = open.page * PAGE_BYTES;
  const rows = useMemo(() => (reading ? hexRows(reading.bytes, start, lineBytes, reading.previous) : []), [reading, start, lineBytes]);
  const row = open.address === undefined ? undefined : Math.floor((open.address - start) / lineBytes);
  const loaded = reading !== undefined;
  useEffect(() => {
    if (loaded) box.current?.focus({ preventScroll: true });
  }, [loaded]);
  useEffect(() => {
    const line = row === undefined ? undefined : box.current?.querySelector('tbody')?.rows[row];
    // Only this box scrolls, not the page around it.
    if (loaded && line && box.current) box.current.scrollTop = line.offsetTop - box.current.clientHeight / 2;
  }, [loaded, row]);
  if (start >= size) return <p className="faint">{t`This page is gone: the memory is smaller now.`}</p>;
  return (
    <div ref={box} className="hex-bytes" role="group" tabIndex={0} aria-label={t`Bytes of page ${{ page: open.page }}`} aria-description={t`Page Up and Page Down turn pages, Home and End go to the first and the last.`} onKeyDown={onKeyDown}>
      <table>
        <thead className="visually-hidden">
          <tr>
            <th>{t`address`}</th>
            <th>{t`bytes`}</th>
            <th>ASCII</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ address, bytes, ascii }, at) => (
            <tr key={address} className={at === row ? 'asked' : undefined}>
              <th scope="row">{address}</th>
              <td>
                {bytes.map(({ hex, changed }, index) => (
                  <span key={index} className={changed ? 'changed' : hex === '00' ? 'zero' : undefined}>
                    {hex}{' '}
                  </span>
                ))}
              </td>
              <td className="hex-ascii">{ascii}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Reading {
  readonly bytes: Uint8Array;
  /** The page as it was when it was last read, where it differs. */
  readonly previous: Uint8Array | undefined;
}

/** The page's bytes, read again after each commit of the canister. */
function useBytes(view: CanisterView, { memory, page }: OpenPage): Reading | undefined {
  const actions = useActions();
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    let wanted = true;
    void actions.readMemory({ id: view.id, memory, address: page * PAGE_BYTES, length: PAGE_BYTES }).then((bytes) => {
      if (!wanted || !bytes) return;
      setReading((last) => ({ bytes, previous: last?.bytes }));
    });
    return () => {
      wanted = false;
    };
  }, [actions, view, memory, page]);
  return reading;
}
