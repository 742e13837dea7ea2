import type { PaneSizes } from '../state/arrangement.ts';

/** Widths of the panes that the user has chosen. They are kept in the browser, not in a project. */

const KEY = 'panes';

/** What was chosen on an earlier visit; `undefined` where nothing was. Storage may be closed to the page. */
export function storedSizes(): PaneSizes | undefined {
  try {
    return sizesOf(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    return undefined;
  }
}

export function storeSizes(sizes: PaneSizes | undefined): void {
  try {
    if (sizes) localStorage.setItem(KEY, JSON.stringify(sizes));
    else localStorage.removeItem(KEY);
  } catch {
    // The choice then lasts until the page is closed.
  }
}

/** Sizes that fill the workbench; `undefined` for anything else. */
export function sizesOf(value: unknown): PaneSizes | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { files, code, canister } = value as Readonly<Record<string, unknown>>;
  if (typeof files !== 'number' || typeof code !== 'number' || typeof canister !== 'number') return undefined;
  const whole = Math.abs(files + code + canister - 100) < 1 && Math.min(files, code, canister) > 0;
  return whole ? { files, code, canister } : undefined;
}

/** Makes the workbench's columns as wide; without sizes they are as the style sheet has them. */
export function applySizes({ style }: HTMLElement, sizes: PaneSizes | undefined): void {
  for (const [property, size] of [['--pane-files', sizes?.files], ['--pane-canister', sizes?.canister]] as const) {
    if (size === undefined) style.removeProperty(property);
    else style.setProperty(property, `${size}%`);
  }
}
