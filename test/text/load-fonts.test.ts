import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Blob as FontBlob, Face } from 'harfbuzzjs';
import { compress } from 'wawoff2';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Digest } from '../../src/model/digest.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { ActionResult } from '../../src/model/outcome.ts';
import type { ActionIndex } from '../../src/spec/action-index.ts';
import type { InputFiles } from '../../src/spec/input-files.ts';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { createFontRegistrar } from '../../src/project/create-font-registrar.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { findGaps, hasCharacter } from '../../src/text/check-coverage.ts';
import { checkHanFonts } from '../../src/text/check-han-fonts.ts';
import { createFontCatalog, loadFonts, type FontCatalog, type FontRecord } from '../../src/text/load-fonts.ts';
import { checkWeights, readWeights, selectFaces } from '../../src/text/select-faces.ts';
import { unwrapFont } from '../../src/text/unwrap-font.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { createProject } from '../brand/create-project.ts';
import { createColrVersion1, createWeightAxis, keepCharacters, readTables, withTables, wrapWoff } from './font-surgery.ts';

const root = join(import.meta.dirname, '../..');
const expo = 'node_modules/@expo-google-fonts';
const inter = readFileSync(join(root, expo, 'inter/400Regular/Inter_400Regular.ttf'));
const patterns = [
  `${expo}/inter/{400Regular,700Bold,700Bold_Italic,100Thin}/*.ttf`,
  `${expo}/noto-sans-{arabic,thai,devanagari,jp}/700Bold/*.ttf`,
  'node_modules/twemoji-colr-font/*.woff2',
];

