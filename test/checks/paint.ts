import type { CheckedAsset, CheckedPicture } from '../../src/checks/check.ts';
import { defaultChecks } from '../../src/config/resolve-checks.ts';
import type { CheckSettings, ResolvedAsset } from '../../src/model/config.ts';
import type { Digest } from '../../src/model/digest.ts';
import type { Box, Raster } from '../../src/model/geometry.ts';
import type { TextBox } from '../../src/model/outcome.ts';
import { createAsset } from '../support/create-asset.ts';

/** A colour as `#rrggbb` or `#rrggbbaa`, or what a pixel has. */
export type Paint = string | ((x: number, y: number) => readonly number[]);

/** A picture of one paint. */
export function paintPicture(width: number, height: number, paint: Paint): Raster {
  return paintBox({ width, height, data: new Uint8Array(width * height * 4) }, { x: 0, y: 0, width, height }, paint);
}

/** A copy of a picture with something painted on it. */
export function paintBox(picture: Raster, box: Box, paint: Paint): Raster {
  const data = picture.data.slice();
  const plain = typeof paint === 'string' ? readHex(paint) : undefined;
  for (let y = box.y; y < box.y + box.height; y += 1)
    for (let x = box.x; x < box.x + box.width; x += 1) {
      if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) continue;
      const [red, green, blue, alpha = 255] = plain ?? (paint as Exclude<Paint, string>)(x, y);
      data.set([red!, green!, blue!, alpha], (y * picture.width + x) * 4);
    }
  return { ...picture, data };
}

export function readHex(hex: string): readonly number[] {
  return [...hex.slice(1).matchAll(/../g)].map(([pair]) => Number.parseInt(pair, 16));
}

/** Strokes of a text, a sixth of its size wide, whose edges are blended with the ground. */
export function paintWords(ground: Raster, { x, y, width, height, fontSize }: TextBox, color: string): Raster {
  const stroke = Math.max(2, Math.round(fontSize / 6));
  const ink = readHex(color);
  const blend = (column: number, row: number): readonly number[] => {
    const offset = (row * ground.width + column) * 4;
    return [0, 1, 2].map((channel) => Math.round((ink[channel]! + ground.data[offset + channel]!) / 2));
  };
  let picture = ground;
  for (let left = x; left + stroke <= x + width; left += 3 * stroke) {
    picture = paintBox(picture, { x: left, y, width: stroke, height }, color);
    picture = paintBox(picture, { x: left + stroke, y, width: 1, height }, blend);
  }
  return picture;
}

/** A text of one line. */
export function createBox(changes: Partial<TextBox> = {}): TextBox {
  const box = { x: 40, y: 40, width: 200, height: changes.fontSize ?? 20 };
  return {
    ...box,
    slot: 'headline',
    role: 'headline',
    text: 'Words',
    fontSize: 20,
    smallest: 10,
    largest: 40,
    lines: 1,
    mostLines: 2,
    element: changes.element ?? { ...box, ...changes },
    isShrunk: false,
    isClipped: false,
    ...changes,
  };
}

interface PictureParts extends Partial<Omit<CheckedPicture, 'settings' | 'draw' | 'drawWithout' | 'decodePlate' | 'measureBytes'>> {
  readonly settings?: Partial<CheckSettings>;
  readonly card?: Raster;
  /** The card without its words. */
  readonly ground?: Raster;
  /** The card without its logo. */
  readonly bare?: Raster;
  readonly plate?: Raster;
  readonly safeArea?: number;
}

const cardSize = { width: 400, height: 200 };

/** A picture to be checked; what a case doesn't care about is white. */
export function createPicture({ settings, card, ground, bare, plate, safeArea = 0, ...parts }: PictureParts): CheckedPicture {
  const blank = paintPicture(cardSize.width, cardSize.height, '#ffffff');
  const insets = { top: safeArea, right: safeArea, bottom: safeArea, left: safeArea };
  return {
    cell: { id: 'hero/og.en', asset: 'hero', size: { name: 'og', ...cardSize, safeArea: insets }, locale: 'en', variant: {} },
    alt: 'A picture',
    boxes: [],
    images: bare === undefined ? {} : { logo: { isMirrored: false } },
    files: [],
    findColor: () => '#2563eb',
    ...parts,
    settings: { ...defaultChecks, ...settings },
    draw: async () => card ?? blank,
    drawWithout: async (layer) => (layer === 'text' ? (ground ?? card ?? blank) : (bare ?? blank)),
    decodePlate: async () => plate ?? blank,
    // Quality 50 gives 1,000 bytes.
    measureBytes: async (_, quality) => quality * 20,
  };
}

/** An asset to be checked. */
export function createSubject({ asset, ...parts }: Partial<Omit<CheckedAsset, 'asset'>> & { readonly asset?: Partial<ResolvedAsset> }): CheckedAsset {
  return {
    asset: { ...createAsset({ id: 'hero' }), ...asset },
    today: '2026-11-23',
    alts: [{ cell: 'hero/og.en', locale: 'en', alt: 'A desk in morning light' }],
    arts: [],
    models: [],
    edits: [],
    candidates: [],
    ...parts,
  };
}

export function createDigest(digit: string): Digest {
  return digit.repeat(64) as Digest;
}
