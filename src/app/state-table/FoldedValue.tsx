import { t } from '@lingui/core/macro';
import { lazy, Suspense, useId } from 'react';
import { changedStretch, foldedWindow, isCut, noteText, splitNote, type Stretch, stretchIn } from './cut.ts';
import { Marked } from './Marked.tsx';
import { prettyValue } from './pretty.ts';

const WholeValue = lazy(() => import('./WholeValue.tsx'));

/** Values longer than this many characters, or of more than three lines, are folded. */
const FOLD_CHARACTERS = 64;
const FOLD_LINES = 3;
/** As much of a folded value as can be seen at most; the style cuts it after three lines. */
const SHOWN_CHARACTERS = 240;

/** Whether a value is too large to be shown whole from the beginning. */
export const isLarge = (value: string): boolean => value.length > FOLD_CHARACTERS || value.split('\n').length > FOLD_LINES || isCut(value);

interface FoldedValueProps {
  readonly value: string;
  /** The value that the last message changed. */
  readonly was?: string | undefined;
  /** Which variable and side it is, in words; asked for where it is large. */
  readonly label: () => string;
  /** Where the rest of a cut value can be read: the canister still has it. */
  readonly source?: { readonly canister: string; readonly variable: string } | undefined;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/**
 * A value as Motoko shows it; a large one shows its first lines, and is laid out in lines when it is unfolded. What the last message changed
 * is marked. Of a cut value more can be had page by page.
 */
export function FoldedValue(props: FoldedValueProps) {
  const { value, note } = splitNote(props.value);
  const change = props.was === undefined ? undefined : changedStretch(splitNote(props.was).value, value);
  if (isLarge(props.value)) return <LargeValue {...props} shown={value} note={note} change={change} />;
  return (
    <code className="value">
      <Marked text={value} change={isWhole(value, change) ? undefined : change} />
    </code>
  );
}

interface LargeValueProps extends FoldedValueProps {
  /** The value without its note. */
  readonly shown: string;
  readonly note: string | undefined;
  readonly change: Stretch | undefined;
}

function LargeValue({ value: told, shown: value, note, change, label: name, source, open, onToggle }: LargeValueProps) {
  const id = useId();
  const label = name();
  return (
    <>
      {open ? <Unfolded id={id} value={value} change={change} /> : <Folded id={id} value={value} change={change} />}
      {note !== undefined && <span className="value-note">{noteText(note)}</span>}
      <button type="button" className="link-button fold" aria-expanded={open} aria-controls={id} aria-label={open ? t`Show less of ${label}` : t`Show all of ${label}`} onClick={onToggle}>
        {open ? t`show less` : t`show all`}
      </button>
      {open && source && note === undefined && isCut(value) && (
        <Suspense>
          <WholeValue key={told} {...source} />
        </Suspense>
      )}
    </>
  );
}

/** A value that changed as a whole needs no mark: its cell is highlighted already. */
const isWhole = (value: string, change: Stretch | undefined): boolean => change?.from === 0 && change.to === value.length;

interface PartProps {
  readonly id: string;
  readonly value: string;
  readonly change: Stretch | undefined;
}

function Folded({ id, value, change }: PartProps) {
  const shown = foldedWindow(value, change, SHOWN_CHARACTERS);
  return (
    <code id={id} className="value folded">
      <Marked {...shown} />
    </code>
  );
}

function Unfolded({ id, value, change }: PartProps) {
  const text = prettyValue(value);
  return (
    <code id={id} className="value unfolded">
      <Marked text={text} change={change && stretchIn(text, value, change)} />
    </code>
  );
}
