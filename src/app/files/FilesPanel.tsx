import { useMemo, useState } from 'react';
import { t } from '@lingui/core/macro';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { InlineInput } from '../common/InlineInput.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import { useUi } from '../common/ui-context.tsx';
import { type TreeNode, treeOf } from './tree.ts';
import './files.css';

/** The project's files. Each can be opened, renamed and deleted; new ones are named in place. */
export function FilesPanel() {
  const files = useApp((state) => state.project?.files);
  const [adding, setAdding] = useState(false);
  const tree = useMemo(() => treeOf(Object.keys(files ?? {})), [files]);
  const actions = useActions();
  return (
    <section className="side-section" aria-label={t`Files`}>
      <header className="side-head">
        <h2>{t`Files`}</h2>
        <Tip text={t`Add a file`}>
          <button type="button" className="icon-button" aria-label={t`Add a file`} onClick={() => setAdding(true)}>
            <Icon name="plus" />
          </button>
        </Tip>
      </header>
      <Nodes nodes={tree} />
      {adding && <InlineInput label={t`Name of the new file`} initial="" placeholder="lib/Types.mo" onSubmit={(path) => actions.addFile(path)} onClose={() => setAdding(false)} />}
    </section>
  );
}

function Nodes({ nodes }: { readonly nodes: readonly TreeNode[] }) {
  return (
    <ul className="tree">
      {nodes.map((node) =>
        node.kind === 'file' ? (
          <FileRow key={node.path} path={node.path} name={node.name} />
        ) : (
          <li key={node.path}>
            <span className="tree-folder">
              <Icon name="folder" /> {node.name}
            </span>
            <Nodes nodes={node.children} />
          </li>
        ),
      )}
    </ul>
  );
}

function FileRow({ path, name }: { readonly path: string; readonly name: string }) {
  const open = useApp((state) => state.project?.openFile === path);
  const errors = useApp((state) => state.diagnostics.some((each) => each.path === path && each.severity === 'error'));
  const actions = useActions();
  const ui = useUi();
  const [mode, setMode] = useState<'renaming' | 'deleting'>();
  const [problem, setProblem] = useState<string>();
  if (mode === 'renaming') {
    return (
      <li>
        <InlineInput label={t`New name of ${path}`} initial={path} onSubmit={(to) => (to === path ? undefined : actions.renameFile(path, to))} onClose={() => setMode(undefined)} />
      </li>
    );
  }
  return (
    <li className={open ? 'tree-file open' : 'tree-file'}>
      <Tip text={path} silent={path === name}>
        <button
          type="button"
          className="tree-name"
          aria-current={open ? 'true' : undefined}
          onClick={() => {
            actions.openFile(path);
            ui.showPane('code');
          }}
        >
          <Icon name="file" />
          <span>{name}</span>
          {errors && <span className="tree-error" role="img" aria-label={t`has errors`} />}
        </button>
      </Tip>
      <span className="tree-buttons">
        <Tip text={t`Rename`}>
          <button type="button" className="icon-button" aria-label={t`Rename ${path}`} onClick={() => setMode('renaming')}>
            <Icon name="pencil" />
          </button>
        </Tip>
        <Tip text={t`Delete`}>
          <button type="button" className="icon-button" aria-label={t`Delete ${path}`} onClick={() => setMode('deleting')}>
            <Icon name="trash" />
          </button>
        </Tip>
      </span>
      {problem && <span className="problem" role="alert">{problem}</span>}
      {mode === 'deleting' && (
        <ConfirmDialog title={t`Delete ${path}?`} confirm={t`Delete`} onConfirm={() => setProblem(actions.deleteFile(path))} onClose={() => setMode(undefined)}>
          <p>{t`Its text is gone then. What is installed keeps running.`}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
