import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Blob as FontBlob, Face } from 'harfbuzzjs';
import { compress } from 'wawoff2';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../src/model/digest.ts';
import { VisualsError, type Diagnostic } from '../../src/model/diagnostic.ts';
import type { ActionResult } from '../../src/model/outcome.ts';
import type { ActionIndex } from '../../src/spec/action-index.ts';
import type { InputFiles } from '../../src/spec/input-files.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { loadFonts, type FontRecord } from '../../src/text/load-fonts.ts';
import { selectFaces } from '../../src/text/select-faces.ts';
import { unwrapFont } from '../../src/text/unwrap-font.ts';
import { createProject } from '../brand/create-project.ts';
import { createColrVersion1, createWeightAxis, readTables, withTables, wrapWoff } from './font-surgery.ts';

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
      const problems = await fail(() => loadFonts(source));
      expect(problems.map(({ message, code }) => [message.split(' ')[0], code])).toEqual(expected);
    }
  });

  it('names patterns without files, and both files of an ambiguous face', async () => {
    const files = createProject({ 'a/one.ttf': inter, 'b/two.ttf': Buffer.concat([inter, Buffer.alloc(4)]) });
    expect(await fail(() => loadFonts({ files, patterns: ['c/*.ttf', 'a/one.ttf', '**/*.ttf'], index: createIndex() }))).toMatchObject([
      { code: 'FONT_MISSING', exit: 2, message: 'No font matches "c/*.ttf".' },
      { code: 'FONT_AMBIGUOUS', exit: 2, message: 'Both a/one.ttf and b/two.ttf are "Inter" 400 normal.' },
    ]);
    expect((await loadFonts({ files, patterns: ['**/*.ttf', '!b/**'], index: createIndex() })).faces.map(({ path }) => path)).toEqual(['a/one.ttf']);
    const variable = createProject({ 'a.ttf': inter, 'v.ttf': withTables(inter, [{ tag: 'fvar', data: createWeightAxis(100, 300, 900) }]) });
    expect(await fail(() => loadFonts({ files: variable, patterns: ['*.ttf'], index: createIndex() }))).toMatchObject([{ code: 'FONT_AMBIGUOUS' }]);
  });
});

describe('selectFaces', () => {
  const weights = (family: string, style: FontRecord['style'], ...list: readonly number[]): readonly FontRecord[] =>
    list.map((weight) => ({ family, weight, style, colour: 'none', ranges: [], digest: '0'.repeat(64) as Digest, path: `${family}-${weight}-${style}.ttf` }));
  const faces = [...weights('A', 'normal', 100, 300, 400, 600, 800), ...weights('A', 'italic', 400), ...weights('B', 'normal', 500)];
  const catalog = { faces, facesOf: (family: string) => faces.filter((face) => face.family === family) };

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

  it('refuses unknown families, all of them', async () => {
    expect(await fail(async () => selectFaces(catalog, ['A', 'C', 'D']))).toMatchObject([{ code: 'FONT_FAMILY_UNKNOWN' }, { code: 'FONT_FAMILY_UNKNOWN' }]);
  });
});

function createIndex(): ActionIndex {
  const results = new Map<Digest, ActionResult>();
  return { get: (key) => results.get(key), set: (key, result) => void results.set(key, JSON.parse(JSON.stringify(result)) as ActionResult) };
}

async function fail(run: () => Promise<unknown>): Promise<readonly Diagnostic[]> {
  try {
    await run();
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics;
    throw error;
  }
  return [];
}
