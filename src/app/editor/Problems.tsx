import { counted } from '../common/format.ts';
import { Icon } from '../common/icons.tsx';
import { splitMessage } from '../common/message.ts';
import { Prose } from '../common/Prose.tsx';
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
  if (problems.length === 0) {
    return (
      <section className="problems none" aria-label="Problems">
        <Icon name="check" /> No problems
        <TabHint />
      </section>
    );
  }
  return (
    <section className="problems" aria-label="Problems">
      <details open>
        <summary>
          Problems <span className="faint">{summary(problems)}</span>
          <TabHint />
        </summary>
        <ul>
          {problems.map((problem, index) => (
            <Problem key={index} problem={problem} />
          ))}
        </ul>
      </details>
    </section>
  );
}

function Problem({ problem: { severity, path, range, code, message } }: { readonly problem: Diagnostic }) {
  const ui = useUi();
  const { headline, rest } = splitMessage(message);
  return (
    <li>
      <button type="button" className={`problem-row ${severity}`} disabled={path === ''} onClick={() => ui.goTo(path, range.start)}>
        <Icon name={ICONS[severity]} />
        <span className="visually-hidden">{severity}: </span>
        <span className="problem-text">
          <Prose text={headline} />
        </span>
        <span className="problem-place">
          {path !== '' && `${path}:${range.start.line + 1}`} {code}
        </span>
      </button>
      {rest !== '' && (
        <details className="compiler-words">
          <summary>What the compiler says</summary>
          <p>
            <Prose text={rest} />
          </p>
        </details>
      )}
    </li>
  );
}

/** Tab indents in the editor, so that who has no mouse needs another way out of it; shown while the editor has the focus. */
function TabHint() {
  const keys = navigator.userAgent.includes('Mac') ? 'Ctrl+Shift+M' : 'Ctrl+M';
  return (
    <span className="tab-hint">
      <kbd>{keys}</kbd> lets Tab leave the editor
    </span>
  );
}
