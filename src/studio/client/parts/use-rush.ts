import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Screens a second that pass so quickly that nobody sees a picture. */
const rushSpeed = 3;

/** Milliseconds after the last quick move in which a person begins to look again. */
const rushEnd = 160;

/** Notices that somebody scrolls past pictures without looking at them: drawing and loading those would only hold up the scrolling. */
export function useRush(scroller: { readonly current: HTMLElement | null }, isRushing: Signal<boolean>): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let last = { top: element.scrollTop, time: performance.now() };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      isRushing.value = false;
    };
    const look = (): void => {
      const next = { top: element.scrollTop, time: performance.now() };
      const isQuick = isRush(element, { pixels: next.top - last.top, milliseconds: next.time - last.time });
      last = next;
      if (!isQuick) return;
      isRushing.value = true;
      clearTimeout(timer);
      timer = setTimeout(end, rushEnd);
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      clearTimeout(timer);
      end();
      element.removeEventListener('scroll', look);
    };
  }, []);
}

/** A jump to a far place is one move after a rest, and no rush. */
function isRush({ clientHeight }: HTMLElement, { pixels, milliseconds }: { readonly pixels: number; readonly milliseconds: number }): boolean {
  return milliseconds < rushEnd && Math.abs(pixels) / clientHeight > (rushSpeed * milliseconds) / 1000;
}
