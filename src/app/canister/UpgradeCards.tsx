import { t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import { splitMessage } from '../common/message.ts';
import { Prose } from '../common/Prose.tsx';
import { ReplicaError } from '../common/ReplicaError.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { useUi } from '../common/ui-context.tsx';
import { WaysOut, WhatHelps } from './WaysOut.tsx';
import type { Diagnostic } from '../../protocol/compiler.ts';

/** An upgrade that failed on the replica: nothing has changed then. */
export function FailedUpgrade({ canister }: { readonly canister: string }) {
  const report = useApp((state) => state.project?.upgrades[canister]);
  const version = useApp((state) => state.project?.installed[canister]?.version) ?? '';
  if (!report?.error) return null;
  const stuck = report.failedIn === 'pre_upgrade';
  return (
    <div className="card error" role="group" aria-label={t`Failed upgrade`}>
      <h3>
        <Icon name="error" />
        {report.mode === 'reinstall' ? t`The reinstallation failed. Version ${version} keeps running with its state.` : t`The upgrade failed. Version ${version} keeps running with its state.`}
      </h3>
      <ReplicaError error={report.error}>{stuck && <WhatHelps canister={canister} />}</ReplicaError>
      {stuck && <WaysOut canister={canister} />}
    </div>
  );
}

/** An upgrade that the compiler advises against: it was not sent, and the user decides. */
export function Refusal({ canister, diagnostics }: { readonly canister: string; readonly diagnostics: readonly Diagnostic[] }) {
  const version = useApp((state) => state.project?.installed[canister]?.version) ?? '';
  const actions = useActions();
  return (
    <div className="card warning" role="group" aria-label={t`Refused upgrade`}>
      <h3>
        <Icon name="warning" />
        {t`Not upgraded: the new code cannot take over the state.`}
      </h3>
      <ul className="refusal-reasons">
        {diagnostics.map((diagnostic, index) => (
          <Reason key={index} diagnostic={diagnostic} />
        ))}
      </ul>
      <p className="card-rest">{t`If you go on, the replica does what it would do on the network: the upgrade fails and is undone, or state that does not fit is lost.`}</p>
      <div className="buttons">
        <button type="button" className="button" onClick={() => actions.dismissRefusal()}>
          {t`Keep version ${version}`}
        </button>
        <button type="button" className="button danger" onClick={() => void actions.upgrade({ regardless: true })}>
          {t`Upgrade anyway`}
        </button>
      </div>
    </div>
  );
}

function Reason({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const declaration = useApp((state) => state.project?.files[diagnostic.path]?.split('\n')[diagnostic.range.start.line]?.trim());
  const ui = useUi();
  const line = diagnostic.range.start.line + 1;
  const { headline, rest } = splitMessage(diagnostic.message);
  return (
    <li>
      <p className="card-message">
        <Prose text={headline} />
      </p>
      {diagnostic.path !== '' && (
        <p className="refusal-place">
          {declaration !== undefined && declaration !== '' && <code>{declaration}</code>}
          <button type="button" className="link-button" onClick={() => ui.goTo(diagnostic.path, diagnostic.range.start)}>
            {t`Go to line ${line}`}
          </button>
        </p>
      )}
      {rest !== '' && (
        <details className="compiler-words">
          <summary>{t`What the compiler says`} {diagnostic.code !== '' && <code>{diagnostic.code}</code>}</summary>
          <p>
            <Prose text={rest} />
          </p>
        </details>
      )}
    </li>
  );
}
