import { t } from '@lingui/core/macro';
import { useId } from 'react';
import { RAW_FORMS, type RawForm } from './raw.ts';

interface RawInputProps {
  readonly label: string;
  readonly form: RawForm;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onForm: (form: RawForm) => void;
  readonly onText: (text: string) => void;
}

/** Bytes as hex or text, or Candid's empty argument. */
export function RawInput({ label, form, text, problem, onForm, onText }: RawInputProps) {
  const id = useId();
  return (
    <div className="raw-input">
      <select className="compact" aria-label={t`${label}: how it is written`} value={form} onChange={(event) => onForm(event.target.value as RawForm)}>
        {RAW_FORMS.map((each) => (
          <option key={each.form} value={each.form}>
            {each.label}
          </option>
        ))}
      </select>
      {form !== 'empty' && <input type="text" className="mono" aria-label={label} aria-invalid={problem !== undefined} aria-describedby={id} value={text} spellCheck={false} autoCapitalize="off" onChange={(event) => onText(event.target.value)} />}
      <span id={id} className="problem">
        {problem}
      </span>
    </div>
  );
}
