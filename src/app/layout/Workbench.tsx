import { t } from '@lingui/core/macro';
import { lazy, Suspense, useLayoutEffect, useMemo, useRef } from 'react';
import { Editor } from '../editor/Editor.tsx';
import { FilesPanel } from '../files/FilesPanel.tsx';
import { Icon, type IconName } from '../common/icons.tsx';
import { useVisit } from '../common/arranging.ts';
import { presentedParts, usePresentation } from '../common/presenting.ts';
import { useApp } from '../common/store-context.tsx';
import { type Pane, useUi } from '../common/ui-context.tsx';
import { useSideBySide } from '../common/use-side-by-side.ts';
import { ModuleDrop } from '../modules/ModuleDrop.tsx';
import { ModulesPanel } from '../modules/ModulesPanel.tsx';
import { ProjectsPanel } from '../samples/ProjectsPanel.tsx';
import { SamplesPanel } from '../samples/SamplesPanel.tsx';
import { TerminalRegion } from '../terminal/TerminalRegion.tsx';
import { Blocked, isBlocked } from './Blocked.tsx';
import { CanisterPane } from './CanisterPane.tsx';
import { applySizes, storedSizes } from './pane-sizes.ts';

const PaneSeparators = lazy(() => import('./PaneSeparators.tsx'));

const LessonRegion = lazy(() => import('../lessons/LessonRegion.tsx'));

const PANES: readonly (readonly [Pane, string, IconName])[] = [
  ['code', t`Code`, 'code'],
  ['canister', t`Canister`, 'canister'],
  ['files', t`Files`, 'folder'],
];

const LESSON_PANE: (typeof PANES)[number] = ['lesson', t`Lesson`, 'book'];

/** The three panes side by side; on a narrow screen one at a time. */
export function Workbench() {
  const { pane } = useUi();
  const hasProject = useApp((state) => state.project !== undefined);
  const hasLesson = useApp((state) => state.lesson !== undefined);
  const blocked = useApp(isBlocked);
  const sideBySide = useSideBySide();
  const workbench = useRef<HTMLElement>(null);
  const visit = useVisit();
  const visiting = visit !== undefined;
  // Before the first painting, so that no pane is seen to move.
  useLayoutEffect(() => {
    if (workbench.current) applySizes(workbench.current, visit ? visit.panes : storedSizes());
    // Widths that change during the visit are applied where they are moved.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [blocked, visiting]);
  if (blocked) return <Blocked />;
  return (
    <main className="workbench" data-pane={pane} data-lesson={hasLesson ? 'open' : undefined} ref={workbench}>
      {hasLesson && (
        <div className="pane pane-lesson">
          <Suspense>
            <LessonRegion />
          </Suspense>
        </div>
      )}
      <div className="pane pane-files">
        {hasProject && <FilesPanel />}
        {hasProject && <ModulesPanel />}
        <SamplesPanel />
        <ProjectsPanel />
      </div>
      <div className="pane pane-code">
        <Editor />
      </div>
      <div className="pane pane-canister">
        <PresentedCanister />
      </div>
      {hasProject && <ModuleDrop />}
      {sideBySide && hasProject && (
        <Suspense>
          <PaneSeparators key={visiting ? 'visit' : 'own'} workbench={workbench} visit={visit} />
        </Suspense>
      )}
    </main>
  );
}

function PresentedCanister() {
  const presentation = usePresentation();
  const hidden = presentation?.hidden;
  const shown = useMemo(() => hidden && presentedParts(hidden), [hidden]);
  return <CanisterPane {...(shown ? { shown } : {})} />;
}

/** The terminal below the panes, where there is something to act on. */
export function TerminalBar() {
  return useApp(isBlocked) ? null : <TerminalRegion />;
}

/** Switches panes on a narrow screen. */
export function PaneBar() {
  const { pane, showPane } = useUi();
  const hasLesson = useApp((state) => state.lesson !== undefined);
  const blocked = useApp(isBlocked);
  if (blocked) return null;
  const panes = hasLesson ? [LESSON_PANE, ...PANES] : PANES;
  return (
    <nav className="pane-bar" aria-label={t`Panes`}>
      {panes.map(([name, label, icon]) => (
        <button key={name} type="button" aria-current={name === pane ? 'page' : undefined} onClick={() => showPane(name)}>
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}
