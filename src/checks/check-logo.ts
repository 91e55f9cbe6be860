import type { Observation } from '../model/finding.ts';
import type { Box, Raster } from '../model/geometry.ts';
import type { CheckedPicture, PictureCheck } from './check.ts';
import { differ } from '../text/find-words.ts';

/** The logo is there, whole, undistorted, large enough, and nothing comes too close to it. */
export const checkLogo: PictureCheck = {
  name: 'logo',
  version: '1',
  parameters: ({ settings: { logo }, images }) => (images[logo.slot] === undefined ? undefined : { ...logo, isMirrored: images[logo.slot]!.isMirrored }),
  run: async (picture) => {
    const { slot } = picture.settings.logo;
    const box = await findLogo(picture);
    if (box === undefined)
      return [{ message: `the logo "${slot}" is not to be seen`, fix: 'Something covers it, or it is drawn outside of the card: mend the template.', slot }];
    const mirrored = picture.images[slot]!.isMirrored
      ? [{ message: `the logo "${slot}" is mirrored`, fix: 'Give its art `mirror: false`.', slot, region: box }]
      : [];
    return [...mirrored, ...(await judgePixels(picture, box)), ...judgeSize(picture, box), ...judgeSpace(picture, box)];
  },
};

/** Where the logo is drawn: what differs between the card and the card without it. Undefined when there is none, or nothing of it is seen. */
export async function findLogo({ settings: { logo }, images, draw, drawWithout }: CheckedPicture): Promise<Box | undefined> {
  if (images[logo.slot] === undefined) return undefined;
  const [card, bare] = [await draw(), await drawWithout(logo.slot)];
  return boundPixels(card, (offset) => differ(card.data, bare.data, offset) > faint);
}

/** Channels that differ by less than this are no part of a shape that anybody sees. */
const faint = 8;

function boundPixels({ width, height }: Raster, isIn: (offset: number) => boolean): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      if (!isIn((y * width + x) * 4)) continue;
      [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
    }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** Pixels, and share, by which edges may be off: they are blended anew at another scale. */
const edge = 3;
const mostDistortion = 0.04;
/** Channels may be off by this inside of a shape, and so large a share of the samples may be off by more. */
const sameColor = 24;
const mostAltered = 0.03;
const fewestSamples = 24;

async function judgePixels({ settings: { logo }, draw, decodePlate }: CheckedPicture, box: Box): Promise<readonly Observation[]> {
  const [card, plate] = [await draw(), await decodePlate(logo.slot)];
  const ink = boundPixels(plate, (offset) => plate.data[offset + 3]! > faint);
  if (ink === undefined) return [];
  const scale = { x: box.width / ink.width, y: box.height / ink.height };
  const wanted = Math.round((box.height * ink.width) / ink.height);
  const off = Math.abs(wanted - box.width);
  if (off > edge && off / wanted > mostDistortion) {
    const message = `the logo is drawn ${box.width} × ${box.height} px; its own shape is ${wanted} × ${box.height} (or something covers a part of it)`;
    return [
      {
        message,
        fix: 'Keep its ratio in the template: `--art-logo-ratio`, or `object-fit: contain`; and let nothing lie over it.',
        slot: logo.slot,
        measured: box.width,
        limit: wanted,
        region: box,
      },
    ];
  }
  const { samples, altered } = compareSamples(card, plate, { box, ink, scale });
  const share = samples < fewestSamples ? 0 : altered / samples;
  if (share <= mostAltered) return [];
  const message = `${formatShare(share)} of the logo's pixels are not those of its picture`;
  const fix = 'Let nothing lie over the logo, and give it no opacity, filter or blending.';
  return [{ message, fix, slot: logo.slot, measured: formatShare(share), limit: formatShare(mostAltered), region: box }];
}

interface Placed {
  readonly box: Box;
  readonly ink: Box;
  readonly scale: { readonly x: number; readonly y: number };
}

/** Compares opaque places whose surroundings have the same colour: scaling does not change those. */
function compareSamples(card: Raster, plate: Raster, { box, ink, scale }: Placed): { readonly samples: number; readonly altered: number } {
  const reach = Math.max(2, Math.ceil(2 / Math.min(scale.x, scale.y)));
  let [samples, altered] = [0, 0];
  for (let y = ink.y + reach; y < ink.y + ink.height - reach; y += 1)
    for (let x = ink.x + reach; x < ink.x + ink.width - reach; x += 1) {
      if (!isPlain(plate, x, y, reach)) continue;
      const at = { x: Math.floor(box.x + (x - ink.x + 0.5) * scale.x), y: Math.floor(box.y + (y - ink.y + 0.5) * scale.y) };
      samples += 1;
      if (channelDistance(card, at, plate, { x, y }) > sameColor) altered += 1;
    }
  return { samples, altered };
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

function isPlain(plate: Raster, x: number, y: number, reach: number): boolean {
  const around = [
    { x: x - reach, y },
    { x: x + reach, y },
    { x, y: y - reach },
    { x, y: y + reach },
  ];
  return plate.data[(y * plate.width + x) * 4 + 3]! >= 250 && around.every((each) => channelDistance(plate, each, plate, { x, y }) <= 2);
}

function channelDistance(a: Raster, from: Pixel, b: Raster, to: Pixel): number {
  const [one, other] = [(from.y * a.width + from.x) * 4, (to.y * b.width + to.x) * 4];
  return Math.max(...[0, 1, 2, 3].map((channel) => Math.abs(a.data[one + channel]! - b.data[other + channel]!)));
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function judgeSize({ cell: { size }, settings: { logo } }: CheckedPicture, box: Box): readonly Observation[] {
  const limit = Math.floor(Math.min(size.width, size.height) * logo.smallest);
  if (box.height >= limit) return [];
  const message = `the logo is ${box.height} px high; ${limit} is the least here`;
  return [{ message, fix: 'Draw it larger in the template, or lower `checks.logo.smallest`.', slot: logo.slot, measured: box.height, limit, region: box }];
}

function judgeSpace({ boxes, settings: { logo } }: CheckedPicture, box: Box): readonly Observation[] {
  const space = box.height * logo.clearSpace;
  return boxes.flatMap((text) => {
    const gap = Math.floor(Math.max(gapBetween(box.x, box.width, text.x, text.width), gapBetween(box.y, box.height, text.y, text.height)));
    if (gap + 1 >= space) return [];
    const limit = Math.ceil(space);
    const message = `"${text.slot}" ${gap < 0 ? 'overlaps the logo' : `comes within ${gap} px of the logo`}; its clear space is ${limit} px`;
    return [{ message, fix: 'Make room round the logo in the template, or shorten the text.', slot: text.slot, measured: gap, limit, region: box }];
  });
}

/** Room between two stretches of a line; negative where they overlap. */
function gapBetween(from: number, length: number, other: number, otherLength: number): number {
  return Math.max(other - (from + length), from - (other + otherLength));
}
