import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { t } from '@lingui/core/macro';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons, the harmless one first. Without them there is one to close what was only to be read. */
  readonly buttons?: ReactNode;
  /** Escape, or a click beside it. */
  readonly onClose: () => void;
}

/** A modal dialog; it is open while it is rendered. */
export function Dialog({ title, children, buttons, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // A layout effect: it closes the dialog while it is still in the document, and only then does the focus go back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="dialog-body">
        <h2 id={heading}>{title}</h2>
        {children}
        <div className="dialog-buttons">
          {buttons ?? (
            <button type="button" className="button primary" onClick={onClose}>
              {t`Done`}
            </button>
          )}
        </div>
      </div>
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the confirming button says: the deed itself. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is lost. */
export function ConfirmDialog({ title, children, confirm, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <button type="button" className="button" onClick={onClose}>
            {t`Cancel`}
          </button>
          <button
            type="button"
            className="button danger"
            onClick={() => {
              onClose();
              onConfirm();
            }}
          >
            {confirm}
          </button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
