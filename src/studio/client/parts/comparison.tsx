import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Difference } from '../data/measure-difference.ts';
import { locatePicture } from '../store/call-server.ts';
import type { Reference } from '../store/create-studio.ts';
import { useStudio } from '../store/use-studio.ts';

interface ComparisonProps {
  readonly reference: Reference;
  readonly mode: string;
}

/** What is laid over the picture to compare it with the one before. */
export function Comparison({ reference, mode }: ComparisonProps): JSX.Element | null {
  if (mode === 'slider') return <Wipe reference={reference} />;
  if (mode === 'onion') return <OnionSkin reference={reference} />;
  return mode === 'difference' ? <Highlights /> : null;
}

/** The former picture left of a line, the present one right of it. The whole picture is the slider's track. */
function Wipe({ reference }: { readonly reference: Reference }): JSX.Element {
  const [share, setShare] = useState(50);
  return (
    <>
      <img class="picture former" src={locatePicture(reference.picture)} alt="" draggable={false} style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }} />
      <span class="wipe-line" style={{ left: `${share}%` }} aria-hidden="true" />
      <span class="wipe-word is-before" aria-hidden="true">
        Before
      </span>
      <span class="wipe-word is-after" aria-hidden="true">
        After
      </span>
      <input
        class="wipe"
        type="range"
        dir="ltr"
        min={0}
        max={100}
        step={0.5}
        value={share}
        aria-label="How much of the former picture is shown"
        onInput={({ currentTarget }) => setShare(currentTarget.valueAsNumber)}
      />
    </>
  );
}

function OnionSkin({ reference }: { readonly reference: Reference }): JSX.Element {
  const [share, setShare] = useState(50);
  return (
    <>
      <img class="picture former" src={locatePicture(reference.picture)} alt="" draggable={false} style={{ opacity: share / 100 }} />
      <label class="onion">
        Now
        <input
          type="range"
          dir="ltr"
          min={0}
          max={100}
          value={share}
          aria-label="How strong the former picture is"
          onInput={({ currentTarget }) => setShare(currentTarget.valueAsNumber)}
        />
        Before
      </label>
    </>
  );
}

function Highlights(): JSX.Element | null {
  const found = useStudio().difference.value;
  return typeof found === 'object' ? <Mask difference={found} /> : null;
}

function Mask({ difference: { mask } }: { readonly difference: Difference }): JSX.Element {
  const place = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = place.current?.getContext('2d');
    const image = context?.createImageData(mask.width, mask.height);
    image?.data.set(mask.data);
    if (image !== undefined) context?.putImageData(image, 0, 0);
  }, [mask]);
  return <canvas ref={place} class="mask" width={mask.width} height={mask.height} role="img" aria-label="Differences" />;
}
