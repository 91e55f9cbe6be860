import { useEffect } from 'preact/hooks';

/** Moves what is larger than its viewport by dragging it, and by Shift with an arrow. */
export function useDrag(place: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const drag = (event: PointerEvent): void => {
      if (event.buttons !== 1 || !element.hasPointerCapture(event.pointerId)) return;
      element.scrollBy(-event.movementX, -event.movementY);
    };
    const take = (event: PointerEvent): void => {
      const isOnControl = event.target instanceof Element && event.target.closest('input, button, a') !== null;
      if (event.pointerType === 'mouse' && event.button === 0 && !isOnControl) element.setPointerCapture(event.pointerId);
    };
    element.addEventListener('pointerdown', take);
    element.addEventListener('pointermove', drag);
    element.addEventListener('keydown', moveByKey);
    return () => {
      element.removeEventListener('pointerdown', take);
      element.removeEventListener('pointermove', drag);
      element.removeEventListener('keydown', moveByKey);
    };
  }, []);
}

/** Pixels of one press. */
const step = 80;

function moveByKey(event: KeyboardEvent): void {
  const { key, shiftKey, currentTarget } = event;
  if (!shiftKey || !key.startsWith('Arrow') || !(currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const along = key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0;
  const down = key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0;
  currentTarget.scrollBy(along, down);
}
