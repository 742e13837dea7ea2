import { counted } from '../common/format.ts';
import { Icon } from '../common/icons.tsx';
import { useUi } from '../common/ui-context.tsx';
import type { Diagnostic } from '../../protocol/compiler.ts';

const ICONS = { error: 'error', warning: 'warning', information: 'information' } as const;

function summary(problems: readonly Diagnostic[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const others = problems.length - errors;
  const parts = [errors > 0 ? counted(errors, 'error') : '', others > 0 ? counted(others, 'warning') : ''];
  return parts.filter((part) => part !== '').join(', ');
}

/** What the compiler finds in all files; each entry leads to its place. */
export function Problems({ problems }: { readonly problems: readonly Diagnostic[] }) {
  const ui = useUi();
  if (problems.length === 0) {
    return (
      <section className="problems none" aria-label="Problems">
        <Icon name="check" /> No problems
      </section>
    );
  }
  return (
    <section className="problems" aria-label="Problems">
      <details open>
        <summary>
          Problems <span className="faint">{summary(problems)}</span>
        </summary>
        <ul>
          {problems.map((problem, index) => (
            <li key={index}>
              <button type="button" className={`problem-row ${problem.severity}`} disabled={problem.path === ''} onClick={() => ui.goTo(problem.path, problem.range.start)}>
                <Icon name={ICONS[problem.severity]} />
                <span className="visually-hidden">{problem.severity}: </span>
                <span className="problem-text">{problem.message}</span>
                <span className="problem-place">
                  {problem.path !== '' && `${problem.path}:${problem.range.start.line + 1}`} {problem.code}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