describe('loadFonts', () => {
  it('reads the facts of real fonts', async () => {
    const catalog = await loadFonts({ files: createInputFiles({ root, shipped: root }), patterns, index: createIndex() });
    expect(catalog.faces.map(({ family, weight, style, colour }) => [family, weight, style, colour])).toEqual([
      ['Inter', 100, 'normal', 'none'],
      ['Inter', 400, 'normal', 'none'],
      ['Inter', 700, 'italic', 'none'],
      ['Inter', 700, 'normal', 'none'],
      ['Noto Sans Arabic', 700, 'normal', 'none'],
      ['Noto Sans Devanagari', 700, 'normal', 'none'],
      ['Noto Sans JP', 700, 'normal', 'none'],
      ['Noto Sans Thai', 700, 'normal', 'none'],
      ['Twemoji Mozilla', 400, 'normal', 'layers'],
    ]);
    expect(catalog.facesOf('inter')).toHaveLength(4);
    expect(catalog.facesOf('constructor')).toEqual([]);
  });

  it("gives just the code points of the font's own cmap", async () => {
    const { faces } = await loadFonts({ files: createProject({ 'a.ttf': inter }), patterns: ['*.ttf'], index: createIndex() });
    const ours = faces[0]!.ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
    expect(ours).toEqual([...new Face(new FontBlob(inter)).collectUnicodes()]);
  });

  it('opens a font once: later runs read its facts by its digest', async () => {
    const index = createIndex();
    const first = await loadFonts({ files: createProject({ 'a.ttf': inter }), patterns: ['*.ttf'], index });
    const files = createProject({ 'moved/a.ttf': inter });
    const closed: InputFiles = { ...files, read: () => Promise.reject(new Error('opened')) };
    const second = await loadFonts({ files: closed, patterns: ['**/*.ttf'], index });
    expect(second.faces).toEqual(first.faces.map((face) => ({ ...face, path: 'moved/a.ttf' })));
  });

  it('reads woff and woff2 as it reads the ttf in them', async () => {
    const contents = { 'a.ttf': inter, 'b.woff': wrapWoff(inter), 'c.woff2': await compress(inter) };
    const facts = await Promise.all(
      Object.entries(contents).map(async ([path, bytes]) => {
        const { faces } = await loadFonts({ files: createProject({ [path]: bytes }), patterns: [path], index: createIndex() });
        return { ...faces[0]!, path: '', digest: '' };
      }),
    );
    expect(facts[1]).toEqual(facts[0]);
    expect(facts[2]).toEqual(facts[0]);
    expect(readTables(await unwrapFont(contents['b.woff']))).toEqual(readTables(inter));
  });

  it('reads the range of a variable font', async () => {
    const variable = withTables(inter, [{ tag: 'fvar', data: createWeightAxis(100, 400, 900) }]);
    const { faces } = await loadFonts({ files: createProject({ 'a.ttf': variable }), patterns: ['a.ttf'], index: createIndex() });
    expect(faces[0]).toMatchObject({ weight: 400, weightRange: [100, 900] });
  });

  it('refuses colour fonts that would be drawn as nothing, collections and broken files, each by name, now and from the index', async () => {
    const files = createProject({
      'colr.ttf': withTables(inter, [{ tag: 'COLR', data: createColrVersion1() }]),
      'svg.ttf': withTables(inter, [{ tag: 'SVG ', data: Buffer.alloc(16) }]),
      'cbdt.ttf': withTables(inter, [{ tag: 'CBDT', data: Buffer.alloc(16) }]),
      'sbix.ttf': withTables(inter, [{ tag: 'sbix', data: Buffer.alloc(16) }]),
      'many.ttc': Buffer.from('ttcf\0\u0001\0\0\0\0\0\u0002', 'latin1'),
      'empty.ttf': '',
      'text.ttf': 'this is not a font at all',
      'cut.woff2': (await compress(inter)).subarray(0, 5000),
      'cut.woff': wrapWoff(inter).subarray(0, 5000),
      'cut.ttf': inter.subarray(0, -100),
    });
    const index = createIndex();
    const source = { files, patterns: ['*'], index };
    const expected = [
      ['cbdt.ttf', 'FONT_UNSUPPORTED'],
      ['colr.ttf', 'FONT_UNSUPPORTED'],
      ['cut.ttf', 'FONT_UNREADABLE'],
      ['cut.woff', 'FONT_UNREADABLE'],
      ['cut.woff2', 'FONT_UNREADABLE'],
      ['empty.ttf', 'FONT_UNREADABLE'],
      ['many.ttc', 'FONT_UNSUPPORTED'],
      ['sbix.ttf', 'FONT_UNSUPPORTED'],
      ['svg.ttf', 'FONT_UNSUPPORTED'],
      ['text.ttf', 'FONT_UNREADABLE'],
    ];
    for (let run = 0; run < 2; run += 1) {
      const problems = await catchDiagnostics(() => loadFonts(source));
      expect(problems.map(({ message, code }) => [message.split(' ')[0], code])).toEqual(expected);
    }
  });

  it('names patterns without files, and both files of an ambiguous face', async () => {
    const files = createProject({ 'a/one.ttf': inter, 'b/two.ttf': Buffer.concat([inter, Buffer.alloc(4)]) });
    expect(await catchDiagnostics(() => loadFonts({ files, patterns: ['c/*.ttf', 'a/one.ttf', '**/*.ttf'], index: createIndex() }))).toMatchObject([
      { code: 'FONT_MISSING', exit: 2, message: 'No font matches "c/*.ttf".' },
      { code: 'FONT_AMBIGUOUS', exit: 2, message: 'Both a/one.ttf and b/two.ttf are "Inter" 400 normal.' },
    ]);
    expect((await loadFonts({ files, patterns: ['**/*.ttf', '!b/**'], index: createIndex() })).faces.map(({ path }) => path)).toEqual(['a/one.ttf']);
    const variable = createProject({ 'a.ttf': inter, 'v.ttf': withTables(inter, [{ tag: 'fvar', data: createWeightAxis(100, 300, 900) }]) });
    expect(await catchDiagnostics(() => loadFonts({ files: variable, patterns: ['*.ttf'], index: createIndex() }))).toMatchObject([{ code: 'FONT_AMBIGUOUS' }]);
  });
});

