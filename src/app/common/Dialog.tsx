import type { ReactNode } from 'react';
import { t } from '@lingui/core/macro';
import { loadPopups } from './load-popups.ts';
import type { ModalDialogProps } from './popups.tsx';
import { useLoaded } from './use-loaded.ts';

interface DialogProps extends Omit<ModalDialogProps, 'buttons'> {
  /** Buttons, the harmless one first. Without them there is one to close what was only to be read. */
  readonly buttons?: ReactNode;
}

/** A modal dialog; it is open while it is rendered. */
export function Dialog({ title, children, buttons, onClose }: DialogProps) {
  const popups = useLoaded(loadPopups, true);
  if (!popups) return null;
  const done = (
    <button type="button" className="button primary" onClick={onClose}>
      {t`Done`}
    </button>
  );
  return (
    <popups.ModalDialog title={title} buttons={buttons ?? done} onClose={onClose}>
      {children}
    </popups.ModalDialog>
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
