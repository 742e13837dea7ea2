import { Icon } from '../common/icons.tsx';
import { Prose } from '../common/Prose.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import type { AppState } from '../state/model.ts';
import './blocked.css';

/** True where the page could not open a project at all: the notices are the whole page then. */
export const isBlocked = ({ phase, project }: AppState): boolean => phase === 'blocked' && project === undefined;

/** Says why nothing can be done here, and offers what mends it. */
export function Blocked() {
  const notices = useApp((state) => state.notices);
  const actions = useActions();
  return (
    <main className="blocked">
      {notices.map(({ id, tone, text, hint, action }) => (
        <section key={id} className={`blocked-notice ${tone}`}>
          <Icon name={tone} />
          <h1>
            <Prose text={text} />
          </h1>
          <p>{hint}</p>
          {action && (
            <button type="button" className="button primary large" onClick={() => void actions.runNotice(id)}>
              {action.label}
            </button>
          )}
        </section>
      ))}
    </main>
  );
}
