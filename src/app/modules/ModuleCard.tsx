import { t } from '@lingui/core/macro';
import { formatBytes } from '../common/format.ts';
import { useApp } from '../common/store-context.tsx';
import { candidPath } from '../state/modules.ts';
import { ModulePicker } from './ModulePicker.tsx';
import './modules.css';

/** For a canister that is a module made elsewhere: which file it is, where its interface comes from, and how to change it. */
export function ModuleCard({ canister }: { readonly canister: string }) {
  const module = useApp((state) => state.project?.modules?.[canister]);
  const given = useApp((state) => state.project?.files[candidPath(canister)] !== undefined);
  const known = useApp((state) => state.canisters[canister]?.view?.candid !== undefined);
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  if (!module) return null;
  return (
    <div className="module-card" role="group" aria-label={t`Module`}>
      <p>
        <strong>{module.fileName}</strong> <span className="faint">{formatBytes(module.bytes)}, </span>
        <code className="faint" title={`SHA-256 ${module.hash}`}>
          {module.hash.slice(0, 8)}
        </code>
      </p>
      {installed && <p className="faint">{interfaceWords(canister, given, known)}</p>}
      <ModulePicker label={installed ? t`Choose the next version …` : t`Choose another file …`} className="button small" replaces={canister} />
    </div>
  );
}

function interfaceWords(canister: string, given: boolean, known: boolean): string {
  const path = candidPath(canister);
  if (given) return t`Its interface comes from ${path}, among the files.`;
  if (known) return t`Its interface comes from the module itself (candid:service).`;
  return t`The module does not tell its interface: arguments are bytes. Add a file ${path} to get forms.`;
}
