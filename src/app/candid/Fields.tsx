import { t } from '@lingui/core/macro';
import { createContext, useContext, useId, type ReactNode } from 'react';
import { Icon } from '../common/icons.tsx';
import { type Draft, initialDraft, readDraft } from './draft.ts';
import { printType } from './print.ts';
import { type CandidType, type Field, type TypeEnvironment, isTuple, resolve } from './types.ts';

/** What every field needs to know of the form it stands in. */
export interface FormContext {
  readonly environment: TypeEnvironment;
  /** Principals of the project, to pick from. */
  readonly principals: readonly { readonly name: string; readonly principal: string }[];
  /** True after an attempt to send: empty inputs are complained about then too. */
  readonly attempted: boolean;
}

export const FieldContext = createContext<FormContext>({ environment: new Map(), principals: [], attempted: false });

export interface FieldProps<D extends Draft = Draft> {
  readonly label: string;
  readonly type: CandidType;
  readonly draft: D;
  readonly onChange: (draft: Draft) => void;
}

/** The inputs for a value of any Candid type. */
export function FieldEditor({ label, type, draft, onChange }: FieldProps) {
  const { environment } = useContext(FieldContext);
  const resolved = resolve(type, environment);
  const common = { label, type, onChange };
  switch (draft.kind) {
    case 'text':
      return <TextField {...common} draft={draft} />;
    case 'bool':
      return (
        <label className="field-check">
          <input type="checkbox" checked={draft.on} onChange={(event) => onChange({ kind: 'bool', on: event.target.checked })} />
          <FieldLabel label={label} type={type} />
        </label>
      );
    case 'nothing': {
      const printed = printType(type);
      return <p className="faint field-nothing">{t`${label}: ${printed} needs no input`}</p>;
    }
    case 'blob':
      return <BlobField {...common} draft={draft} />;
    case 'opt':
      return resolved.kind === 'opt' ? <OptionField {...common} draft={draft} of={resolved.of} /> : null;
    case 'vec':
      return resolved.kind === 'vec' ? <VectorField {...common} draft={draft} of={resolved.of} /> : null;
    case 'record':
      return resolved.kind === 'record' ? <RecordField {...common} draft={draft} fields={resolved.fields} /> : null;
    case 'variant':
      return resolved.kind === 'variant' ? <VariantField {...common} draft={draft} fields={resolved.fields} /> : null;
  }
}

function FieldLabel({ label, type }: { readonly label: string; readonly type: CandidType }) {
  return (
    <span className="field-label">
      {label} <code className="field-type">{printType(type)}</code>
    </span>
  );
}

function TextField({ label, type, draft, onChange }: FieldProps<Draft & { kind: 'text' }>) {
  const { environment, attempted, principals } = useContext(FieldContext);
  const id = useId();
  const resolved = resolve(type, environment);
  const name = resolved.kind === 'primitive' ? resolved.name : resolved.kind;
  const read = readDraft(draft, type, environment);
  const message = !read.ok && (attempted || draft.text !== '') ? read.message : undefined;
  const attributes = {
    id,
    value: draft.text,
    'aria-invalid': message !== undefined,
    'aria-describedby': `${id}-problem`,
    spellCheck: false,
    autoComplete: 'off',
  };
  const change = (text: string): void => onChange({ kind: 'text', text });
  return (
    <div className="field">
      <label htmlFor={id}>
        <FieldLabel label={label} type={type} />
      </label>
      <div className="field-row">
        {name === 'text' ? (
          <textarea {...attributes} rows={Math.min(6, draft.text.split('\n').length)} onChange={(event) => change(event.target.value)} />
        ) : (
          <input type="text" {...attributes} className="mono" inputMode={/^(nat|int)/.test(name) ? 'text' : undefined} onChange={(event) => change(event.target.value)} />
        )}
        {(name === 'principal' || name === 'service') && (
          <select className="field-pick" aria-label={t`Pick a principal for ${label}`} value="" onChange={(event) => change(event.target.value)}>
            <option value="">{t`Pick…`}</option>
            {principals.map((each) => (
              <option key={each.principal + each.name} value={each.principal}>
                {each.name}
              </option>
            ))}
          </select>
        )}
      </div>
      <span id={`${id}-problem`} className="problem">
        {message && `${label} ${message}`}
      </span>
    </div>
  );
}

