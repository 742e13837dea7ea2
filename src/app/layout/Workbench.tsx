import { Editor } from '../editor/Editor.tsx';
import { FilesPanel } from '../files/FilesPanel.tsx';
import { Icon, type IconName } from '../common/icons.tsx';
import { useApp } from '../common/store-context.tsx';
import { type Pane, useUi } from '../common/ui-context.tsx';
import { ModuleDrop } from '../modules/ModuleDrop.tsx';
import { ModulesPanel } from '../modules/ModulesPanel.tsx';
import { ProjectsPanel } from '../samples/ProjectsPanel.tsx';
import { SamplesPanel } from '../samples/SamplesPanel.tsx';
import { Blocked, isBlocked } from './Blocked.tsx';
import { CanisterPane } from './CanisterPane.tsx';

const PANES: readonly (readonly [Pane, string, IconName])[] = [
  ['code', 'Code', 'code'],
  ['canister', 'Canister', 'canister'],
  ['files', 'Files', 'folder'],
];

/** The three panes side by side; on a narrow screen one at a time. */
export function Workbench() {
  const { pane } = useUi();
  const hasProject = useApp((state) => state.project !== undefined);
  const blocked = useApp(isBlocked);
  if (blocked) return <Blocked />;
  return (
    <main className="workbench" data-pane={pane}>
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
        <CanisterPane />
      </div>
      {hasProject && <ModuleDrop />}
    </main>
  );
}

/** Switches panes on a narrow screen. */
export function PaneBar() {
  const { pane, showPane } = useUi();
  const blocked = useApp(isBlocked);
  if (blocked) return null;
  return (
    <nav className="pane-bar" aria-label="Panes">
      {PANES.map(([name, label, icon]) => (
        <button key={name} type="button" aria-current={name === pane ? 'page' : undefined} onClick={() => showPane(name)}>
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </nav>
  );
}
