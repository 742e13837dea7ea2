import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { formatBytes } from '../common/format.ts';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import { useUi } from '../common/ui-context.tsx';
import type { ModuleFile } from '../state/model.ts';
import { ModulePicker } from './ModulePicker.tsx';
import './modules.css';

/** The project's modules that were made elsewhere, and the way to add one. */
export function ModulesPanel() {
  const modules = useApp((state) => state.project?.modules);
  const [doomed, setDoomed] = useState<string>();
  const actions = useActions();
  return (
    <section className="side-section" aria-label={t`Modules`}>
      <ul className="modules">
        {Object.entries(modules ?? {}).map(([name, module]) => (
          <ModuleRow key={name} name={name} module={module} onRemove={() => setDoomed(name)} />
        ))}
      </ul>
      <ModulePicker label={t`Install a module …`} className="button small module-add" />
      {doomed !== undefined && (
        <ConfirmDialog title={t`Remove ${doomed}?`} confirm={t`Remove`} onConfirm={() => void actions.removeModule(doomed)} onClose={() => setDoomed(undefined)}>
          <p>{t`The module, the canister that it is, and the canister’s state are gone then.`}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function ModuleRow({ name, module, onRemove }: { readonly name: string; readonly module: ModuleFile; readonly onRemove: () => void }) {
  const selected = useApp((state) => state.selected === name);
  const actions = useActions();
  const ui = useUi();
  const { fileName } = module;
  return (
    <li className={selected ? 'tree-file open' : 'tree-file'}>
      <Tip text={`${module.fileName}, ${formatBytes(module.bytes)}`}>
        <button
          type="button"
          className="tree-name"
          onClick={() => {
            actions.selectCanister(name);
            ui.showPane('canister');
          }}
        >
          <Icon name="canister" />
          <span>{module.fileName}</span>
        </button>
      </Tip>
      <span className="tree-buttons">
        <Tip text={t`Remove`}>
          <button type="button" className="icon-button" aria-label={t`Remove ${fileName}`} onClick={onRemove}>
            <Icon name="trash" />
          </button>
        </Tip>
      </span>
    </li>
  );
}
