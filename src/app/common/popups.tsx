import { Dialog } from '@base-ui/react/dialog';
import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactNode } from 'react';
import { tips } from './tips.ts';

/** Pixels between a tip and what it explains, and between a tip and the border of the page. */
const TIP_DISTANCE = 6;

/** The tooltip of the page. It may be pointed at itself; one that the keyboard has opened is in nobody's way. */
export function TipLayer() {
  return (
    <Tooltip.Root handle={tips}>
      {({ payload }) => (
        <Tooltip.Portal>
          <Tooltip.Positioner className="tip-place" sideOffset={TIP_DISTANCE} collisionPadding={TIP_DISTANCE}>
            <Tooltip.Popup className="tip" role="tooltip">
              {payload}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      )}
    </Tooltip.Root>
  );
}

export interface ModalDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The harmless one first: where nothing stands before it, it gets the focus. */
  readonly buttons: ReactNode;
  /** Escape, or a click beside it. */
  readonly onClose: () => void;
}

/** Open while it is rendered; the focus stays in it, and then goes back to where it was. */
export function ModalDialog({ title, children, buttons, onClose }: ModalDialogProps) {
  return (
    <Dialog.Root
      open
      onOpenChange={(_open, change) => {
        // A tip within it is closed first.
        if (change.reason === 'escape-key' && tips.isOpen) change.cancel();
        else onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog">
          <div className="dialog-body">
            <Dialog.Title>{title}</Dialog.Title>
            {children}
            <div className="dialog-buttons">{buttons}</div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