describe('a font in pieces', () => {
  const isLatin = (codePoint: number): boolean => codePoint < 0x100;
  const isGreek = (codePoint: number): boolean => (codePoint >= 0x370 && codePoint < 0x400) || [0x20, 0x41, 0xa0].includes(codePoint);
  const isCyrillic = (codePoint: number): boolean => (codePoint >= 0x400 && codePoint < 0x460) || [0x20, 0x41, 0xa0].includes(codePoint);
  const [latin, greek, cyrillic] = [isLatin, isGreek, isCyrillic].map((isKept) => keepCharacters(inter, isKept));
  const pieces = { 'cyrillic.ttf': cyrillic!, 'greek.ttf': greek!, 'latin.ttf': latin! };
  const load = (contents: { readonly [path: string]: Uint8Array }) => loadFonts({ files: createProject(contents), patterns: ['*.ttf'], index: createIndex() });

  it('is one design, the piece with the Latin letters first', async () => {
    const catalog = await load(pieces);
    expect(catalog.designsOf('Inter').map((design) => design.map(({ path }) => path))).toEqual([['latin.ttf', 'cyrillic.ttf', 'greek.ttf']]);
    expect(selectFaces(catalog, ['Inter'], { weights: [400] })).toHaveLength(3);
  });

  it('covers what any of its pieces covers', async () => {
    const catalog = await load(pieces);
    expect(await findGaps({ text: 'Wort Ελλάδα Привет', families: ['Inter'], catalog })).toEqual([]);
    expect(await findGaps({ text: 'Łódź', families: ['Inter'], catalog })).toMatchObject([{ grapheme: 'Ł' }, { grapheme: 'ź' }]);
    expect(hasCharacter('Ж', ['Inter'], catalog)).toBe(true);
    expect(hasCharacter('字', ['Inter'], catalog)).toBe(false);
  });

  it('is drawn from all of them, and kerned as if it were whole', async () => {
    const measure = async (contents: { readonly [path: string]: Uint8Array }): Promise<number> => {
      const catalog = await load(contents);
      const renderer = createTakumiRenderer();
      await createFontRegistrar({ fonts: catalog, files: createProject(contents), renderer }).useFamilies(['Inter']);
      const { runs } = await renderer.layout({
        width: 600,
        height: 100,
        css: [],
        lang: 'en',
        families: ['Inter'],
        images: new Map(),
        root: { type: 'text', tag: 'p', classes: [], attributes: {}, style: { 'font-size': '40px' }, text: 'AVA Ελλ Привет' },
      });
      return Math.max(...runs.map(({ x, width }) => x + width));
    };
    expect(await measure(pieces)).toBeCloseTo(await measure({ 'whole.ttf': inter }), 1);
  });

  it('is ambiguous when its pieces are copies, in part or as a whole', async () => {
    for (const contents of [
      { 'latin.ttf': latin!, 'whole.ttf': inter },
      { 'latin.ttf': latin!, 'more.ttf': keepCharacters(inter, (codePoint) => codePoint < 0x180) },
    ])
      expect(await catchDiagnostics(() => load(contents))).toMatchObject([{ code: 'FONT_AMBIGUOUS' }]);
  });
});

describe('checkHanFonts', () => {
  const families = { ja: 'Noto Sans JP', 'zh-Hans': 'Noto Sans SC', 'zh-Hant': 'Noto Sans TC' };
  let catalog: FontCatalog;

  beforeAll(async () => {
    const wanted = [`${expo}/noto-sans-{jp,sc,tc,kr}/400Regular/*.ttf`, `${expo}/inter/400Regular/*.ttf`];
    catalog = await loadFonts({ files: createInputFiles({ root, shipped: root }), patterns: wanted, index: createIndex() });
  });

  it.each([
    ['ja', 'ja', true],
    ['zh-Hans', 'zh-Hans', true],
    ['zh-Hant', 'zh-Hant', true],
    ['zh-CN', 'zh-Hans', true],
    ['zh', 'zh-Hans', true],
    ['zh-HK', 'zh-Hant', true],
    ['zh-TW', 'zh-Hans', false],
    ['zh-Hans', 'ja', false],
    ['zh-Hant', 'ja', false],
    ['ja', 'zh-Hans', false],
    ['en', 'ja', true],
  ] as const)('lets %s be drawn with the font of %s: %s', (locale, font, expected) => {
    const renamed = createFontCatalog(
      catalog.faces.map((face) => ({ ...face, family: face.family.replace(/ (JP|SC|TC|KR)$/, (_, region: string) => ` of ${region}.`) })),
    );
    for (const [faces, family] of [
      [catalog, families[font]],
      [renamed, families[font].replace(/ (JP|SC|TC)$/, ' of $1.')],
    ] as const) {
      const check = () => checkHanFonts({ locale, text: '直す', families: ['Inter', family], catalog: faces });
      // Without a region in its name a font is known by its characters, and the font of SC has those of all.
      if (faces === renamed && font === 'zh-Hans') continue;
      if (expected) expect(check).not.toThrow();
      else expect(check).toThrow(VisualsError);
    }
  });

  it('names the family, and the package that would do', async () => {
    const problems = await catchDiagnostics(async () => checkHanFonts({ locale: 'zh-Hant', text: '直', families: ['Inter', 'Noto Sans JP'], catalog }));
    expect(problems).toMatchObject([
      { code: 'FONT_HAN_UNFIT', exit: 2, message: expect.stringContaining('"Noto Sans JP"'), fix: expect.stringContaining('@expo-google-fonts/noto-sans-tc') },
    ]);
    expect(await catchDiagnostics(async () => checkHanFonts({ locale: 'zh-Hans', text: '直', families: ['Inter'], catalog }))).toMatchObject([
      { code: 'FONT_HAN_UNFIT' },
    ]);
    expect(() => checkHanFonts({ locale: 'zh-Hans', text: 'Visuals 2', families: ['Inter'], catalog })).not.toThrow();
  });
});

