import type { FontCatalog, FontRecord } from './load-fonts.ts';
import { unwrapFont } from './unwrap-font.ts';

/** A character that the fonts of a stack can't draw. */
export interface Gap {
  /** The first code point that is missing; of a sequence that would fall apart, its first. */
  readonly codePoint: number;
  readonly grapheme: string;
  /** Families that were tried, in their order. */
  readonly triedFonts: readonly string[];
  /** The family that would draw the character as a letter and loose marks, though another one may have it as a whole. */
  readonly inParts?: string;
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
  /** Whether a face draws a letter with its marks in their places: as one glyph, or with marks that it attaches. */
  isAttached(grapheme: string, face: FontRecord): Promise<boolean>;
}

const ignorable = /^[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]$/u;
/** Joined emoji, skin tones, flags, keycaps, tag sequences. */
const sequence = /\p{Extended_Pictographic}.*\u200D|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u20E3|[\u{E0020}-\u{E007F}]/su;

/**
 * The graphemes that no family of a stack covers, each once, in the order of the text. A family covers a grapheme when each of its weights and styles has a file with every code point of it
 * that is not ignorable; an emoji sequence must come out as one glyph, too, and marks on a letter must stand where they belong. The renderer takes a letter apart when a family has its parts
 * and not the whole, before it asks the next family: that is a gap, too, unless the family attaches the marks. Line feeds and other controls need no glyph; spaces do.
 */
export async function findGaps({ text, families, catalog, shaper }: CoverageRequest): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  for (const grapheme of new Set(splitGraphemes(text))) {
    const needed = [...grapheme].filter((character) => !ignorable.test(character)).map((character) => character.codePointAt(0)!);
    if (needed.length === 0) continue;
    const drawing = findDrawing(grapheme, needed, families, catalog);
    if (drawing !== undefined && (await isDrawnWell(grapheme, drawing, shaper))) continue;
    const inParts = drawing?.hasMarks === true ? { inParts: drawing.family } : {};
    gaps.push({ codePoint: drawing === undefined ? findMissing(needed, families, catalog) : needed[0]!, grapheme, triedFonts: families, ...inParts });
  }
  return gaps;
}

/** Whether a family of a stack has a character. */
export function hasCharacter(character: string, families: readonly string[], catalog: FontCatalog): boolean {
  return families.some((family) => findCovering(catalog.designsOf(family), [character.codePointAt(0)!]) !== undefined);
}

/** Shapes with HarfBuzz; each face is opened once, and only when a sequence turns up. `read` gives the bytes of a face's file. */
export function createClusterShaper(read: (face: FontRecord) => Promise<Uint8Array>): ClusterShaper {
  const shapers = new Map<string, Promise<Shape>>();
  const known = new Map<string, Promise<readonly Glyph[]>>();
  const shapeOnce = (grapheme: string, face: FontRecord): Promise<readonly Glyph[]> => {
    const shaper = shapers.get(face.digest) ?? read(face).then(createShape);
    shapers.set(face.digest, shaper);
    const key = `${face.digest} ${grapheme}`;
    const glyphs = known.get(key) ?? shaper.then((shape) => shape(grapheme));
    known.set(key, glyphs);
    return glyphs;
  };
  return {
    isWhole: async (grapheme, face) => {
      const glyphs = await shapeOnce(grapheme, face);
      return glyphs.length === 1 && glyphs[0]!.id !== 0;
    },
    isAttached: async (grapheme, face) => {
      const glyphs = await shapeOnce(grapheme, face);
      return glyphs.every(({ id, advance, isMoved }, index) => id !== 0 && (index === 0 || (advance === 0 && isMoved)));
    },
  };
}

interface Glyph {
  /** 0 is the box for a missing character. */
  readonly id: number;
  readonly advance: number;
  /** Whether the font moves it from where it would stand by itself, as it does with an attached mark. */
  readonly isMoved: boolean;
}

type Shape = (grapheme: string) => readonly Glyph[];

async function createShape(bytes: Uint8Array): Promise<Shape> {
  const [{ Blob, Buffer, BufferFlag, Face, Font, shape }, sfnt] = await Promise.all([import('harfbuzzjs'), unwrapFont(bytes)]);
  const font = new Font(new Face(new Blob(sfnt)));
  return (grapheme) => {
    const buffer = new Buffer();
    buffer.setFlags(BufferFlag.REMOVE_DEFAULT_IGNORABLES);
    buffer.addText(grapheme);
    buffer.guessSegmentProperties();
    shape(font, buffer);
    const positions = buffer.getGlyphPositions();
    return buffer.getGlyphInfos().map(({ codepoint }, index) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      return { id: codepoint, advance: xAdvance, isMoved: xOffset !== 0 || yOffset !== 0 };
    });
  };
}

/** The rules of Unicode do not differ by language, so that any locale will do. */
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function splitGraphemes(text: string): readonly string[] {
  return [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Which files draw a grapheme. */
interface Drawing {
  readonly family: string;
  /** One of each weight and style. */
  readonly faces: readonly FontRecord[];
  /** Whether it is put together from a letter and marks. */
  readonly hasMarks: boolean;
  /** Whether the files have its parts alone, not the whole character. */
  readonly isTakenApart: boolean;
}

const combiningMark = /[\u0300-\u036F]/;

/** The first family that has a grapheme as a whole or in its canonical parts, as the renderer chooses; undefined when none has. */
function findDrawing(grapheme: string, needed: readonly number[], families: readonly string[], catalog: FontCatalog): Drawing | undefined {
  const parts = [...grapheme.normalize('NFD')].map((character) => character.codePointAt(0)!);
  const hasParts = combiningMark.test(grapheme.normalize('NFD'));
  for (const family of families) {
    const designs = catalog.designsOf(family);
    const whole = findCovering(designs, needed);
    if (whole !== undefined) return { family, faces: whole, hasMarks: combiningMark.test(grapheme), isTakenApart: false };
    const loose = hasParts ? findCovering(designs, parts) : undefined;
    if (loose !== undefined) return { family, faces: loose, hasMarks: true, isTakenApart: true };
  }
  return undefined;
}

async function isDrawnWell(grapheme: string, { faces, hasMarks, isTakenApart }: Drawing, shaper: ClusterShaper | undefined): Promise<boolean> {
  const isSequence = sequence.test(grapheme);
  // Nobody can tell without shaping whether the parts come together.
  if (shaper === undefined) return !isTakenApart;
  if (!isSequence && !hasMarks) return true;
  const good = await Promise.all(faces.map((face) => (isSequence ? shaper.isWhole(grapheme, face) : shaper.isAttached(grapheme, face))));
  return good.every((each) => each);
}

/** Of each design the file that has all code points of a cluster; undefined when one of them has none. */
function findCovering(designs: readonly (readonly FontRecord[])[], needed: readonly number[]): readonly FontRecord[] | undefined {
  const found = designs.flatMap((pieces) => pieces.find(({ ranges }) => needed.every((codePoint) => isWithin(ranges, codePoint))) ?? []);
  return designs.length > 0 && found.length === designs.length ? found : undefined;
}

/** The first code point that nobody has; when all are there but in no single family, the first. */
function findMissing(needed: readonly number[], families: readonly string[], catalog: FontCatalog): number {
  return needed.find((codePoint) => !hasCharacter(String.fromCodePoint(codePoint), families, catalog)) ?? needed[0]!;
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
