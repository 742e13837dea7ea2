import { useId, useState } from 'react';

/** Values longer than this many characters, or of more than three lines, are folded. */
const FOLD_CHARACTERS = 120;
const FOLD_LINES = 3;

const isLarge = (value: string): boolean => value.length > FOLD_CHARACTERS || value.split('\n').length > FOLD_LINES;

/** A value as Motoko shows it; a large one shows its first lines until it is unfolded. */
export function FoldedValue({ value, label }: { readonly value: string; readonly label: string }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!isLarge(value)) return <code className="value">{value}</code>;
  return (
    <>
      <code id={id} className={open ? 'value' : 'value folded'}>
        {open ? value : value.slice(0, 2 * FOLD_CHARACTERS)}
      </code>
      <button type="button" className="link-button fold" aria-expanded={open} aria-controls={id} aria-label={`${open ? 'Show less' : 'Show all'} of ${label}`} onClick={() => setOpen(!open)}>
        {open ? 'show less' : 'show all'}
      </button>
    </>
  );
}