describe('selectFaces', () => {
  const weights = (family: string, style: FontRecord['style'], ...list: readonly number[]): readonly FontRecord[] =>
    list.map((weight) => ({ family, weight, style, colour: 'none', ranges: [], digest: '0'.repeat(64) as Digest, path: `${family}-${weight}-${style}.ttf` }));
  const faces = [...weights('A', 'normal', 100, 300, 400, 600, 800), ...weights('A', 'italic', 400), ...weights('B', 'normal', 500)];
  const catalog = createFontCatalog(faces);

  it.each([
    [400, 400],
    [450, 400],
    [500, 400],
    [200, 100],
    [350, 300],
    [50, 100],
    [700, 800],
    [550, 600],
    [900, 800],
  ])('takes for weight %i the face that CSS takes, %i', (wanted, expected) => {
    expect(selectFaces(catalog, ['A'], { weights: [wanted], styles: ['normal'] }).map(({ weight }) => weight)).toEqual([expected]);
  });

  it('keeps the order of the families, takes each face once, and all without usage', () => {
    expect(selectFaces(catalog, ['B', 'A'], { weights: [400, 450], styles: ['normal', 'italic'] }).map(({ path }) => path)).toEqual([
      'B-500-normal.ttf',
      'A-400-normal.ttf',
      'A-400-italic.ttf',
    ]);
    expect(selectFaces(catalog, ['A'])).toHaveLength(6);
  });

  it('refuses weights that a family lacks, one problem a family', async () => {
    const variable = weights('V', 'normal', 400).map((face): FontRecord => ({ ...face, weightRange: [200, 700] }));
    const emoji = weights('E', 'normal', 400).map((face): FontRecord => ({ ...face, colour: 'layers' }));
    const all = createFontCatalog([...faces, ...variable, ...emoji]);
    expect(() => checkWeights(all, ['A', 'V', 'E'], [400, 600])).not.toThrow();
    expect(await catchDiagnostics(async () => checkWeights(all, ['A', 'B', 'V', 'E'], [400, 600, 900]))).toMatchObject([
      { code: 'FONT_WEIGHT_MISSING', exit: 2, message: '"A" has no weight 900; there are 100, 300, 400, 600, 800.' },
      { message: '"B" has no weight 400, 600, 900; there is 500.' },
      { message: '"V" has no weight 900; there is 200–700.' },
    ]);
  });

  it('reads the weights of style sheets', () => {
    const css = [
      '.a { font-weight: bold } .b { font-weight:var(--font-strong); }',
      '.c { font-weight: 450; } .d { font-weight: bolder } .e { font-weight: var(--own); --font-weight-x: 3 }',
    ];
    expect(readWeights(css, { 'font-strong': '600' })).toEqual([450, 600, 700]);
  });

  it('refuses unknown families, all of them', async () => {
    expect(await catchDiagnostics(async () => selectFaces(catalog, ['A', 'C', 'D']))).toMatchObject([
      { code: 'FONT_FAMILY_UNKNOWN' },
      { code: 'FONT_FAMILY_UNKNOWN' },
    ]);
  });
});

function createIndex(): ActionIndex {
  const results = new Map<Digest, ActionResult>();
  return { get: (key) => results.get(key), set: (key, result) => void results.set(key, JSON.parse(JSON.stringify(result)) as ActionResult) };
}
