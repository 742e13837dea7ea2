import { useState } from 'react';
import { t } from '@lingui/core/macro';
import { CopyButton } from '../common/CopyButton.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { formatBytes } from '../common/format.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import type { SharedCopy } from '../state/sharing-model.ts';
import './share.css';

/** Links up to here go through every program. */
const SHORT_LINK = 2000;

interface ShareDialogProps {
  /** To the code alone. */
  readonly link: string;
  readonly onClose: () => void;
}

/** What is shared: the code alone, or with the state of its canisters as it is now. */
export default function ShareDialog({ link, onClose }: ShareDialogProps) {
  const actions = useActions();
  const deployed = useApp((state) => Object.keys(state.project?.installed ?? {}).length > 0);
  const [copy, setCopy] = useState<Copy>();
  const [withState, setWithState] = useState(false);
  const chooseState = (): void => {
    setWithState(true);
    if (copy !== undefined && copy !== 'refused') return;
    setCopy('making');
    void actions.shareWithState().then((made) => setCopy(made ?? 'refused'));
  };
  const ready = typeof copy === 'object' ? copy : undefined;
  const shown = withState ? ready?.link : link;
  return (
    <Dialog title={t`A link to this project`} onClose={onClose}>
      {deployed && (
        <fieldset className="share-choice">
          <legend className="visually-hidden">{t`What the link carries`}</legend>
          <Choice label={t`Code only`} detail={characters(link)} checked={!withState} onChoose={() => setWithState(false)} />
          <Choice label={t`With the canister’s state`} detail={stateDetail(copy)} checked={withState} onChoose={chooseState} />
        </fieldset>
      )}
      <p>
        {withState
          ? t`Whoever opens it finds the canisters as they are now, with everything they remember, and can go on from here. Nothing is uploaded.`
          : t`Whoever opens it gets a copy of the files and settings, not of the canisters’ state. The link itself holds everything: nothing is uploaded.`}
      </p>
      {shown !== undefined && (
        <div className="share-link">
          <input type="text" className="mono" readOnly aria-label={t`Link to this project`} value={shown} onFocus={(event) => event.target.select()} />
          <CopyButton text={shown} label={t`the link`} />
        </div>
      )}
      {withState && ready && <FileInstead copy={ready} />}
    </Dialog>
  );
}

function characters(link: string): string {
  const count = link.length.toLocaleString('en');
  return t`${count} characters`;
}

/** `undefined` until it is asked for: making it builds what is installed once more, to leave out of the link what its source gives. */
type Copy = SharedCopy | 'making' | 'refused' | undefined;

function stateDetail(copy: Copy): string {
  if (copy === undefined) return '';
  if (copy === 'making') return t`being packed…`;
  if (copy === 'refused') return t`not possible now`;
  const size = formatBytes(copy.file.length);
  return copy.link === undefined ? t`${size}, as a file` : characters(copy.link);
}

interface ChoiceProps {
  readonly label: string;
  readonly detail: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
}

const Choice = ({ label, detail, checked, onChoose }: ChoiceProps) => (
  <label>
    <input type="radio" name="share" checked={checked} onChange={onChoose} />
    <span>
      {label} <span className="faint">{detail}</span>
    </span>
  </label>
);

/** For links that some programs would cut. */
function FileInstead({ copy }: { readonly copy: SharedCopy }) {
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([copy.file], { type: 'application/octet-stream' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = copy.fileName;
    anchor.click();
    URL.revokeObjectURL(address);
  };
  const { fileName } = copy;
  const isShort = copy.link !== undefined && copy.link.length <= SHORT_LINK;
  return (
    <div className="share-file">
      <button type="button" className="button small" onClick={save}>
        {t`Download ${fileName}`}
      </button>
      {!isShort && (
        <span className="faint">
          {copy.link === undefined
            ? t`It is too large for a link. The file holds the same: it opens where it is dropped on this page.`
            : t`Some chat and mail programs cut links of this length. The file holds the same: it opens where it is dropped on this page.`}
        </span>
      )}
    </div>
  );
}
