import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../support/properties.ts';
import { Blob as FontBlob, Face } from 'harfbuzzjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { glyphMissing } from '../../src/diagnostics/text.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { createClusterShaper, findGaps, type ClusterShaper } from '../../src/text/check-coverage.ts';
import { loadFonts, type FontCatalog } from '../../src/text/load-fonts.ts';

const root = join(import.meta.dirname, '../..');
const expo = 'node_modules/@expo-google-fonts';
const patterns = [
  `${expo}/inter/{400Regular,400Regular_Italic}/*.ttf`,
  `${expo}/noto-sans-{arabic,thai,devanagari,jp}/400Regular/*.ttf`,
  'node_modules/twemoji-colr-font/*.woff2',
];

let catalog: FontCatalog;
let shaper: ClusterShaper;

beforeAll(async () => {
  const files = createInputFiles({ root, shipped: root });
  catalog = await loadFonts({ files, patterns, index: { get: () => undefined, set: () => undefined } });
  shaper = createClusterShaper(async (face) => (await files.read(face.path)).bytes);
});

describe('findGaps', () => {
  it.each([
    ['Schnell, größer — 49 €', ['Inter']],
    ['速く、もっと大きく「新発売」', ['Noto Sans JP']],
    ['سريع وأكبر ١٢٣', ['Noto Sans Arabic']],
    ['เร็วกว่าที่เคย ๆ', ['Noto Sans Thai']],
    ['अब और भी तेज़ क्षेत्र', ['Noto Sans Devanagari']],
    ['Line\nbreak\tand \u200B\u2066isolates\u2069\u00AD', ['Inter']],
    ['Go 🚀 👩🏽‍🚀 👨‍👩‍👧‍👦 🇩🇪 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', ['Inter', 'Twemoji Mozilla']],
  ])('finds none in %j', async (text, families) => {
    expect(await findGaps({ text, families, catalog, shaper })).toEqual([]);
  });

  it('names the code point, the grapheme and what was tried, once', async () => {
    expect(await findGaps({ text: 'a ส b ส 字', families: ['Inter', 'Noto Sans Thai'], catalog, shaper })).toEqual([
      { codePoint: 0x5b57, grapheme: '字', triedFonts: ['Inter', 'Noto Sans Thai'] },
    ]);
    expect(await findGaps({ text: 'x', families: ['Nowhere'], catalog })).toEqual([{ codePoint: 0x78, grapheme: 'x', triedFonts: ['Nowhere'] }]);
    expect(await findGaps({ text: 'x', families: [], catalog })).toHaveLength(1);
    const diagnostic = glyphMissing({ gaps: [{ codePoint: 0x5b57, grapheme: '字' }], locale: 'en', subject: 'spring.headline', fonts: ['Inter'] });
    expect(diagnostic).toMatchObject({ code: 'GLYPH_MISSING', exit: 1, message: 'No font has U+5B57 "字" of "spring.headline" for en; tried Inter.' });
  });

  it('takes a cluster from one family, never in pieces from two', async () => {
    expect(await findGaps({ text: 'अ\u0650', families: ['Noto Sans Devanagari', 'Noto Sans Arabic'], catalog })).toMatchObject([
      { codePoint: 0x905, grapheme: 'अ\u0650' },
    ]);
  });

  it('refuses letters whose marks would stand beside them, and those that a family before would take apart', async () => {
    expect(await findGaps({ text: 'ngõ e\u0301 x\u0301', families: ['Inter'], catalog, shaper })).toEqual([]);
    expect(await findGaps({ text: 'за\u0301мок', families: ['Inter'], catalog, shaper })).toEqual([
      { codePoint: 0x430, grapheme: 'а\u0301', triedFonts: ['Inter'], inParts: 'Inter' },
    ]);
    const stack = ['Noto Sans JP', 'Inter'];
    const [gap] = await findGaps({ text: 'κάθε', families: stack, catalog, shaper });
    expect(gap).toEqual({ codePoint: 0x3ac, grapheme: 'ά', triedFonts: stack, inParts: 'Noto Sans JP' });
    expect(await findGaps({ text: 'κάθε', families: stack.toReversed(), catalog, shaper })).toEqual([]);
    expect(glyphMissing({ gaps: [gap!], locale: 'el', subject: 'headline', fonts: stack })).toMatchObject({
      message: 'No font has U+03AC "ά" (of which "Noto Sans JP" would draw loose parts) of "headline" for el; tried Noto Sans JP, Inter.',
      fix: expect.stringContaining('first in locales.fonts["el"]'),
    });
  });

  it('refuses sequences that fall apart into several glyphs', async () => {
    const [madeUp, flag] = ['🚀\u200D🐸', '🇽🇽'];
    expect(await findGaps({ text: madeUp, families: ['Twemoji Mozilla'], catalog, shaper })).toMatchObject([{ grapheme: madeUp }]);
    expect(await findGaps({ text: flag, families: ['Twemoji Mozilla'], catalog, shaper })).toMatchObject([{ grapheme: flag }]);
    expect(await findGaps({ text: madeUp, families: ['Twemoji Mozilla'], catalog })).toEqual([]);
  });

  it("agrees with the fonts' own cmap for any text", async () => {
    const unicodes = catalog.facesOf('Inter').map(({ path }) => new Set(new Face(new FontBlob(readFileSync(join(root, path)))).collectUnicodes()));
    const character = fc
      .oneof(fc.integer({ min: 0x20, max: 0x24ff }), fc.integer({ min: 0x1e00, max: 0x2fff }), fc.constantFrom(0x1f680, 0x4e00, 0xe01))
      .filter((code) => code < 0xd800 || code > 0xdfff);
    await fc.assert(
      fc.asyncProperty(fc.array(character, { maxLength: 12 }), async (codePoints) => {
        const missing = codePoints.filter(
          (code) => !/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}]/u.test(String.fromCodePoint(code)) && !unicodes.every((each) => each.has(code)),
        );
        const gaps = await findGaps({ text: String.fromCodePoint(...codePoints), families: ['Inter'], catalog });
        expect(gaps.length > 0).toBe(missing.length > 0);
        expect(gaps.every(({ codePoint }) => missing.includes(codePoint))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
