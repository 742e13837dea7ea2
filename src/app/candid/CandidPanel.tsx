import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { CopyButton } from '../common/CopyButton.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { History } from './History.tsx';
import { MethodForm } from './MethodForm.tsx';
import { type CandidError, type ParsedCandid, parseCandid } from './parse-types.ts';
import { RawMethods } from './RawMethods.tsx';
import './candid.css';

/** The interface of the selected canister as forms. Loaded when a canister is installed. */
export default function CandidPanel({ canister }: { readonly canister: string }) {
  const installed = useApp((state) => state.project?.installed[canister]);
  const candid = installed?.candid ?? '';
  const parsed = useMemo(() => parseCandid(candid), [candid]);
  return (
    <>
      <CallAs />
      {candid === '' ? (
        <RawMethods canister={canister} />
      ) : parsed.ok ? (
        <Methods canister={canister} parsed={parsed} candid={candid} />
      ) : (
        <Unreadable error={parsed.error} />
      )}
    </>
  );
}

function Unreadable({ error: { line, column, message } }: { readonly error: CandidError }) {
  return <p className="card error">{t`The interface cannot be read: line ${line}, column ${column}: ${message}`}</p>;
}

function CallAs() {
  const identities = useApp((state) => state.identities);
  const identity = useApp((state) => state.identity);
  const actions = useActions();
  const principal = identities.find(({ name }) => name === identity)?.principal ?? '';
  return (
    <div className="call-as">
      <label>
        {t`Call as`}{' '}
        <select className="compact" value={identity} onChange={(event) => actions.setIdentity(event.target.value)}>
          {identities.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <code className="call-as-principal" title={principal}>
        {principal}
      </code>
      <CopyButton text={principal} label={t`the principal of ${identity}`} />
    </div>
  );
}

interface MethodsProps {
  readonly canister: string;
  readonly parsed: ParsedCandid & { ok: true };
  /** Its text; inputs start afresh when it changes. */
  readonly candid: string;
}

function Methods({ canister, parsed, candid }: MethodsProps) {
  const calls = useApp((state) => state.canisters[canister]?.calls);
  const identities = useApp((state) => state.identities);
  const ids = useApp((state) => state.project?.canisterIds);
  const principals = useMemo(
    () => [...identities, ...Object.entries(ids ?? {}).map(([name, principal]) => ({ name: t`canister ${name}`, principal }))],
    [identities, ids],
  );
  if (parsed.service.length === 0) return <p className="muted">{t`This canister has no public methods. Add a public func to its actor.`}</p>;
  return (
    <>
      <div className="methods">
        {parsed.service.map((method) => (
          <MethodForm
            key={`${canister} ${method.name} ${candid}`}
            method={method}
            environment={parsed.types}
            principals={principals}
            last={calls?.findLast((call) => call.method === method.name)}
          />
        ))}
      </div>
      <History calls={calls ?? []} nameOf={(principal) => principals.find((each) => each.principal === principal)?.name ?? principal} />
    </>
  );
}
