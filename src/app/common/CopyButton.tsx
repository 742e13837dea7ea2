import { useEffect, useState } from 'react';
import { Icon } from './icons.tsx';

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
  return (
    <button type="button" className="icon-button" aria-label={`Copy ${label}`} title={copied === 'refused' ? 'The browser refused; select and copy by hand' : `Copy ${label}`} onClick={copy}>
      <Icon name={copied === 'yes' ? 'check' : copied === 'refused' ? 'warning' : 'copy'} />
    </button>
  );
}
