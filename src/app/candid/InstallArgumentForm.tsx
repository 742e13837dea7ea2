import { t } from '@lingui/core/macro';
import { IDL } from '@dfinity/candid';
import { useId, useMemo, useState } from 'react';
import { useActions, useApp } from '../common/store-context.tsx';
import type { InstallArgument } from '../state/model.ts';
import { toIdl } from './idl.ts';
import { parseCandid } from './parse-types.ts';
import { parseValues } from './parse-values.ts';
import { printArguments } from './print.ts';
import { RawInput } from './RawInput.tsx';
import { rawBytes, type RawForm } from './raw.ts';
import type { Argument, TypeEnvironment } from './types.ts';
import './candid.css';

/** What `init` and `post_upgrade` of a module, or of an actor class, shall be given: Candid where the interface tells the types, bytes where it does not. */
export default function InstallArgumentForm({ canister }: { readonly canister: string }) {
  const argument = useApp((state) => state.project?.installArguments?.[canister]);
  const candid = useApp((state) => state.project?.files[`${canister}.did`] ?? state.canisters[canister]?.candid ?? state.canisters[canister]?.view?.candid ?? '');
  const parsed = useMemo(() => parseCandid(candid), [candid]);
  const installed = useApp((state) => state.project?.installed[canister] !== undefined);
  const actions = useActions();
  const set = (next: InstallArgument | undefined): void => actions.setInstallArgument(canister, next);
  const typed = parsed.ok && parsed.init.length > 0;
  // Without the argument that it wants, nothing can be installed: the first time, it is asked for.
  const [open] = useState(typed && !installed && argument === undefined);
  return (
    <details className="install-argument" open={open}>
      <summary>
        {t`Argument for installing`} <span className="faint">{argument?.text ?? '()'}</span>
      </summary>
      {typed ? <Typed key={candid} init={parsed.init} environment={parsed.types} initial={argument?.text ?? ''} onChange={set} /> : <Raw onChange={set} />}
    </details>
  );
}

interface TypedProps {
  readonly init: readonly Argument[];
  readonly environment: TypeEnvironment;
  readonly initial: string;
  readonly onChange: (argument: InstallArgument | undefined) => void;
}

function Typed({ init, environment, initial, onChange }: TypedProps) {
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const id = useId();
  const change = (next: string): void => {
    setText(next);
    const read = parseValues(next, init, environment);
    setProblem(read.ok || next.trim() === '' ? undefined : read.error.message);
    if (next.trim() === '') onChange(undefined);
    else if (read.ok) onChange({ text: next, bytes: new Uint8Array(IDL.encode(toIdl(init, environment), [...read.values])) });
  };
  return (
    <div className="field">
      <input type="text" className="mono" aria-label={t`Argument for installing`} placeholder={printArguments(init)} value={text} aria-invalid={problem !== undefined} aria-describedby={id} spellCheck={false} onChange={(event) => change(event.target.value)} />
      <span id={id} className="problem">
        {problem}
      </span>
    </div>
  );
}

function Raw({ onChange }: Pick<TypedProps, 'onChange'>) {
  const [form, setForm] = useState<RawForm>('empty');
  const [text, setText] = useState('');
  const change = (nextForm: RawForm, nextText: string): void => {
    setForm(nextForm);
    setText(nextText);
    const read = rawBytes(nextForm, nextText);
    if (read.ok) onChange(nextForm === 'empty' ? undefined : { text: read.text, bytes: read.bytes });
  };
  const read = rawBytes(form, text);
  return <RawInput label={t`Argument for installing`} form={form} text={text} problem={read.ok ? undefined : read.message} onForm={(next) => change(next, text)} onText={(next) => change(form, next)} />;
}
