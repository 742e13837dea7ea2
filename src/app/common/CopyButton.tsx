import { useEffect, useState } from 'react';
import { t } from '@lingui/core/macro';
import { Icon } from './icons.tsx';
import { Tip } from './Tip.tsx';

const SHOWN_MILLISECONDS = 1500;

/** Copies a text to the clipboard and says so for a moment. `label` names what is copied. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState<'yes' | 'refused'>();
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(undefined), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  };
  const name = t`Copy ${label}`;
  return (
    <Tip text={copied === 'refused' ? t`The browser refused; select and copy by hand` : name}>
      <button type="button" className="icon-button" aria-label={name} onClick={copy}>
        <Icon name={copied === 'yes' ? 'check' : copied === 'refused' ? 'warning' : 'copy'} />
      </button>
    </Tip>
  );
}
