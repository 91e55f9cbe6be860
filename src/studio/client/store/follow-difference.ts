import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { LiveBox } from '../../../model/live.ts';
import { measureDifference } from '../data/measure-difference.ts';
import type { Difference, Pixels } from '../data/measure-difference.ts';
import { locatePicture } from './call-server.ts';

/** What came of comparing, or why it did not. */
export type FoundDifference = Difference | 'measuring' | 'other size' | 'unreadable';

/** What is to be compared; names of pictures. */
export interface WantedDifference {
  readonly before: string;
  readonly after: string;
  readonly boxes: readonly LiveBox[];
}

/** Measures in the page how two pictures differ, each time that other ones are wanted. */
export function followDifference(wanted: ReadonlySignal<WantedDifference | undefined>): ReadonlySignal<FoundDifference> {
  const found = signal<FoundDifference>('measuring');
  // The same pictures and texts are not measured again.
  const words = computed(() => JSON.stringify(wanted.value));
  let latest = 0;
  effect(() => {
    void words.value;
    const next = wanted.peek();
    latest += 1;
    const asked = latest;
    if (next === undefined) return;
    found.value = 'measuring';
    void measure(next)
      .catch(() => 'unreadable' as const)
      .then((result) => {
        if (asked === latest) found.value = result;
      });
  });
  return found;
}

async function measure({ before, after, boxes }: WantedDifference): Promise<FoundDifference> {
  const [former, present] = await Promise.all([readPixels(before), readPixels(after)]);
  if (former.width !== present.width || former.height !== present.height) return 'other size';
  return measureDifference(former, present, boxes);
}

async function readPixels(name: string): Promise<Pixels> {
  const response = await fetch(locatePicture(name));
  if (!response.ok) throw new Error(`${response.status}`);
  const bitmap = await createImageBitmap(await response.blob());
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
