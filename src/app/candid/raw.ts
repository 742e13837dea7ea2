import { t } from '@lingui/core/macro';
import { fromHex, utf8 } from '../../primitives/bytes.ts';

/** How bytes are written where no interface tells their types. */
export type RawForm = 'empty' | 'hex' | 'text';

export const RAW_FORMS: readonly { readonly form: RawForm; readonly label: string }[] = [
  { form: 'empty', label: t`Candid ()` },
  { form: 'hex', label: t`bytes in hex` },
  { form: 'text', label: t`text in UTF-8` },
];

/** `DIDL` and two empty tables. */
const NO_ARGUMENTS = Uint8Array.of(0x44, 0x49, 0x44, 0x4c, 0, 0);

export type RawBytes = { readonly ok: true; readonly bytes: Uint8Array; readonly text: string } | { readonly ok: false; readonly message: string };

export function rawBytes(form: RawForm, text: string): RawBytes {
  if (form === 'empty') return { ok: true, bytes: NO_ARGUMENTS, text: '()' };
  const quoted = JSON.stringify(text);
  if (form === 'text') return { ok: true, bytes: utf8(text), text: t`(${quoted} as UTF-8)` };
  const digits = text.replaceAll(/\s+/g, '').replace(/^0x/i, '');
  const bytes = fromHex(digits);
  return bytes ? { ok: true, bytes, text: `(${digits === '' ? t`no bytes` : digits.toLowerCase()})` } : { ok: false, message: t`Write pairs of hex digits, such as 4449444c0000.` };
}
