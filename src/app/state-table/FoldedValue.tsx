import { useId } from 'react';
import { prettyValue } from './pretty.ts';

/** Values longer than this many characters, or of more than three lines, are folded. */
const FOLD_CHARACTERS = 64;
const FOLD_LINES = 3;
/** As much of a folded value as can be seen at most; the style cuts it after three lines. */
const SHOWN_CHARACTERS = 240;

/** Whether a value is too large to be shown whole from the beginning. */
export const isLarge = (value: string): boolean => value.length > FOLD_CHARACTERS || value.split('\n').length > FOLD_LINES;

interface FoldedValueProps {
  readonly value: string;
  readonly label: string;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** A value as Motoko shows it; a large one shows its first lines, and is laid out in lines when it is unfolded. */
export function FoldedValue({ value, label, open, onToggle }: FoldedValueProps) {
  const id = useId();
  if (!isLarge(value)) return <code className="value">{value}</code>;
  return (
    <>
      <code id={id} className={open ? 'value unfolded' : 'value folded'}>
        {open ? prettyValue(value) : value.slice(0, SHOWN_CHARACTERS)}
      </code>
      <button type="button" className="link-button fold" aria-expanded={open} aria-controls={id} aria-label={`${open ? 'Show less' : 'Show all'} of ${label}`} onClick={onToggle}>
        {open ? 'show less' : 'show all'}
      </button>
    </>
  );
}
