import { t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import { Prose } from '../common/Prose.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { isBlocked } from './Blocked.tsx';
import type { Notice } from '../state/model.ts';

/** What the user should know of the page itself, with what to do about it. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  const blocked = useApp(isBlocked);
  return (
    <div className="notices">
      {!blocked && notices.map((notice) => (
        <NoticeBar key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeBar({ notice }: { readonly notice: Notice }) {
  const actions = useActions();
  return (
    <div className={`notice ${notice.tone}`} role={notice.tone === 'error' ? 'alert' : 'note'}>
      <Icon name={notice.tone} />
      <p>
        <strong>
          <Prose text={notice.text} />
        </strong>{' '}
        {notice.hint}
      </p>
      {notice.action && (
        <button type="button" className="button small" onClick={() => void actions.runNotice(notice.id)}>
          {notice.action.label}
        </button>
      )}
      {notice.dismissible && (
        <button type="button" className="icon-button" aria-label={t`Dismiss`} onClick={() => actions.dismissNotice(notice.id)}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

/** The live region: says what has just happened to those who cannot see it; shown small to all others. */
export function StatusLine() {
  const status = useApp((state) => state.status);
  return (
    <p className="status-line" role="status" aria-live="polite">
      {status}
    </p>
  );
}

/** Tells whoever wants to leave the network that they can. */
export function OfflineMark() {
  const offline = useApp((state) => state.offline);
  return offline ? <p className="offline-mark">{t`Works offline`}</p> : null;
}
