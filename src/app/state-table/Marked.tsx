import { t } from '@lingui/core/macro';
import type { Stretch } from './cut.ts';

/** A text of which a stretch is marked as what the last message changed. */
export function Marked({ text, change }: { readonly text: string; readonly change: Stretch | undefined }) {
  if (!change) return text;
  return (
    <>
      {text.slice(0, change.from)}
      <mark className="changed-part" title={t`changed by the last message`}>
        {text.slice(change.from, change.to)}
      </mark>
      {text.slice(change.to)}
    </>
  );
}
