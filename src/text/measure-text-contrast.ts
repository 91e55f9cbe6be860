import type { Raster } from '../model/geometry.ts';
import type { TextBox } from '../model/outcome.ts';
import { computeApca, computeContrast, computeLuminance } from './compute-contrast.ts';
import type { Rgb } from './compute-contrast.ts';
import { findWords, visitBox } from './find-words.ts';
import type { Words } from './find-words.ts';

/** What can be said of one text. */
export interface TextContrast {
  /** By WCAG 2, over the worst 5 % of what lies beneath and closely round the words; 1 when no words are seen. */
  readonly worst: number;
  /** APCA over the same pixels' limit, without its sign. */
  readonly apca: number;
}

/** Share of the ground that may be worse than what is reported. */
const spared = 0.05;

/**
 * Measures one text: its own fill against the pixels of the layer below.
 * @param ground the same card without its words
 */
export function measureTextContrast(card: Raster, ground: Raster, box: TextBox): TextContrast {
  const margin = Math.ceil(box.fontSize / 4);
  const words = findWords(card, ground, { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin });
  if (words.fill === undefined) return { worst: 1, apca: 0 };
  const { fill } = words;
  const light = computeLuminance(fill);
  const beneath = listGround(ground, words, Math.max(1, Math.round(box.fontSize / 10)));
  const ratios = Float64Array.from(beneath, (offset) => computeContrast(light, computeLuminance(readColor(ground, offset))));
  const worst = ratios.toSorted()[Math.floor(ratios.length * spared)]!;
  return { worst, apca: Math.abs(computeApca(fill, readColor(ground, beneath[ratios.indexOf(worst)]!))) };
}

/** Text of this size in px counts as large by WCAG 2 whatever its weight. */
const largeText = 24;

/**
 * The contrast that a text needs: large text two thirds of what is asked for.
 * @param contrast what is asked for, by WCAG 2
 */
export function findContrastLimit({ fontSize }: TextBox, contrast: number): number {
  return Math.round((fontSize >= largeText ? (contrast * 2) / 3 : contrast) * 100) / 100;
}

function readColor({ data }: Raster, offset: number): Rgb {
  return [data[offset]!, data[offset + 1]!, data[offset + 2]!];
}

/** Where the bytes of pixels of the ground begin that lie beneath the words and within a radius of them: what an eye sees beside each stroke. */
function listGround(ground: Raster, { region, mask }: Words, radius: number): readonly number[] {
  const near = spread(
    spread(mask, { length: region.width, step: 1, lines: region.height, next: region.width }, radius),
    { length: region.height, step: region.width, lines: region.width, next: 1 },
    radius,
  );
  const offsets: number[] = [];
  visitBox(region, ground.width, (offset, at) => {
    if (near[at] === 1) offsets.push(offset);
  });
  return offsets;
}

/** How rows or columns lie in a mask. */
interface Walk {
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly next: number;
}

/** Widens what is set in a mask along one direction. */
function spread(mask: Uint8Array, { length, step, lines, next }: Walk, radius: number): Uint8Array {
  const wide = new Uint8Array(mask.length);
  for (let line = 0; line < lines; line += 1) {
    let last = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < length + radius; at += 1) {
      if (at < length && mask[line * next + at * step] === 1) last = at;
      const center = at - radius;
      if (center >= 0 && last >= center - radius) wide[line * next + center * step] = 1;
    }
  }
  return wide;
}
