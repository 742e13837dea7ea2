import { resolvedColour } from '../colours.ts';

/** How a chart looks where it stands: the stylesheet's colours and type. Lengths are CSS pixels. */
export interface Look {
  /** Of the type; all lengths of the chart follow it. */
  readonly em: number;
  readonly family: string;
  readonly ink: string;
  readonly line: string;
  readonly curve: string;
  readonly area: string;
  readonly mark: string;
  readonly failure: string;
}

export function lookAt(element: HTMLElement): Look {
  const { fontSize, fontFamily } = getComputedStyle(element);
  const colour = (name: string): string => resolvedColour(element, `var(--${name})`);
  return {
    // The library reads whole pixels only.
    em: Math.round(Number.parseFloat(fontSize)),
    family: fontFamily,
    ink: colour('ink-soft'),
    line: colour('line'),
    curve: colour('accent'),
    // Lets the grid through.
    area: resolvedColour(element, 'color-mix(in srgb, var(--accent) 14%, transparent)'),
    mark: colour('ink-faint'),
    failure: colour('red'),
  };
}
