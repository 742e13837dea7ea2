import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';

/** The projects kept in this browser; the open one is marked. */
export function ProjectsPanel() {
  const projects = useApp((state) => state.projects);
  const current = useApp((state) => state.project?.id);
  const actions = useActions();
  const [deleting, setDeleting] = useState<string>();
  const doomed = projects.find(({ id }) => id === deleting);
  return (
    <section className="side-section" aria-label={t`Projects`}>
      <header className="side-head">
        <h2>{t`Projects`}</h2>
        <Tip text={t`New project`}>
          <button type="button" className="icon-button" aria-label={t`New project`} onClick={() => void actions.newProject()}>
            <Icon name="plus" />
          </button>
        </Tip>
      </header>
      <ul className="projects">
        {projects.map(({ id, title }) => (
          <li key={id} className={id === current ? 'project active' : 'project'}>
            <Tip text={title} silent>
              <button type="button" className="project-open" aria-current={id === current ? 'true' : undefined} onClick={() => void actions.openProject(id)}>
                {title}
              </button>
            </Tip>
            <Tip text={t`Delete`}>
              <button type="button" className="icon-button" aria-label={t`Delete ${title}`} onClick={() => setDeleting(id)}>
                <Icon name="trash" />
              </button>
            </Tip>
          </li>
        ))}
      </ul>
      {doomed && (
        <ConfirmDialog title={t`Delete the project “${{ title: doomed.title }}”?`} confirm={t`Delete`} onConfirm={() => void actions.deleteProject(doomed.id)} onClose={() => setDeleting(undefined)}>
          <p>{t`Its files, its canisters and their state are gone then.`}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}
