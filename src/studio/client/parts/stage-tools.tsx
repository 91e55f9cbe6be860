import type { JSX } from 'preact';
import type { LiveCell } from '../../../model/live.ts';
import { useStudio } from '../store/use-studio.ts';
import type { Backdrop, ViewMode } from '../store/view-store.ts';
import { stepZoom } from './keys.ts';
import { Segments } from './segments.tsx';
import type { Segment } from './segments.tsx';

const comparing: readonly Segment<ViewMode>[] = [
  { value: 'before', label: 'Before', key: '[' },
  { value: 'picture', label: 'After', key: ']' },
  { value: 'slider', label: 'Slider', key: 'S' },
  { value: 'onion', label: 'Onion skin', key: 'O' },
  { value: 'difference', label: 'Differences', key: 'D' },
];

const alone: Segment<ViewMode> = { value: 'picture', label: 'Picture' };
const choosing: Segment<ViewMode> = { value: 'candidates', label: 'Candidates', key: 'C' };

/** What is shown of the picture, above it. */
export function StageTools(): JSX.Element {
  const { mode, references, detail } = useStudio();
  const hasCandidates = (detail.value?.candidates.length ?? 0) > 0;
  const segments = [...(references.value.length > 0 ? comparing : [alone]), ...(hasCandidates ? [choosing] : [])];
  return (
    <div class="stage-tools">
      <Segments label="View" segments={segments} value={mode.value} onChoose={(value) => (mode.value = value)} />
      <ReferenceChoice />
    </div>
  );
}

interface StageFootProps {
  readonly cell: LiveCell;
  readonly scale: number;
}

/** How the picture is shown, below it: nothing above moves it. */
export function StageFoot({ cell, scale }: StageFootProps): JSX.Element {
  return (
    <div class="stage-foot">
      <p class="dimensions">
        {cell.width} × {cell.height}
      </p>
      <OverlayToggles />
      <div class="tools-end">
        <BackdropChoice />
        <ZoomTools scale={scale} />
      </div>
    </div>
  );
}

function ReferenceChoice(): JSX.Element | null {
  const { references, comparedWith, detail, mode } = useStudio();
  const [chosen, ...others] = references.value;
  if (mode.value === 'candidates') return null;
  if (chosen === undefined)
    return detail.value === undefined ? null : <p class="reference is-hint">Approve it or change it, and it can be compared with what it was.</p>;
  if (mode.value === 'picture') return null;
  if (others.length === 0) return <p class="reference">{chosen.label}</p>;
  return (
    <select
      aria-label="Compared with"
      value={chosen.kind}
      onChange={({ currentTarget }) => (comparedWith.value = currentTarget.value === 'earlier' ? 'earlier' : 'approved')}
    >
      {references.value.map(({ kind, label }) => (
        <option key={kind} value={kind}>
          {label}
        </option>
      ))}
    </select>
  );
}

function OverlayToggles(): JSX.Element {
  const { showsBoxes, showsSafeArea } = useStudio();
  return (
    <div class="toggles" role="group" aria-label="Drawn over">
      <button type="button" aria-pressed={showsBoxes.value} aria-keyshortcuts="t" title="Text boxes (T)" onClick={() => (showsBoxes.value = !showsBoxes.value)}>
        Texts
      </button>
      <button
        type="button"
        aria-pressed={showsSafeArea.value}
        aria-keyshortcuts="m"
        title="Safe area (M)"
        onClick={() => (showsSafeArea.value = !showsSafeArea.value)}
      >
        Safe area
      </button>
    </div>
  );
}

const backdrops: readonly { readonly value: Backdrop; readonly label: string }[] = [
  { value: 'light', label: 'Light backdrop' },
  { value: 'dark', label: 'Dark backdrop' },
  { value: 'checker', label: 'Checkered backdrop' },
];

function BackdropChoice(): JSX.Element {
  const { backdrop, shownBackdrop } = useStudio();
  return (
    <div class="backdrops" role="group" aria-label="Backdrop">
      {backdrops.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          class={`swatch is-${value}`}
          aria-label={label}
          title={`${label} (B)`}
          aria-pressed={shownBackdrop.value === value}
          onClick={() => (backdrop.value = value)}
        />
      ))}
    </div>
  );
}

function ZoomTools({ scale }: { readonly scale: number }): JSX.Element {
  const { zoom } = useStudio();
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      <button type="button" class="quiet" aria-label="Farther" title="Farther (−)" onClick={() => (zoom.value = stepZoom(scale, -1))}>
        −
      </button>
      <output class="zoom-scale" dir="ltr">
        {Math.round(scale * 100)} %
      </output>
      <button type="button" class="quiet" aria-label="Closer" title="Closer (+)" onClick={() => (zoom.value = stepZoom(scale, 1))}>
        +
      </button>
      <button type="button" aria-pressed={zoom.value === 0} title="Fit (0)" aria-keyshortcuts="0" onClick={() => (zoom.value = 0)}>
        Fit
      </button>
      <button type="button" aria-pressed={zoom.value === 1} title="100 % (1)" aria-keyshortcuts="1" onClick={() => (zoom.value = 1)}>
        100 %
      </button>
    </div>
  );
}
