import { useState } from 'react';
import { CopyButton } from '../common/CopyButton.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import './share.css';

/** Makes a link that holds the whole project; nothing is sent anywhere. */
export function ShareButton() {
  const actions = useActions();
  const project = useApp((state) => state.project);
  const [link, setLink] = useState<string>();
  return (
    <>
      <button type="button" className="button" disabled={!project} onClick={() => void actions.share().then(setLink)}>
        <Icon name="share" /> Share
      </button>
      {link !== undefined && (
        <Dialog
          title="A link to this project"
          onClose={() => setLink(undefined)}
          buttons={
            <button type="button" className="button primary" onClick={() => setLink(undefined)}>
              Done
            </button>
          }
        >
          <p>Whoever opens it gets a copy of the files and settings, not of the canisters’ state. The link itself holds everything: nothing is uploaded.</p>
          <div className="share-link">
            <input type="text" className="mono" readOnly aria-label="Link to this project" value={link} onFocus={(event) => event.target.select()} />
            <CopyButton text={link} label="the link" />
          </div>
        </Dialog>
      )}
    </>
  );
}
