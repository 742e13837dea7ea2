import { useRef } from 'react';
import { t } from '@lingui/core/macro';
import { useActions } from '../common/store-context.tsx';
import { useUi } from '../common/ui-context.tsx';

interface ModulePickerProps {
  readonly label: string;
  readonly className: string;
  /** The canister whose next version is chosen; without one it is a new canister. */
  readonly replaces?: string;
}

/** A button that asks for a module's file, with its `.did` beside it where there is one. */
export function ModulePicker({ label, className, replaces }: ModulePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = useTakeFiles();
  return (
    <>
      <button type="button" className={className} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".wasm,.gz,.did"
        aria-label={t`${label}: file`}
        onChange={({ currentTarget }) => {
          take([...(currentTarget.files ?? [])], replaces);
          currentTarget.value = '';
        }}
      />
    </>
  );
}

/** Reads files and adds the module among them; on a narrow screen its canister is shown then. */
export function useTakeFiles(): (files: readonly File[], replaces?: string) => void {
  const actions = useActions();
  const ui = useUi();
  return (files, replaces) => {
    if (files.length === 0) return;
    const read = Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
    void read.then((contents) => actions.addModule(contents, replaces)).then(() => ui.showPane('canister'));
  };
}
