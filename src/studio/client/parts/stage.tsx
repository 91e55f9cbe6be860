import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LiveCell } from '../../../model/live.ts';
import { locatePicture, locateWithout } from '../store/call-server.ts';
import { useStudio } from '../store/use-studio.ts';
import { Candidates } from './candidates.tsx';
import { Comparison } from './comparison.tsx';
import { stepZoom } from './keys.ts';
import { Overlay } from './overlay.tsx';
import { StageFoot, StageTools } from './stage-tools.tsx';
import { useDrag } from './use-drag.ts';

/** Space round a picture that fits, in pixels. */
const margin = 32;
/** A small picture is not blown up beyond this when it fits. */
const mostFit = 2;

/** The picture on its ground, with tools round it. */
export function Stage({ cell }: { readonly cell: LiveCell }): JSX.Element {
  const { mode, shownBackdrop, zoom } = useStudio();
  const viewport = useRef<HTMLDivElement>(null);
  const room = useRoom(viewport);
  const fit = Math.min(mostFit, Math.max(0.02, Math.min((room.width - 2 * margin) / cell.width, (room.height - 2 * margin) / cell.height)));
  const scale = zoom.value === 0 ? fit : zoom.value;
  useDrag(viewport);
  const turn = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom.value = stepZoom(zoom.value === 0 ? fit : zoom.value, event.deltaY < 0 ? 1 : -1);
  };
  return (
    <section class="stage" aria-label="Picture">
      <StageTools />
      <div ref={viewport} class={`viewport is-${shownBackdrop.value}`} tabIndex={0} role="group" aria-label="Picture, can be moved" onWheel={turn}>
        {mode.value === 'candidates' ? <Candidates /> : <Frame key={cell.id} cell={cell} scale={scale} />}
      </div>
      <StageFoot cell={cell} scale={scale} />
    </section>
  );
}

interface FrameProps {
  readonly cell: LiveCell;
  readonly scale: number;
}

/** The picture in its size, and what is drawn over it. */
function Frame({ cell, scale }: FrameProps): JSX.Element {
  const { mode, references, hidden } = useStudio();
  const reference = references.value[0];
  const shown = reference === undefined ? 'picture' : mode.value;
  const layers = [...hidden.value].toSorted();
  const address = layers.length > 0 ? locateWithout(cell.id, layers, cell.raster) : locatePicture(cell.picture);
  const style = { inlineSize: `${cell.width * scale}px`, blockSize: `${cell.height * scale}px` };
  return (
    <div class="frame-place">
      <div class={`frame shows-${shown}`} style={style}>
        {cell.picture === '' ? (
          <p class="frame-empty">There is no picture yet.</p>
        ) : (
          <img
            class="picture"
            src={shown === 'before' ? locatePicture(reference!.picture) : address}
            alt={cell.alt}
            draggable={false}
            data-raster={cell.raster}
          />
        )}
        {reference === undefined || shown === 'picture' || shown === 'before' ? null : <Comparison reference={reference} mode={shown} />}
        <Overlay cell={cell} scale={scale} />
      </div>
    </div>
  );
}

/** Width and height of the viewport, followed. */
function useRoom(place: { readonly current: HTMLElement | null }): { readonly width: number; readonly height: number } {
  const [room, setRoom] = useState({ width: 800, height: 600 });
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const look = (): void => setRoom({ width: element.clientWidth, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  return room;
}
