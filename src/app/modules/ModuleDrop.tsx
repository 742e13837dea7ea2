import { useEffect, useState } from 'react';
import { t } from '@lingui/core/macro';
import { Dialog } from '../common/Dialog.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { useTakeFiles } from './ModulePicker.tsx';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Modules may be dropped anywhere on the page. Over one that is selected, it asks whether it is that one's next version. */
export function ModuleDrop() {
  const selected = useApp((state) => state.selected);
  const canReplace = useApp((state) => selected !== undefined && state.project?.modules?.[selected] !== undefined);
  const [over, setOver] = useState(false);
  const [dropped, setDropped] = useState<readonly File[]>();
  const take = useTakeFiles();
  const actions = useActions();
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      const project = files.find(({ name }) => name.endsWith('.playground'));
      if (project) void project.arrayBuffer().then((bytes) => actions.offerFile(new Uint8Array(bytes)));
      else if (canReplace) setDropped(files);
      else take(files);
    };
    addEventListener('dragover', drag);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', drag);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, [actions, canReplace, take]);
  const finish = (replaces?: string): void => {
    if (dropped) take(dropped, replaces);
    setDropped(undefined);
  };
  return (
    <>
      {over && <div className="module-drop">{t`Drop a .playground file to open it, or a .wasm or .wasm.gz to install it, with its .did if you have one`}</div>}
      {dropped && selected !== undefined && (
        <Dialog
          title={t`What is this module?`}
          onClose={() => setDropped(undefined)}
          buttons={
            <>
              <button type="button" className="button" onClick={() => finish()}>
                {t`A canister of its own`}
              </button>
              <button type="button" className="button primary" onClick={() => finish(selected)}>
                {t`The next version of ${selected}`}
              </button>
            </>
          }
        >
          <p>{dropped.map(({ name }) => name).join(', ')}</p>
        </Dialog>
      )}
    </>
  );
}
