import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { createFontRegistrar } from '../../src/project/create-font-registrar.ts';
import type { MeasuredNode } from '../../src/spec/renderer.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { createClusterShaper, findGaps, hasCharacter } from '../../src/text/check-coverage.ts';
import { loadFonts, type FontCatalog } from '../../src/text/load-fonts.ts';
import { countVisible } from '../../src/text/measure-slots.ts';
import { directionOf } from '../../src/text/locale-facts.ts';
import { prepareText } from '../../src/text/prepare-text.ts';

const root = join(import.meta.dirname, '../..');
const expo = 'node_modules/@expo-google-fonts';
const files = createInputFiles({ root, shipped: root });
const renderer = createTakumiRenderer();
const shaper = createClusterShaper(async ({ path }) => readFileSync(join(root, path)));
let catalog: FontCatalog;

const stacks: { readonly [locale: string]: readonly string[] } = {
  ar: ['Inter', 'Noto Sans Arabic'],
  he: ['Inter', 'Noto Sans Hebrew'],
  hi: ['Inter', 'Noto Sans Devanagari'],
  th: ['Inter', 'Noto Sans Thai'],
  ja: ['Inter', 'Noto Sans JP', 'Twemoji Mozilla'],
  'zh-Hans': ['Inter', 'Noto Sans SC'],
  'zh-Hant': ['Inter', 'Noto Sans TC'],
  ko: ['Inter', 'Noto Sans KR'],
};

beforeAll(async () => {
  const patterns = [
    `${expo}/inter/400Regular/*.ttf`,
    `${expo}/noto-sans-{arabic,devanagari,hebrew,jp,kr,sc,tc,thai}/400Regular/*.ttf`,
    'node_modules/twemoji-colr-font/*.woff2',
  ];
  catalog = await loadFonts({ files, patterns, index: { get: () => undefined, set: () => undefined } });
  await createFontRegistrar({ fonts: catalog, files, renderer }).useFamilies([...new Set(catalog.faces.map(({ family }) => family))]);
});

function familiesOf(locale: string): readonly string[] {
  return stacks[locale] ?? ['Inter', 'Twemoji Mozilla'];
}

async function layOut(text: string, locale: string, width: number): Promise<MeasuredNode> {
  const families = familiesOf(locale);
  const dir = directionOf(locale);
  const style = { width: `${width}px`, 'font-size': '24px', 'line-height': '40px', 'font-family': families.map((family) => `"${family}"`).join(', ') };
  return renderer.layout({
    width: 900,
    height: 900,
    css: [],
    lang: locale,
    families,
    images: new Map(),
    root: {
      type: 'element',
      tag: 'div',
      classes: [],
      attributes: {},
      dir,
      style: {},
      children: [{ type: 'text', tag: 'p', classes: [], attributes: {}, dir, style, text }],
    },
  });
}

/** Strings that pictures got wrong elsewhere: locale, text. */
const tricky: readonly (readonly [locale: string, text: string])[] = [
  ['de', 'Rindfleisch\u00ADetikettierungs\u00ADüberwachungs\u00ADaufgaben\u00ADübertragungs\u00ADgesetz'],
  ['de', 'STRASSE Straße ẞ „Ärger“ ‚öfter‘ – 1.234,56 €'],
  ['en', 'fi fl ffi ffl “AVATAR” To. Wa, 11:11 1/2 ½ №'],
  ['en', 'e\u0301 n\u0303 u\u0308 (decomposed)'],
  ['en', 'a\u200Bb\u2060c\uFEFFd\u00ADe'],
  ['en', '👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈🇩🇪🇺🇳1️⃣❤️'],
  ['en', '\u2066\u2067\u2068\u2069 isolates of nothing \u200E\u200F'],
  ['en', 'Antidisestablishmentarianism-and-pneumonoultramicroscopicsilicovolcanoconiosis'],
  ['en', 'https://example.com/a/very/long/path?with=query&and=more#hash'],
  ['en', '   leading,   inner   and trailing spaces   '],
  ['fr', 'Quoi ?! « Oui » : 12\u202F345,67\u00A0€ ; l’œuvre'],
  ['tr', 'İI ıi İSTANBUL ığdır'],
  ['vi', 'Nguyễn Thị Hằng ở Đà Nẵng: ẫ ẩ ặ ỡ ữ'],
  ['el', 'Ὀδυσσεύς ΐ ΰ ᾳ Ϊ — πάντα ῥεῖ'],
  ['ru', 'Съешь ещё этих мягких французских булок — й ё ъ'],
  ['uk', 'Щастя: ґ є і ї “лапки”'],
  ['ar', 'السلام عليكم، لا إله: ١٢٣ و 456 (ABC) % 50'],
  ['ar', 'مُحَمَّد ﷺ ـ كشيدة لـــلا'],
  ['ar', 'اتصل بـ \u2068+49 (0)30 123-456\u2069 الآن!'],
  ['he', 'שָׁלוֹם, עולם! 3.5% ב־2026 (C++)'],
  ['hi', 'क्षत्रिय ज्ञान श्री र्क द्ध्य हिन्दी ₹१२३'],
  ['th', 'น้ำที่ปั๊มเปี๊ยะ ฤๅษี กรุงเทพฯ ๑๒๓'],
  ['ja', '「きゃっ」と、〜ー々〇・ＡＢＣ ｱｲｳ'],
  ['ja', '東京タワー🗼で、３３３ｍ！？'],
  ['zh-Hans', '“引号”，破折号——省略号……《书名》'],
  ['zh-Hant', '「引號」，破折號——刪節號……《書名》'],
  ['ko', '뷁 안녕하세요, “따옴표” 3.14배 ㅋㅋㅋ'],
];

describe('tricky strings', () => {
  test.each(tricky)('%s: %j', async (locale, text) => {
    const families = familiesOf(locale);
    const prepared = await prepareText(text.normalize('NFC'), {
      locale,
      role: 'headline',
      hasGlyph: (character) => hasCharacter(character, families, catalog),
    });
    expect(await findGaps({ text: prepared, families, catalog, shaper })).toEqual([]);
    for (const width of [120, 300, 880]) {
      const { runs } = (await layOut(prepared, locale, width)).children[0]!;
      const shown = runs.map((run) => run.text).join('');
      // Hyphens that are shown stand for soft ones, which are not counted.
      expect(countVisible(shown)).toBeGreaterThanOrEqual(countVisible(prepared));
      for (const run of runs.filter(({ text: each }) => countVisible(each) > 0)) expect(run.width).toBeGreaterThan(0);
    }
    expect(prepared.replace(/[\s\u200B\u2060]/g, '')).toBe(text.normalize('NFC').replace(/[\s\u200B\u2060]/g, ''));
  });

  test.each([
    ['ru', 'за\u0301мок', 'а\u0301'],
    ['en', 'Z\u0335algo', undefined],
    ['en', '\u{1F9D1}\u200D\u{1F680}\u200D\u{1F438}', '\u{1F9D1}\u200D\u{1F680}\u200D\u{1F438}'],
    ['en', '\u{10FFFD} private', '\u{10FFFD}'],
    ['en', '\uFFFF', '\uFFFF'],
  ])('%s: %j is refused rather than drawn wrong, or drawn', async (locale, text, gap) => {
    const gaps = await findGaps({ text, families: familiesOf(locale), catalog, shaper });
    if (gap !== undefined) expect(gaps.map(({ grapheme }) => grapheme)).toContain(gap);
    expect(await layOut(text, locale, 300)).toBeDefined();
  });
});
