import { t } from '@lingui/core/macro';
import { IDL } from '@dfinity/candid';
import { useId, useMemo, useState, type SyntheticEvent } from 'react';
import { useActions } from '../common/store-context.tsx';
import type { CallRecord } from '../state/model.ts';
import { CallResult } from './CallResult.tsx';
import { placedMessage } from './candid-text.ts';
import { type Draft, draftOf, initialDraft, readDraft } from './draft.ts';
import { FieldContext, FieldEditor, type FormContext } from './Fields.tsx';
import { toIdl } from './idl.ts';
import type { ServiceMethod } from './parse-types.ts';
import { parseValues } from './parse-values.ts';
import { printArguments, printValues } from './print.ts';
import type { Argument, TypeEnvironment } from './types.ts';

interface MethodFormProps {
  readonly method: ServiceMethod;
  readonly environment: TypeEnvironment;
  readonly principals: FormContext['principals'];
  /** The last call of this method. */
  readonly last: CallRecord | undefined;
}

type Values = { readonly ok: true; readonly values: readonly unknown[] } | { readonly ok: false; readonly message: string };

/** What an argument without a name is called. */
const unnamed = (index: number): string => t`argument ${{ position: index + 1 }}`;

function readDrafts(drafts: readonly Draft[], args: readonly Argument[], environment: TypeEnvironment): Values {
  const values: unknown[] = [];
  for (const [index, { type, name }] of args.entries()) {
    const draft = drafts[index];
    const read = draft ? readDraft(draft, type, environment) : undefined;
    if (!read?.ok) return { ok: false, message: `${name ?? unnamed(index)}: ${read?.message ?? t`is missing`}` };
    values.push(read.value);
  }
  return { ok: true, values };
}

function readTyped(text: string, args: readonly Argument[], environment: TypeEnvironment): Values {
  const read = parseValues(text, args, environment);
  return read.ok ? read : { ok: false, message: placedMessage(read.error) };
}

/** What is entered for one method: fields, or one text for all arguments. */
function useArguments(args: readonly Argument[], environment: TypeEnvironment) {
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => args.map(({ type }) => initialDraft(type, environment)));
  const [text, setText] = useState<string>();
  const values = text === undefined ? readDrafts(drafts, args, environment) : readTyped(text, args, environment);
  const toggle = (): void => {
    if (text === undefined) {
      setText(values.ok ? printValues(values.values, args, environment) : '()');
      return;
    }
    if (values.ok) setDrafts(args.map(({ type }, index) => draftOf(values.values[index], type, environment)));
    setText(undefined);
  };
  return { drafts, setDraft: (index: number, draft: Draft) => setDrafts(drafts.with(index, draft)), text, setText, values, toggle };
}

/** One method: its inputs, the button that calls it, and what it answered last. */
export function MethodForm({ method, environment, principals, last }: MethodFormProps) {
  const { args, results, annotation } = method.type;
  const actions = useActions();
  const input = useArguments(args, environment);
  const [attempted, setAttempted] = useState(false);
  const heading = useId();
  const context = useMemo(() => ({ environment, principals, attempted }), [environment, principals, attempted]);
  const mode = annotation === 'query' || annotation === 'composite_query' ? 'query' : 'update';

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setAttempted(!input.values.ok);
    if (!input.values.ok) return;
    const values = [...input.values.values];
    void actions.call(method.name, mode, IDL.encode(toIdl(args, environment), values), printValues(values, args, environment));
  };

  return (
    <form className="method" role="group" aria-labelledby={heading} onSubmit={submit} noValidate>
      <div className="method-head">
        <h3 id={heading} className="method-name">
          {method.name}
        </h3>
        <code className="method-signature" title={`${printArguments(args)} → ${printArguments(results)}`}>{`${printArguments(args)} → ${printArguments(results)}`}</code>
        <button type="submit" className={mode === 'update' ? 'button small accent' : 'button small'} disabled={last?.phase === 'running'}>
          {mode === 'update' ? t`Call` : t`Query`}
        </button>
      </div>
      {method.doc !== '' && <p className="method-doc">{method.doc}</p>}
      {args.length > 0 && (
        <div className="method-fields">
          <button type="button" className="link-button method-mode" onClick={input.toggle}>
            {input.text === undefined ? t`as text` : t`as form`}
          </button>
          {input.text === undefined ? (
            <FieldContext value={context}>
              {args.map(({ name, type }, index) => (
                <FieldEditor key={index} label={name ?? unnamed(index)} type={type} draft={input.drafts[index] ?? { kind: 'nothing' }} onChange={(draft) => input.setDraft(index, draft)} />
              ))}
            </FieldContext>
          ) : (
            <TextArguments method={method.name} text={input.text} onChange={input.setText} problem={input.values.ok ? undefined : input.values.message} />
          )}
          {attempted && input.text === undefined && !input.values.ok && (
            <p className="problem" role="alert">
              {t`Not sent.`} {input.values.message}
            </p>
          )}
        </div>
      )}
      {last && <CallResult call={last} />}
    </form>
  );
}

interface TextArgumentsProps {
  readonly method: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly problem: string | undefined;
}

function TextArguments({ method, text, onChange, problem }: TextArgumentsProps) {
  const id = useId();
  return (
    <div className="field">
      <textarea className="mono" aria-label={t`Arguments of ${method} as text`} aria-invalid={problem !== undefined} aria-describedby={id} rows={Math.min(10, text.split('\n').length)} value={text} spellCheck={false} onChange={(event) => onChange(event.target.value)} />
      <span id={id} className="problem">
        {problem}
      </span>
    </div>
  );
}
