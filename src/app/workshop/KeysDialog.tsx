import { t } from '@lingui/core/macro';
import { Dialog } from '../common/Dialog.tsx';
import { KEY_HELP } from './keys.ts';

/** What each key does while somebody presents. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={t`Keys`} onClose={onClose}>
      <dl className="presenter-keys">
        {KEY_HELP.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
