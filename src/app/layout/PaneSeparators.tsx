import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Group, Panel, Separator, useGroupRef } from 'react-resizable-panels';
import { setVisitPanes } from '../common/arranging.ts';
import type { PaneSizes } from '../state/arrangement.ts';
import { applySizes, sizesOf, storedSizes, storeSizes } from './pane-sizes.ts';
import './separators.css';

interface PaneSeparatorsProps {
  readonly workbench: RefObject<HTMLElement | null>;
  /** The widths that a link has brought, if any. Others than those then last as long as they do, and the user's own stay. */
  readonly visit: { readonly panes: PaneSizes | undefined } | undefined;
}

/**
 * The borders between the panes, to be dragged or moved with the arrow keys; a double click gives the widths of the beginning back. They lie
 * over the panes and only tell the style sheet how wide those are: the panes are there long before this has loaded, and nothing moves then.
 */
export default function PaneSeparators({ workbench, visit }: PaneSeparatorsProps) {
  const group = useGroupRef();
  const [stored] = useState(() => (visit ? visit.panes : storedSizes()));
  const keep = visit ? setVisitPanes : storeSizes;
  /** Until a border was moved, the style sheet decides. */
  const chosen = useRef(stored !== undefined);
  useFollowedDefaults(workbench, () => {
    if (!chosen.current && workbench.current) group.current?.setLayout({ ...measured(workbench.current) });
  });
  const show = (layout: Readonly<Record<string, number>>): void => {
    if (chosen.current && workbench.current) applySizes(workbench.current, sizesOf(layout));
  };
  const begin = (): void => {
    chosen.current = true;
  };
  const reset = (): void => {
    if (!workbench.current) return;
    chosen.current = false;
    keep(undefined);
    applySizes(workbench.current, undefined);
    group.current?.setLayout({ ...measured(workbench.current) });
  };
  const border = { className: 'pane-border', disableDoubleClick: true, onPointerDown: begin, onKeyDown: begin, onDoubleClick: reset } as const;
  return (
    <Group
      className="pane-borders"
      groupRef={group}
      {...(stored ? { defaultLayout: { ...stored } } : {})}
      onLayoutChange={show}
      onLayoutChanged={(layout) => {
        if (chosen.current) keep(sizesOf(layout));
      }}
    >
      <Panel id="files" minSize="9rem" defaultSize="12rem" />
      <Separator {...border} aria-label={t`Width of the files`} />
      <Panel id="code" minSize="16rem" />
      <Separator {...border} aria-label={t`Width of the canister`} />
      <Panel id="canister" minSize="20rem" defaultSize="50%" />
    </Group>
  );
}

/** Widths as the panes have them now. */
function measured(workbench: HTMLElement): PaneSizes {
  const width = (name: string): number => workbench.querySelector(`.pane-${name}`)?.getBoundingClientRect().width ?? 0;
  const [files, code, canister] = [width('files'), width('code'), width('canister')];
  const percent = 100 / (files + code + canister);
  return { files: files * percent, code: code * percent, canister: canister * percent };
}

/** Calls back at the beginning, and whenever the style sheet may have given the panes other widths. */
function useFollowedDefaults(workbench: RefObject<HTMLElement | null>, follow: () => void): void {
  const latest = useRef(follow);
  useEffect(() => {
    latest.current = follow;
  });
  useEffect(() => {
    if (!workbench.current) return;
    const observer = new ResizeObserver(() => latest.current());
    observer.observe(workbench.current);
    return () => observer.disconnect();
  }, [workbench]);
}
