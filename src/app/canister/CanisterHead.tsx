import { t } from '@lingui/core/macro';
import { CopyButton } from '../common/CopyButton.tsx';
import { formatBytes, formatCycles } from '../common/format.ts';
import { useApp } from '../common/store-context.tsx';
import type { CanisterState, Installed } from '../state/model.ts';
import { CanisterActions } from './CanisterActions.tsx';
import { CanisterDetails } from './CanisterDetails.tsx';
import { UpgradeVerdict } from './UpgradeVerdict.tsx';

/** Who the canister is, how large it has become, and what can be done to it. */
export function CanisterHead({ name }: { readonly name: string }) {
  const canister = useApp((state) => state.canisters[name]);
  const known = useApp((state) => state.project?.canisterIds[name]);
  const installed = useApp((state) => state.project?.installed[name]);
  if (!canister) return null;
  const id = known ?? canister.view?.id;
  return (
    <header className="canister-head">
      <div className="canister-title">
        <h1>{name}</h1>
        <Status canister={canister} installed={installed} />
        {id !== undefined && (
          <span className="canister-id">
            <code>{id}</code>
            <CopyButton text={id} label={t`canister id`} />
          </span>
        )}
      </div>
      <CanisterActions name={name} canister={canister} installed={installed} />
      {installed && <UpgradeVerdict canister={name} />}
      {installed && canister.view && <Figures canister={canister} />}
      {installed && canister.view && <CanisterDetails name={name} view={canister.view} />}
    </header>
  );
}

const BUSY = { deploying: t`deploying…`, upgrading: t`upgrading…`, reinstalling: t`reinstalling…`, rehearsing: t`rehearsing…` } as const;
const STATUS = { running: t`running`, stopping: t`stopping`, stopped: t`stopped`, empty: t`empty` } as const;

function Status({ canister, installed }: { readonly canister: CanisterState; readonly installed: Installed | undefined }) {
  const status = installed ? (canister.view?.status ?? 'running') : 'empty';
  const text = canister.busy ? BUSY[canister.busy] : STATUS[status];
  const tone = canister.busy ? 'busy' : status === 'running' ? 'on' : '';
  const version = installed?.version;
  return (
    <span className="canister-status">
      <span className={`dot ${tone}`} />
      {version === undefined ? text : t`${text}, version ${version}`}
    </span>
  );
}

function Figures({ canister }: { readonly canister: CanisterState }) {
  const { view } = canister;
  if (!view) return null;
  const cycles = view.cycles.toLocaleString('en');
  const hash = view.moduleHash ?? t`none`;
  const figures: readonly (readonly [string, string, string, string?])[] = [
    [t`heap`, formatBytes(view.heapBytes), t`Main memory: where the program’s values live`],
    [t`stable memory`, formatBytes(view.stableBytes), t`Memory that upgrades always keep`],
    [t`cycles`, view.endlessCycles ? t`endless` : formatCycles(view.cycles), t`${cycles} cycles, the fuel it pays with`],
    [t`module`, view.moduleHash?.slice(0, 8) ?? t`none`, t`SHA-256 of the installed code: ${hash}`, 'mono'],
  ];
  return (
    <dl className="canister-figures">
      {figures.map(([label, value, title, className = '']) => (
        <div key={label} title={title}>
          <dt>{label}</dt>
          <dd className={className}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
