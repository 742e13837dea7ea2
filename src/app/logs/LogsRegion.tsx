import { useEffect, useRef } from 'react';
import { plural, t } from '@lingui/core/macro';
import { formatTime } from '../common/format.ts';
import { useApp } from '../common/store-context.tsx';
import './logs.css';

function countedLines(count: number): string {
  const lines = count.toLocaleString('en');
  return plural(count, { one: '1 line', other: `${lines} lines` });
}

/** What the canister printed. Stays at the newest line as long as the reader is there. */
export function LogsRegion({ canister }: { readonly canister: string }) {
  const logs = useApp((state) => state.canisters[canister]?.logs) ?? [];
  const list = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [logs.length]);
  return (
    <section className="logs-region" aria-label={t`Logs`}>
      <h2 className="region-title">
        {t`Logs`} {logs.length > 0 && <span className="faint">{countedLines(logs.length)}</span>}
      </h2>
      {logs.length === 0 ? (
        <p className="faint">{t`What the canister prints with Debug.print appears here; so do its traps.`}</p>
      ) : (
        <ol
          ref={list}
          className="logs"
          tabIndex={0}
          aria-label={t`Lines of the log`}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            atEnd.current = scrollHeight - scrollTop - clientHeight < 8;
          }}
        >
          {logs.map((record) => (
            <li key={record.index.toString()}>
              <time>{formatTime(record.timestampNanos)}</time>
              <span>{record.text}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
