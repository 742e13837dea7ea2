import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { usePresentation } from '../common/presenting.ts';
import { useStore } from '../common/store-context.tsx';
import { useTheme } from '../common/theme.ts';
import { createTerminal, type TerminalHandle } from './terminal-host.ts';
import '@xterm/xterm/css/xterm.css';

interface TerminalDockProps {
  readonly open: boolean;
  /** The user leaves by keyboard. */
  readonly onLeave: () => void;
}

/** In pixels. */
const MINIMUM = 96;
const INITIAL = 260;
const STEP = 24;

/** The terminal and the edge by which it is made taller. */
export default function TerminalDock({ open, onLeave }: TerminalDockProps) {
  const store = useStore();
  const theme = useTheme();
  const scale = usePresentation()?.scale ?? 1;
  const host = useRef<HTMLDivElement>(null);
  const handle = useRef<TerminalHandle | undefined>(undefined);
  const leave = useRef(onLeave);
  const [height, setHeight] = useState(() => Math.min(INITIAL, Math.round(window.innerHeight * 0.4)));
  useEffect(() => {
    leave.current = onLeave;
  });
  useEffect(() => {
    if (!host.current) return undefined;
    const terminal = createTerminal(host.current, store, () => leave.current());
    handle.current = terminal;
    return () => {
      handle.current = undefined;
      terminal.dispose();
    };
  }, [store]);
  useEffect(() => handle.current?.restyle(), [theme]);
  useEffect(() => handle.current?.scale(scale), [scale]);
  useEffect(() => {
    if (open) handle.current?.shown();
  }, [open]);
  return (
    <div className="terminal-dock">
      <Edge height={height} onHeight={setHeight} />
      <div ref={host} className="terminal-host" style={{ blockSize: `${height}px` }} />
    </div>
  );
}

/** A separator that moves with the pointer and with the arrow keys. */
function Edge({ height, onHeight }: { readonly height: number; readonly onHeight: (height: number) => void }) {
  const grip = useRef<{ readonly y: number; readonly height: number }>(undefined);
  const maximum = Math.max(MINIMUM, Math.round(window.innerHeight * 0.75));
  const set = (next: number): void => onHeight(Math.min(maximum, Math.max(MINIMUM, Math.round(next))));
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (grip.current) set(grip.current.height + grip.current.y - event.clientY);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(height + step);
  };
  return (
    <div
      className="terminal-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={t`Height of the terminal`}
      aria-valuemin={MINIMUM}
      aria-valuemax={maximum}
      aria-valuenow={height}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { y: event.clientY, height };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        grip.current = undefined;
      }}
    />
  );
}
