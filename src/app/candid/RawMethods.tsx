import { t } from '@lingui/core/macro';
import { useId, useState, type SyntheticEvent } from 'react';
import { useActions, useApp } from '../common/store-context.tsx';
import { CallResult } from './CallResult.tsx';
import { History } from './History.tsx';
import { RawInput } from './RawInput.tsx';
import { rawBytes, type RawForm } from './raw.ts';

const NONE: readonly never[] = [];

/** Methods of a module that does not tell its interface: their names are known, their arguments are bytes. */
export function RawMethods({ canister }: { readonly canister: string }) {
  const methods = useApp((state) => state.canisters[canister]?.view?.methods) ?? NONE;
  const calls = useApp((state) => state.canisters[canister]?.calls) ?? NONE;
  const identities = useApp((state) => state.identities);
  if (methods.length === 0) return <p className="muted">{t`This module exports no methods.`}</p>;
  return (
    <>
      <p className="faint">{t`The interface of this module is not known: write arguments as bytes. Replies that are Candid are shown with the types that they carry.`}</p>
      <div className="methods">
        {methods.map(({ name, kind }) => (
          <RawMethod key={`${canister} ${name}`} canister={canister} name={name} mode={kind === 'update' ? 'update' : 'query'} />
        ))}
      </div>
      <History calls={calls} nameOf={(principal) => identities.find((each) => each.principal === principal)?.name ?? principal} />
    </>
  );
}

interface RawMethodProps {
  readonly canister: string;
  readonly name: string;
  readonly mode: 'update' | 'query';
}

function RawMethod({ canister, name, mode }: RawMethodProps) {
  const last = useApp((state) => state.canisters[canister]?.calls.findLast((call) => call.method === name));
  const actions = useActions();
  const [form, setForm] = useState<RawForm>('empty');
  const [text, setText] = useState('');
  const heading = useId();
  const read = rawBytes(form, text);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (read.ok) void actions.call(name, mode, read.bytes, read.text);
  };
  return (
    <form className="method" role="group" aria-labelledby={heading} onSubmit={submit} noValidate>
      <div className="method-head">
        <h3 id={heading} className="method-name">
          {name}
        </h3>
        <code className="method-signature">(bytes) → (bytes)</code>
        <button type="submit" className={mode === 'update' ? 'button small accent' : 'button small'} disabled={last?.phase === 'running'}>
          {mode === 'update' ? t`Call` : t`Query`}
        </button>
      </div>
      <RawInput label={t`Argument of ${name}`} form={form} text={text} problem={read.ok ? undefined : read.message} onForm={setForm} onText={setText} />
      {last && <CallResult call={last} />}
    </form>
  );
}
