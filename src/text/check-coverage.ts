import type { FontCatalog, FontRecord } from './load-fonts.ts';
import { unwrapFont } from './unwrap-font.ts';

/** A character that the fonts of a stack can't draw. */
export interface Gap {
  /** The first code point that is missing; of a sequence that would fall apart, its first. */
  readonly codePoint: number;
  readonly grapheme: string;
  /** Families that were tried, in their order. */
  readonly triedFonts: readonly string[];
}

/** What {@link findGaps} looks at. */
export interface CoverageRequest {
  readonly text: string;
  /** In order of preference. */
  readonly families: readonly string[];
  readonly catalog: FontCatalog;
  /** Tells whether emoji sequences stay whole; without it their code points alone are looked at. */
  readonly shaper?: ClusterShaper;
}

/** Draws sequences on trial. */
export interface ClusterShaper {
  /** Whether a face draws a sequence such as a flag, or emoji with joiners, as one glyph. */
  isWhole(grapheme: string, face: FontRecord): Promise<boolean>;
}

const ignorable = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]$/u;
/** Joined emoji, skin tones, flags, keycaps, tag sequences. */
const sequence = /\p{Extended_Pictographic}.*\u200D|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u20E3|[\u{E0020}-\u{E007F}]/su;

/**
 * The graphemes that no family of a stack covers, each once, in the order of the text. A family covers a grapheme when every one of its faces has every code point of it that is not ignorable;
 * an emoji sequence must come out as one glyph, too. Line feeds and other controls need no glyph; spaces do.
 */
export async function findGaps({ text, families, catalog, shaper }: CoverageRequest): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  for (const grapheme of new Set(splitGraphemes(text))) {
    const needed = [...grapheme].filter((character) => !ignorable.test(character)).map((character) => character.codePointAt(0)!);
    if (needed.length === 0) continue;
    if (await isCovered(grapheme, needed, { families, catalog, shaper })) continue;
    gaps.push({ codePoint: findMissing(needed, families, catalog), grapheme, triedFonts: families });
  }
  return gaps;
}

/** Shapes with HarfBuzz; each face is opened once, and only when a sequence turns up. `read` gives the bytes of a face's file. */
export function createClusterShaper(read: (face: FontRecord) => Promise<Uint8Array>): ClusterShaper {
  const counters = new Map<string, Promise<GlyphCounter>>();
  const known = new Map<string, Promise<boolean>>();
  const countGlyphs = async (grapheme: string, face: FontRecord): Promise<boolean> => {
    if (!counters.has(face.digest)) counters.set(face.digest, read(face).then(createGlyphCounter));
    return (await counters.get(face.digest)!)(grapheme);
  };
  return {
    isWhole: (grapheme, face) => {
      const key = `${face.digest} ${grapheme}`;
      if (!known.has(key)) known.set(key, countGlyphs(grapheme, face));
      return known.get(key)!;
    },
  };
}

type GlyphCounter = (grapheme: string) => boolean;

async function createGlyphCounter(bytes: Uint8Array): Promise<GlyphCounter> {
  const [{ Blob, Buffer, BufferFlag, Face, Font, shape }, sfnt] = await Promise.all([import('harfbuzzjs'), unwrapFont(bytes)]);
  const font = new Font(new Face(new Blob(sfnt)));
  return (grapheme) => {
    const buffer = new Buffer();
    buffer.setFlags(BufferFlag.REMOVE_DEFAULT_IGNORABLES);
    buffer.addText(grapheme);
    buffer.guessSegmentProperties();
    shape(font, buffer);
    const glyphs = buffer.getGlyphInfos();
    return glyphs.length === 1 && glyphs[0]!.codepoint !== 0;
  };
}

/** The rules of Unicode do not differ by language, so that any locale will do. */
function splitGraphemes(text: string): readonly string[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
}

async function isCovered(
  grapheme: string,
  needed: readonly number[],
  { families, catalog, shaper }: Pick<CoverageRequest, 'families' | 'catalog'> & { readonly shaper: ClusterShaper | undefined },
): Promise<boolean> {
  const family = families.find((each) => needed.every((codePoint) => hasCodePoint(catalog.facesOf(each), codePoint)));
  if (family === undefined) return false;
  if (shaper === undefined || !sequence.test(grapheme)) return true;
  const whole = await Promise.all(catalog.facesOf(family).map((face) => shaper.isWhole(grapheme, face)));
  return whole.every((each) => each);
}

/** The first code point that nobody has; when all are there but in no single family, the first. */
function findMissing(needed: readonly number[], families: readonly string[], catalog: FontCatalog): number {
  return needed.find((codePoint) => !families.some((family) => hasCodePoint(catalog.facesOf(family), codePoint))) ?? needed[0]!;
}

function hasCodePoint(faces: readonly FontRecord[], codePoint: number): boolean {
  return faces.length > 0 && faces.every(({ ranges }) => isWithin(ranges, codePoint));
}

/** Binary search. */
function isWithin(ranges: FontRecord['ranges'], codePoint: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle]!;
    if (codePoint < first) high = middle - 1;
    else if (codePoint > last) low = middle + 1;
    else return true;
  }
  return false;
}
