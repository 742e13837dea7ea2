import { plural, t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import { splitMessage } from '../common/message.ts';
import { Prose } from '../common/Prose.tsx';
import { useUi } from '../common/ui-context.tsx';
import type { Diagnostic } from '../../protocol/compiler.ts';

const ICONS = { error: 'error', warning: 'warning', information: 'information' } as const;
const SEVERITIES = { error: t`error`, warning: t`warning`, information: t`information` } as const;
/** Stands in a text for an element of the page. */
const MARK = '\u0000';

function summary(problems: readonly Diagnostic[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const others = problems.length - errors;
  const parts = [errors > 0 ? errorsText(errors) : '', others > 0 ? warningsText(others) : ''];
  return parts.filter((part) => part !== '').join(', ');
}

function errorsText(count: number): string {
  const errors = count.toLocaleString('en');
  return plural(count, { one: '1 error', other: `${errors} errors` });
}

function warningsText(count: number): string {
  const warnings = count.toLocaleString('en');
  return plural(count, { one: '1 warning', other: `${warnings} warnings` });
}

/** What the compiler finds in all files; each entry leads to its place. */
export function Problems({ problems }: { readonly problems: readonly Diagnostic[] }) {
  if (problems.length === 0) {
    return (
      <section className="problems none" aria-label={t`Problems`}>
        <Icon name="check" /> {t`No problems`}
        <TabHint />
      </section>
    );
  }
  return (
    <section className="problems" aria-label={t`Problems`}>
      <details open>
        <summary>
          {t`Problems`} <span className="faint">{summary(problems)}</span>
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
        <span className="visually-hidden">{SEVERITIES[severity]}: </span>
        <span className="problem-text">
          <Prose text={headline} />
        </span>
        <span className="problem-place">
          {path !== '' && `${path}:${range.start.line + 1}`} {code}
        </span>
      </button>
      {rest !== '' && (
        <details className="compiler-words">
          <summary>{t`What the compiler says`}</summary>
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
  const keys = navigator.userAgent.includes('Mac') ? t`Ctrl+Shift+M` : t`Ctrl+M`;
  const [before, after] = t`${{ keys: MARK }} lets Tab leave the editor`.split(MARK);
  return (
    <span className="tab-hint">
      {before}
      <kbd>{keys}</kbd>
      {after}
    </span>
  );
}
