import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { adjustPresentation, type Presentation, type PresentedPart } from '../common/presenting.ts';

const LABELS: Readonly<Record<PresentedPart, string>> = {
  files: t`Files`,
  editor: t`Code`,
  commands: t`Commands`,
  steps: t`Steps`,
  calls: t`Calls`,
  scripts: t`Scripts`,
  memory: t`Memory`,
  moments: t`Moments`,
  snapshots: t`Snapshots`,
  compare: t`Compare`,
  logs: t`Logs`,
  timeline: t`Timeline`,
  terminal: t`Terminal`,
};
const PARTS = Object.keys(LABELS) as readonly PresentedPart[];

const SCALES = [1, 1.25, 1.5, 1.75, 2] as const;
const MAX_MINUTES = 180;

interface ViewMenuProps {
  readonly presentation: Presentation;
  readonly minutes: number | undefined;
  readonly onMinutes: (minutes: number | undefined) => void;
}

/** What the room sees. */
export function ViewMenu({ presentation: { scale, hidden, spotlight }, minutes, onMinutes }: ViewMenuProps) {
  const menu = useClosing();
  const toggle = (part: PresentedPart): void => adjustPresentation({ hidden: hidden.includes(part) ? hidden.filter((each) => each !== part) : [...hidden, part] });
  return (
    <details className="presenter-view" ref={menu}>
      <summary className="button small">{t`View`}</summary>
      <div className="presenter-menu">
        <fieldset>
          <legend>{t`Shown beside State`}</legend>
          {PARTS.map((part) => (
            <label key={part}>
              <input type="checkbox" checked={!hidden.includes(part)} onChange={() => toggle(part)} /> {LABELS[part]}
            </label>
          ))}
        </fieldset>
        <label>
          {t`Size of the type`}
          <select className="compact" value={scale} onChange={(event) => adjustPresentation({ scale: Number(event.target.value) })}>
            {SCALES.map((each) => (
              <option key={each} value={each}>
                {each * 100}%
              </option>
            ))}
          </select>
        </label>
        <label>
          {t`Minutes for a step`}
          <input type="number" min={1} max={MAX_MINUTES} step={1} placeholder={t`count up`} value={minutes ?? ''} onChange={(event) => onMinutes(minutesOf(event.target.valueAsNumber))} />
        </label>
        <label>
          <input type="checkbox" checked={spotlight} onChange={() => adjustPresentation({ spotlight: !spotlight })} /> {t`Spotlight on what changed`}
        </label>
      </div>
    </details>
  );
}

const minutesOf = (value: number): number | undefined => (value >= 1 ? Math.min(MAX_MINUTES, value) : undefined);

/** Escape closes it, and so does a press elsewhere. */
function useClosing() {
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || !menu.current?.open) return;
      event.preventDefault();
      menu.current.open = false;
      menu.current.querySelector('summary')?.focus();
    };
    const press = ({ target }: PointerEvent): void => {
      if (menu.current && target instanceof Node && !menu.current.contains(target)) menu.current.open = false;
    };
    document.addEventListener('keydown', escape);
    document.addEventListener('pointerdown', press);
    return () => {
      document.removeEventListener('keydown', escape);
      document.removeEventListener('pointerdown', press);
    };
  }, []);
  return menu;
}
