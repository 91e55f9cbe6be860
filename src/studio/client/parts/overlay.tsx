import type { JSX } from 'preact';
import type { LiveBox, LiveCell } from '../../../model/live.ts';
import type { Insets } from '../../../model/geometry.ts';
import { useStudio } from '../store/use-studio.ts';

interface OverlayProps {
  readonly cell: LiveCell;
  readonly scale: number;
}

/** Text boxes and the safe area in the picture's own pixels; lines and letters keep their size however it is zoomed. */
export function Overlay({ cell, scale }: OverlayProps): JSX.Element | null {
  const { showsBoxes, showsSafeArea, detail } = useStudio();
  const known = detail.value;
  if (known === undefined || !(showsBoxes.value || showsSafeArea.value)) return null;
  return (
    <svg class="overlay" viewBox={`0 0 ${cell.width} ${cell.height}`} aria-hidden="true">
      {showsSafeArea.value ? <SafeArea cell={cell} insets={known.safeArea} /> : null}
      {showsBoxes.value ? known.boxes.map((box) => <TextBox key={box.slot} box={box} scale={scale} />) : null}
    </svg>
  );
}

function SafeArea({ cell, insets }: { readonly cell: LiveCell; readonly insets: Insets }): JSX.Element {
  const { top, right, bottom, left } = insets;
  const [width, height] = [cell.width - left - right, cell.height - top - bottom];
  return (
    <>
      <path class="unsafe" fill-rule="evenodd" d={`M0 0h${cell.width}v${cell.height}H0ZM${left} ${top}v${height}h${width}v${-height}Z`} />
      <rect class="safe-line" x={left} y={top} width={width} height={height} />
    </>
  );
}

/** Pixels of the page that a label takes. */
const labelHeight = 18;

function TextBox({ box, scale }: { readonly box: LiveBox; readonly scale: number }): JSX.Element {
  const { slot, x, y, width, height, fontSize, lines } = box;
  const label = `${slot} · ${Math.round(fontSize * 10) / 10} px${lines === 1 ? '' : ` · ${lines} lines`}`;
  const tall = labelHeight / scale;
  const top = y >= tall ? y - tall : y;
  return (
    <g class="text-box">
      <rect class="box-line" x={x} y={y} width={width} height={height} />
      <rect class="box-label" x={x} y={top} width={(label.length * 6.2 + 12) / scale} height={tall} />
      <text x={x + 6 / scale} y={top + 12.5 / scale} font-size={11 / scale}>
        {label}
      </text>
    </g>
  );
}