function BlobField({ label, type, draft, onChange }: FieldProps<Draft & { kind: 'blob' }>) {
  const { environment } = useContext(FieldContext);
  const id = useId();
  const read = readDraft(draft, type, environment);
  return (
    <div className="field">
      <label htmlFor={id}>
        <FieldLabel label={label} type={type} />
      </label>
      <div className="field-row">
        <input id={id} type="text" className="mono" value={draft.text} aria-invalid={!read.ok} aria-describedby={`${id}-problem`} spellCheck={false} onChange={(event) => onChange({ ...draft, text: event.target.value })} />
        <select className="field-pick" aria-label={t`How ${label} is written`} value={draft.notation} onChange={(event) => onChange({ ...draft, notation: event.target.value === 'hex' ? 'hex' : 'text' })}>
          <option value="text">{t`as text`}</option>
          <option value="hex">{t`as hex`}</option>
        </select>
      </div>
      <span id={`${id}-problem`} className="problem">
        {!read.ok && `${label} ${read.message}`}
      </span>
    </div>
  );
}

function OptionField({ label, type, draft, onChange, of }: FieldProps<Draft & { kind: 'opt' }> & { readonly of: CandidType }) {
  const { environment } = useContext(FieldContext);
  const inner = draft.inner ?? initialDraft(of, environment);
  return (
    <div className="field">
      <label className="field-check">
        <input type="checkbox" checked={draft.on} onChange={(event) => onChange({ kind: 'opt', on: event.target.checked, inner })} />
        <FieldLabel label={label} type={type} />
      </label>
      {draft.on && (
        <div className="field-inside">
          <FieldEditor label={t`value`} type={of} draft={inner} onChange={(next) => onChange({ kind: 'opt', on: true, inner: next })} />
        </div>
      )}
    </div>
  );
}

function Group({ label, type, children }: { readonly label: string; readonly type: CandidType; readonly children: ReactNode }) {
  return (
    <fieldset className="field-group">
      <legend>
        <FieldLabel label={label} type={type} />
      </legend>
      <div className="field-inside">{children}</div>
    </fieldset>
  );
}

function VectorField({ label, type, draft, onChange, of }: FieldProps<Draft & { kind: 'vec' }> & { readonly of: CandidType }) {
  const { environment } = useContext(FieldContext);
  const set = (items: readonly Draft[]): void => onChange({ kind: 'vec', items });
  return (
    <Group label={label} type={type}>
      {draft.items.map((item, index) => (
        <div className="field-item" key={index}>
          <FieldEditor label={t`item ${{ position: index + 1 }}`} type={of} draft={item} onChange={(next) => set(draft.items.with(index, next))} />
          <button type="button" className="icon-button" aria-label={t`Remove item ${{ position: index + 1 }} of ${label}`} onClick={() => set(draft.items.toSpliced(index, 1))}>
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button type="button" className="button small field-add" aria-label={t`Add an item to ${label}`} onClick={() => set([...draft.items, initialDraft(of, environment)])}>
        <Icon name="plus" /> {t`Add an item`}
      </button>
    </Group>
  );
}

const labelOf = (field: Field): string => field.name ?? field.id.toString();

function RecordField({ label, type, draft, onChange, fields }: FieldProps<Draft & { kind: 'record' }> & { readonly fields: readonly Field[] }) {
  const tuple = isTuple(fields);
  return (
    <Group label={label} type={type}>
      {fields.length === 0 && <p className="faint">{t`An empty record.`}</p>}
      {fields.map((field, index) => (
        <FieldEditor
          key={field.id}
          label={tuple ? t`part ${{ position: index + 1 }}` : labelOf(field)}
          type={field.type}
          draft={draft.fields[index] ?? { kind: 'nothing' }}
          onChange={(next) => onChange({ kind: 'record', fields: draft.fields.with(index, next) })}
        />
      ))}
    </Group>
  );
}

function VariantField({ label, type, draft, onChange, fields }: FieldProps<Draft & { kind: 'variant' }> & { readonly fields: readonly Field[] }) {
  const { environment } = useContext(FieldContext);
  const id = useId();
  const field = fields[draft.selected];
  const select = (selected: number): void => {
    const chosen = fields[selected];
    if (chosen) onChange({ kind: 'variant', selected, inner: initialDraft(chosen.type, environment) });
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        <FieldLabel label={label} type={type} />
      </label>
      <select id={id} value={draft.selected} onChange={(event) => select(Number(event.target.value))}>
        {fields.map((each, index) => (
          <option key={each.id} value={index}>
            {labelOf(each)}
          </option>
        ))}
      </select>
      {field && draft.inner.kind !== 'nothing' && (
        <div className="field-inside">
          <FieldEditor label={labelOf(field)} type={field.type} draft={draft.inner} onChange={(inner) => onChange({ ...draft, inner })} />
        </div>
      )}
    </div>
  );
}
