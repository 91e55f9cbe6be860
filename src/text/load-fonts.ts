import { fontAmbiguous, fontMissing, fontUnreadable, fontUnsupported } from '../diagnostics/text.ts';
import { compareCodeUnits, computeActionKey } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { VisualsError, type Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import { groupBy } from '../model/group-by.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { readFontFacts, UnsupportedFont, type CodePointRange, type FontFacts } from './read-font-facts.ts';
import { FontFault } from './unwrap-font.ts';

/** A face that the project may draw with. */
export interface FontRecord extends FontFacts {
  readonly digest: Digest;
  /** Relative to the root. */
  readonly path: string;
}

/** The only fonts there are. */
export interface FontCatalog {
  /** By family, weight, style; of a design in pieces, the piece with the most of Basic Latin first, which so draws what several pieces have. */
  readonly faces: readonly FontRecord[];
  /** Faces of a family, whatever the case of its letters; empty when there are none. */
  facesOf(family: string): readonly FontRecord[];
  /** The same faces, those of one weight and style together: one file, or the pieces by script that Fontsource makes of it. */
  designsOf(family: string): readonly (readonly FontRecord[])[];
}

/** What {@link loadFonts} reads. */
export interface FontSource {
  readonly files: InputFiles;
  /** Globs; one that starts with `!` takes files away again. */
  readonly patterns: readonly string[];
  /** Keeps the facts by the file's digest, so that a font is opened once. */
  readonly index: ActionIndex;
}

/** Part of the facts' key: change it when they are read differently. */
const readerVersion = '1';
const mostBytes = 64 * 1024 * 1024;

/**
 * Finds the fonts and what is in them.
 * @throws VisualsError with all that is wrong: `FONT_MISSING`, `FONT_UNSUPPORTED`, `FONT_UNREADABLE`, `FONT_AMBIGUOUS`, and what reading a file throws
 */
export async function loadFonts({ files, patterns, index }: FontSource): Promise<FontCatalog> {
  const problems: Diagnostic[] = [];
  const paths = await findFontFiles(files, patterns, problems);
  const faces: FontRecord[] = [];
  for (const path of paths) {
    const face = await readFace(path, files, index, problems);
    if (face !== undefined) faces.push(face);
  }
  faces.sort(compareFaces);
  problems.push(...listAmbiguous(faces));
  if (problems.length > 0) throw new VisualsError(problems);
  return createFontCatalog(faces);
}

/** A catalogue of faces. */
export function createFontCatalog(faces: readonly FontRecord[]): FontCatalog {
  const byFamily = groupBy(faces, ({ family }) => family.toLowerCase());
  const designs = new Map([...byFamily].map(([family, all]) => [family, [...groupBy(all, describeFace).values()]]));
  return { faces, facesOf: (family) => byFamily.get(family.toLowerCase()) ?? [], designsOf: (family) => designs.get(family.toLowerCase()) ?? [] };
}

async function findFontFiles(files: InputFiles, patterns: readonly string[], problems: Diagnostic[]): Promise<readonly string[]> {
  const isException = (pattern: string): boolean => pattern.startsWith('!');
  const exceptions = patterns.filter(isException);
  const paths = new Set<string>();
  for (const pattern of patterns.filter((each) => !isException(each))) {
    const found = await files.list([pattern, ...exceptions]);
    if (found.length === 0) problems.push(fontMissing({ pattern }));
    for (const path of found) paths.add(path);
  }
  return [...paths];
}

async function readFace(path: string, files: InputFiles, index: ActionIndex, problems: Diagnostic[]): Promise<FontRecord | undefined> {
  const digest = await files.digest(path);
  const key = computeActionKey('font', { digest, reader: readerVersion });
  const known = index.get(key)?.facts;
  const facts = known ?? (await readFacts(path, files));
  if (known === undefined) index.set(key, { digest, stored: false, bytes: 0, facts });
  if (typeof facts['unreadable'] === 'string') problems.push(fontUnreadable({ path, reason: facts['unreadable'] }, { place: { file: path } }));
  else if (typeof facts['unsupported'] === 'string') problems.push(fontUnsupported({ path, reason: facts['unsupported'] }, { place: { file: path } }));
  else return { ...unpackFacts(facts), digest, path };
  return undefined;
}

/** Facts in the form that is kept; why a font can't be used is a fact, too. */
async function readFacts(path: string, files: InputFiles): Promise<JsonObject> {
  const { bytes } = await files.read(path, { mostBytes });
  try {
    return packFacts(await readFontFacts(bytes));
  } catch (error) {
    if (error instanceof FontFault) return { unreadable: error.message };
    if (error instanceof UnsupportedFont) return { unsupported: error.message };
    throw error;
  }
}

/** Runs as hexadecimal text, such as `20-7e,a9`: a tenth of the size of nested lists. */
function packFacts({ family, weight, weightRange, style, colour, ranges }: FontFacts): JsonObject {
  const runs = ranges.map(([first, last]) => (first === last ? first.toString(16) : `${first.toString(16)}-${last.toString(16)}`));
  return { family, weight, ...(weightRange === undefined ? {} : { weightRange }), style, colour, ranges: runs.join(',') };
}

function unpackFacts(facts: JsonObject): FontFacts {
  const { ranges, ...rest } = facts as unknown as Omit<FontFacts, 'ranges'> & { readonly ranges: string };
  return { ...rest, ranges: ranges.split(',').map(unpackRange) };
}

function unpackRange(run: string): CodePointRange {
  const [first, last = first] = run.split('-').map((digits) => Number.parseInt(digits, 16));
  return [first!, last!];
}

function compareFaces(one: FontRecord, other: FontRecord): number {
  return (
    compareCodeUnits(one.family, other.family) ||
    one.weight - other.weight ||
    compareCodeUnits(one.style, other.style) ||
    countWithin(other.ranges, basicLatin) - countWithin(one.ranges, basicLatin) ||
    compareCodeUnits(one.path, other.path)
  );
}

const basicLatin: readonly CodePointRange[] = [[0x21, 0x7e]];

/** Two faces clash when they are of the same family and style, share a weight, and are not pieces of one design. One problem a face. */
function listAmbiguous(faces: readonly FontRecord[]): readonly Diagnostic[] {
  const byFamily = groupBy(faces, ({ family, style }) => `${family} ${style}`);
  return [...byFamily.values()].flatMap((group) =>
    group.flatMap((face, index) => {
      const clash = group.slice(index + 1).find((other) => sharesWeight(face, other) && !areComplements(face, other));
      return clash === undefined ? [] : [fontAmbiguous({ face: describeFace(face), paths: [face.path, clash.path] }, { place: { file: clash.path } })];
    }),
  );
}

/** Whether two files are pieces of one design: of the same weights, and with little in common. Pieces share letters that carry marks, never half of the smaller one. */
function areComplements(one: FontRecord, other: FontRecord): boolean {
  if (describeFace(one) !== describeFace(other)) return false;
  return countWithin(one.ranges, other.ranges) * 2 < Math.min(countCodePoints(one.ranges), countCodePoints(other.ranges));
}

function countCodePoints(ranges: readonly CodePointRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** How many code points two ascending lists of runs share. */
function countWithin(one: readonly CodePointRange[], other: readonly CodePointRange[]): number {
  let [at, against, count] = [0, 0, 0];
  while (at < one.length && against < other.length) {
    const [[first, last], [otherFirst, otherLast]] = [one[at]!, other[against]!];
    count += Math.max(0, Math.min(last, otherLast) - Math.max(first, otherFirst) + 1);
    if (last < otherLast) at += 1;
    else against += 1;
  }
  return count;
}

function sharesWeight(one: FontRecord, other: FontRecord): boolean {
  const [[low, high], [otherLow, otherHigh]] = [one, other].map(({ weight, weightRange }) => weightRange ?? [weight, weight]) as [
    readonly [number, number],
    readonly [number, number],
  ];
  return low <= otherHigh && otherLow <= high;
}

/** `"Inter" 700 italic`. */
function describeFace({ family, weight, weightRange, style }: FontRecord): string {
  return `"${family}" ${weightRange?.join('–') ?? weight} ${style}`;
}
