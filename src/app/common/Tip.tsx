import { Button } from '@base-ui/react/button';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { whenIdle } from './idle.ts';
import { loadPopups } from './load-popups.ts';
import { useApp } from './store-context.tsx';
import { tips } from './tips.ts';
import { useLoaded } from './use-loaded.ts';

/** Milliseconds for which a pointer rests before a tip opens. */
const DELAY = 400;

interface TipProps {
  /** Without a text there is nothing to explain. */
  readonly text: string | undefined;
  /** What it explains, and whose description it is for those who hear the page; never its name. */
  readonly children: ReactElement<{ readonly 'aria-label'?: string }>;
  /** The name says it already, or something within has the description. */
  readonly silent?: boolean;
}

/** Explains a control where it is pointed at, or reached with the keyboard. Escape closes it. */
export function Tip({ text, children, silent = false }: TipProps) {
  const name = children.props['aria-label'] ?? '';
  const description = silent || text === undefined || name.toLowerCase().includes(text.toLowerCase()) ? undefined : text;
  return <Tooltip.Trigger handle={tips} payload={text} delay={DELAY} disabled={text === undefined} aria-description={description} render={children} />;
}

interface ExplainedButtonProps {
  readonly tip: string | undefined;
  readonly className: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A button that can be pointed at and reached with the keyboard while it is disabled, as its tip says what it would do, or what it waits for. */
export function ExplainedButton({ tip, ...button }: ExplainedButtonProps) {
  return (
    <Tip text={tip}>
      <Button focusableWhenDisabled {...button} />
    </Tip>
  );
}

/** Shows the tips; it stands once in a page, and lets the project open first. */
export function Tips() {
  const starting = useApp((state) => state.phase === 'starting');
  const [idle, setIdle] = useState(false);
  useEffect(() => (starting ? undefined : whenIdle(() => setIdle(true))), [starting]);
  const popups = useLoaded(loadPopups, idle);
  return popups && <popups.TipLayer />;
}
