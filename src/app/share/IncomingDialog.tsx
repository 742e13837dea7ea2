import { counted } from '../common/format.ts';
import { Dialog } from '../common/Dialog.tsx';
import { useActions, useApp } from '../common/store-context.tsx';

/** Asks before a shared project takes the place of the one that is open. */
export function IncomingDialog() {
  const incoming = useApp((state) => state.incoming);
  const actions = useActions();
  if (!incoming) return null;
  return (
    <Dialog
      title={`Open the shared project “${incoming.title}”?`}
      onClose={() => actions.declineIncoming()}
      buttons={
        <>
          <button type="button" className="button" onClick={() => actions.declineIncoming()}>
            Cancel
          </button>
          <button type="button" className="button primary" onClick={() => void actions.acceptIncoming()}>
            Open
          </button>
        </>
      }
    >
      <p>It has {counted(incoming.fileCount, 'file')} and opens as a project of its own. What you are working on now stays in Projects.</p>
    </Dialog>
  );
}
