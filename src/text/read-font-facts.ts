import { FontFault, readFontFormat, unwrapFont } from './unwrap-font.ts';

/** First and last code point of a run that a font has. */
export type CodePointRange = readonly [first: number, last: number];

/** What a font file says about itself. */
export interface FontFacts {
  readonly family: string;
  /** 1 to 1000; for a variable font its default. */
  readonly weight: number;
  /** Least and greatest weight of a variable font. */
  readonly weightRange?: readonly [number, number];
  readonly style: 'normal' | 'italic';
  /** Whether glyphs have colour layers (COLR version 0). */
  readonly colour: 'none' | 'layers';
  readonly ranges: readonly CodePointRange[];
}

/** A font that can be read but would not be drawn. */
export class UnsupportedFont extends Error {
  override readonly name = 'UnsupportedFont';
}

/**
 * Reads the facts of a ttf, otf, woff or woff2 file.
 * @throws FontFault when it is no font, UnsupportedFont when the renderer would draw it as nothing
 */
export async function readFontFacts(bytes: Uint8Array): Promise<FontFacts> {
  if (readFontFormat(bytes) === 'collection') throw new UnsupportedFont('it is a collection of several fonts');
  const sfnt = await unwrapFont(bytes);
  const { Blob, Face } = await import('harfbuzzjs');
  const face = new Face(new Blob(sfnt));
  const table = (tag: string): Uint8Array | undefined => face.referenceTable(tag)?.slice();
  const unicodes = face.collectUnicodes().slice();
  const names = face.listNames();
  const family = [16, 1]
    .map((nameId) => names.find((name) => name.nameId === nameId && name.language.startsWith('en')) ?? names.find((name) => name.nameId === nameId))
    .find((name) => name !== undefined);
  if (unicodes.length === 0 || family === undefined) throw new FontFault('it has no characters, or no name');
  refuseUndrawable({
    hasPaint: face.hasColorPaint(),
    hasBitmaps: face.hasColorPng() || table('CBDT') !== undefined || table('sbix') !== undefined,
    hasSvg: table('SVG ') !== undefined,
  });
  const weightAxis = face.getAxisInfos()['wght'];
  return {
    family: face.getName(family.nameId, family.language),
    weight: weightAxis === undefined ? readWeight(table('OS/2')) : weightAxis.default,
    ...(weightAxis === undefined ? {} : { weightRange: [weightAxis.min, weightAxis.max] }),
    style: isItalic(table('OS/2')) ? 'italic' : 'normal',
    colour: face.hasColorLayers() ? 'layers' : 'none',
    ranges: toRanges(unicodes),
  };
}

function refuseUndrawable({ hasPaint, hasBitmaps, hasSvg }: { readonly hasPaint: boolean; readonly hasBitmaps: boolean; readonly hasSvg: boolean }): void {
  if (hasPaint) throw new UnsupportedFont('its colour glyphs are COLR version 1');
  if (hasBitmaps) throw new UnsupportedFont('its glyphs are bitmaps (CBDT or sbix)');
  if (hasSvg) throw new UnsupportedFont('its glyphs are SVG documents');
}

/** usWeightClass of OS/2. Fonts from the days when Windows emboldened everything below 250 say 250 for Thin and 275 for ExtraLight. */
function readWeight(os2: Uint8Array | undefined): number {
  if (os2 === undefined || os2.byteLength < 6) return 400;
  const weight = (os2[4]! << 8) | os2[5]!;
  if (weight === 250) return 100;
  if (weight === 275) return 200;
  return weight >= 1 && weight <= 1000 ? weight : 400;
}

/** Bits ITALIC and OBLIQUE of fsSelection in OS/2. */
function isItalic(os2: Uint8Array | undefined): boolean {
  return os2 !== undefined && os2.byteLength >= 64 && (((os2[62]! << 8) | os2[63]!) & 0x201) !== 0;
}

/** Ascending code points as runs. */
function toRanges(unicodes: Iterable<number>): readonly CodePointRange[] {
  const ranges: [number, number][] = [];
  for (const codePoint of unicodes) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === codePoint - 1) last[1] = codePoint;
    else ranges.push([codePoint, codePoint]);
  }
  return ranges;
}
