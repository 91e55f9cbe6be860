import { fontHanUnfit } from '../diagnostics/text.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { hasCharacter } from './check-coverage.ts';
import type { FontCatalog } from './load-fonts.ts';
import { scriptCodeOf } from './locale-facts.ts';

/** What {@link checkHanFonts} looks at. */
export interface HanRequest {
  readonly locale: string;
  /** All words of the picture. */
  readonly text: string;
  /** In order of preference. */
  readonly families: readonly string[];
  readonly catalog: FontCatalog;
}

/**
 * Makes sure that Han characters get the shapes of their language: one code point is written differently in mainland China, Taiwan and Japan, and a font has one of the shapes.
 * The first family of the stack that has Han characters draws them, so that one must fit.
 * @throws VisualsError `FONT_HAN_UNFIT`
 */
export function checkHanFonts({ locale, text, families, catalog }: HanRequest): void {
  const script = scriptCodeOf(locale);
  const want = Object.hasOwn(writings, script) ? writings[script] : undefined;
  if (want === undefined || !/\p{Script=Han}/u.test(text)) return;
  const drawing = families.find((family) => hasAll(commonHan, family, catalog));
  if (drawing !== undefined && fits(drawing, want, catalog)) return;
  throw new VisualsError([fontHanUnfit({ locale, writing: want.name, family: drawing, package: want.package })]);
}

interface Writing {
  readonly name: string;
  /** Ends of family names that fit. */
  readonly regions: readonly string[];
  /** Characters that only fonts of this writing have all of. */
  readonly own: string;
  readonly package: string;
}

/** By ISO 15924 code of the locale's script. */
const writings: { readonly [script: string]: Writing } = {
  Hans: { name: 'simplified Chinese', regions: ['SC', 'CN', 'GB'], own: '们这说对买车东', package: '@expo-google-fonts/noto-sans-sc' },
  Hant: { name: 'traditional Chinese', regions: ['TC', 'TW', 'HK', 'MO'], own: '們這說對買車東', package: '@expo-google-fonts/noto-sans-tc' },
  Jpan: { name: 'Japanese', regions: ['JP'], own: 'あア込畑峠働', package: '@expo-google-fonts/noto-sans-jp' },
};
const commonHan = '一人中大';
const everyRegion = /(?:^|[\s_-])(SC|CN|GB|TC|TW|HK|MO|JP|KR)$/;

/** By the region in the family's name; without one, by the characters. A font of Japan has most traditional characters too, in Japanese shapes. */
function fits(family: string, { regions, own, name }: Writing, catalog: FontCatalog): boolean {
  const region = everyRegion.exec(family)?.[1];
  if (region !== undefined) return regions.includes(region);
  if (!hasAll(own, family, catalog)) return false;
  return name !== writings['Hant']!.name || hasAll(writings['Hans']!.own, family, catalog) || !hasAll(writings['Jpan']!.own, family, catalog);
}

function hasAll(characters: string, family: string, catalog: FontCatalog): boolean {
  return [...characters].every((character) => hasCharacter(character, [family], catalog));
}
