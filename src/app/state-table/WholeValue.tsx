import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { useActions } from '../common/store-context.tsx';
import { prettyBeginning } from './pretty.ts';

interface WholeValueProps {
  readonly canister: string;
  readonly variable: string;
}

interface Pages {
  readonly text: string;
  /** Pages so far: characters are counted as the canister counts them. */
  readonly characters: number;
  readonly state: 'more' | 'loading' | 'end';
  readonly problem: string | undefined;
}

const NOTHING: Pages = { text: '', characters: 0, state: 'more', problem: undefined };

/** The whole of a value that the table shows only the beginning of, page by page, as the canister has it now. */
export default function WholeValue({ canister, variable }: WholeValueProps) {
  const [pages, setPages] = useState(NOTHING);
  const actions = useActions();
  const { text, characters, state, problem } = pages;
  const more = async (): Promise<void> => {
    setPages({ ...pages, state: 'loading', problem: undefined });
    const page = await actions.readValue(canister, variable, characters);
    if (!page.ok) return setPages({ ...pages, problem: page.reason });
    const next = text + page.text;
    setPages({ text: next, characters: characters + [...page.text].length, state: page.last ? 'end' : 'more', problem: undefined });
  };
  return (
    <div className="whole-value">
      {text !== '' && (
        <pre className="value unfolded" tabIndex={0} role="group" aria-label={t`${variable} in full`}>
          {prettyBeginning(text)}
        </pre>
      )}
      <p className="whole-progress" role="status">
        {problem ?? words(characters, state)}
      </p>
      {state !== 'end' && (
        <button type="button" className="button small" disabled={state === 'loading'} aria-label={t`Show more of ${variable}`} onClick={() => void more()}>
          {state === 'loading' ? t`Reading…` : t`Show more`}
        </button>
      )}
    </div>
  );
}

function words(characters: number, state: Pages['state']): string {
  if (characters === 0) return t`This is only its beginning.`;
  const count = characters.toLocaleString('en');
  return state === 'end' ? t`That is all of it: ${count} characters.` : t`The first ${count} characters of it.`;
}
