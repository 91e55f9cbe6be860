import type { ComponentChildren, JSX } from 'preact';
import { Modal } from './modal.tsx';

interface ReadingDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** What is only read, with room for much of it. */
export function ReadingDialog({ title, onClose, children }: ReadingDialogProps): JSX.Element {
  return (
    <Modal title={title} onClose={onClose} isWide>
      {children}
      <div class="modal-actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Modal>
  );
}
