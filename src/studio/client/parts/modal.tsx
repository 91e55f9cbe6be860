import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface ModalProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** For what needs room. */
  readonly isWide?: boolean;
}

/** A question over the page. The browser keeps the keyboard inside, closes it with Escape, and gives the keyboard back to where it was. */
export function Modal({ title, onClose, children, isWide = false }: ModalProps): JSX.Element {
  const place = useRef<HTMLDialogElement>(null);
  // Before the paint: what is typed next belongs into the dialog.
  useLayoutEffect(() => {
    const before = document.activeElement;
    place.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const closeOutside = (event: MouseEvent): void => {
    if (event.target === place.current) onClose();
  };
  return (
    <dialog ref={place} class={isWide ? 'modal wide' : 'modal'} aria-label={title} onClose={onClose} onClick={closeOutside}>
      <div class="modal-body">
        <h2>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
