import { CopyButton } from '../common/CopyButton.tsx';
import { formatBytes, formatCycles } from '../common/format.ts';
import { useApp } from '../common/store-context.tsx';
import type { CanisterState, Installed } from '../state/model.ts';
import { CanisterActions } from './CanisterActions.tsx';
import { CanisterDetails } from './CanisterDetails.tsx';
import { UpgradeVerdict } from './UpgradeVerdict.tsx';

/** Who the canister is, how large it has become, and what can be done to it. */
export function CanisterHead({ name, canister }: { readonly name: string; readonly canister: CanisterState }) {
  const id = useApp((state) => state.project?.canisterIds[name]) ?? canister.view?.id;
  const installed = useApp((state) => state.project?.installed[name]);
  return (
    <header className="canister-head">
      <div className="canister-title">
        <h1>{name}</h1>
        <Status canister={canister} installed={installed} />
        {id !== undefined && (
          <span className="canister-id">
            <code>{id}</code>
            <CopyButton text={id} label="canister id" />
          </span>
        )}
      </div>
      <CanisterActions name={name} canister={canister} installed={installed} />
      {installed && <UpgradeVerdict canister={name} />}
      {installed && canister.view && <Figures canister={canister} />}
      {installed && canister.view && <CanisterDetails view={canister.view} />}
    </header>
  );
}

const BUSY = { deploying: 'deploying…', upgrading: 'upgrading…', reinstalling: 'reinstalling…', rehearsing: 'rehearsing…' } as const;

function Status({ canister, installed }: { readonly canister: CanisterState; readonly installed: Installed | undefined }) {
  const text = canister.busy ? BUSY[canister.busy] : installed ? (canister.view?.status ?? 'running') : 'empty';
  const tone = canister.busy ? 'busy' : text === 'running' ? 'on' : '';
  return (
    <span className="canister-status">
      <span className={`dot ${tone}`} />
      {text}
      {installed && `, version ${installed.version}`}
    </span>
  );
}

function Figures({ canister }: { readonly canister: CanisterState }) {
  const { view } = canister;
  if (!view) return null;
  const figures: readonly (readonly [string, string, string])[] = [
    ['heap', formatBytes(view.heapBytes), 'Main memory: where the program’s values live'],
    ['stable memory', formatBytes(view.stableBytes), 'Memory that upgrades always keep'],
    ['cycles', view.endlessCycles ? 'endless' : formatCycles(view.cycles), `${view.cycles.toLocaleString('en')} cycles, the fuel it pays with`],
    ['module', view.moduleHash?.slice(0, 8) ?? 'none', `SHA-256 of the installed code: ${view.moduleHash ?? 'none'}`],
  ];
  return (
    <dl className="canister-figures">
      {figures.map(([label, value, title]) => (
        <div key={label} title={title}>
          <dt>{label}</dt>
          <dd className={label === 'module' ? 'mono' : ''}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
