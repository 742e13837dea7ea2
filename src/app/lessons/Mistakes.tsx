import { plural, t } from '@lingui/core/macro';
import type { Mistake } from '../state/lessons/model.ts';

/** What an author has to mend, with file and line. */
export function Mistakes({ mistakes }: { readonly mistakes: readonly Mistake[] }) {
  if (mistakes.length === 0) return <p className="lesson-preview">{t`Preview of a folder. No mistakes.`}</p>;
  const count = mistakes.length;
  return (
    <div className="card warning">
      <h3>{plural(count, { one: '1 mistake in this folder', other: `${count} mistakes in this folder` })}</h3>
      <ul className="mistakes" aria-label={t`Mistakes`}>
        {mistakes.map(({ file, line, message }, index) => (
          <li key={index}>
            <code>
              {file}:{line}:
            </code>{' '}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
