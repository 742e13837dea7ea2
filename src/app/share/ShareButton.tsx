import { lazy, Suspense, useState } from 'react';
import { t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';

const ShareDialog = lazy(() => import('./ShareDialog.tsx'));

/** Makes a link that holds the whole project; nothing is sent anywhere. */
export function ShareButton() {
  const actions = useActions();
  const project = useApp((state) => state.project);
  const [link, setLink] = useState<string>();
  return (
    <>
      <button type="button" className="button" disabled={!project} onClick={() => void actions.share().then(setLink)}>
        <Icon name="share" /> {t`Share`}
      </button>
      {link !== undefined && (
        <Suspense>
          <ShareDialog link={link} onClose={() => setLink(undefined)} />
        </Suspense>
      )}
    </>
  );
}
