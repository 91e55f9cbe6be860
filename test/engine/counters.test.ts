import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { BuildReport } from '../../src/model/report.ts';
import { indexPictures } from '../../src/publish/create-manifest.ts';
import { createProject, formatConfig, tinyConfig, tinySize, tinySources, tinyTokens, viewSvg, workOf } from '../support/create-project.ts';

const nothing = {};
const cellsOf = ({ made }: BuildReport): readonly string[] => made.map(({ cell }) => cell).toSorted();

describe('assets that show the same', () => {
  const assets = Object.fromEntries(['one', 'two', 'three', 'four'].map((name) => [name, tinyConfig.assets.hello]));

  test('are drawn once, also when they are drawn at the same moment', async () => {
    const report = await createProject(tinySources({ assets })).buildWell({ jobs: 8 });
    expect(workOf(report)).toEqual({ compose: 2, encode: 2 });
    expect(report.counts).toEqual({ fresh: 0, cached: 6, made: 2, failed: 0 });
  });

  test('fail each by itself', async () => {
    const project = createProject({ ...tinySources({ assets }), 'copy/de.json': { hello: { headline: 'Guten Tag 漢', alt: 'Ein Gruß' } } });
    const report = await project.build({ jobs: 8 });
    const cells = ['four', 'one', 'three', 'two'].map((asset) => `GLYPH_MISSING ${asset}/wide.de`);
    expect(report.diagnostics.map(({ code, cell }) => `${code} ${cell}`).toSorted()).toEqual(cells);
    expect(report.counts).toMatchObject({ made: 1, cached: 3, failed: 4 });
  });
});

describe('nothing changed', () => {
  test('the second build runs no task and answers from the snapshot', async () => {
    const project = createProject();
    expect((await project.buildWell()).counts).toEqual({ fresh: 0, cached: 0, made: 4, failed: 0 });
    const before = project.outputs();
    const second = await project.buildWell();
    expect(workOf(second)).toEqual(nothing);
    expect(second.counts).toEqual({ fresh: 4, cached: 0, made: 0, failed: 0 });
    expect(project.outputs()).toEqual(before);
  });

  test.each([
    ['a comment in the config', { 'visuals.config.ts': `// a remark\n${formatConfig(tinyConfig)}` }],
    ['the layout of the config', { 'visuals.config.ts': formatConfig(tinyConfig).replaceAll('\n  ', '\n\n      ') }],
    ['an unrelated file', { 'notes/todo.md': 'Paint the shed.' }],
    ['a file beside the art', { 'art/other.svg': viewSvg('#fff') }],
    [
      'white space in the copy',
      { 'copy/de.json': '{"photo":{"alt":"Ein Foto","headline":"Ein Blick"},\n\n"hello": {"headline":"Guten Tag","alt":"Ein Gruß" }}' },
    ],
    [
      'a message that nothing shows',
      { 'copy/de.json': { hello: { headline: 'Guten Tag', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' }, later: 'Bald' } },
    ],
    ['a token that no template reads', { 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, unused: { $value: '#ff00ff' } } } }],
    ['a template that no asset uses', { 'templates/spare/template.hbs': '<p>{{nothing}}</p>' }],
  ])('%s makes nothing', async (_what, sources) => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    project.write(sources);
    const report = await project.buildWell();
    expect(workOf(report)).toEqual(nothing);
    expect(cellsOf(report)).toEqual([]);
    expect(project.outputs()).toEqual(before);
  });

  test('inputs that are touched, but hold the same bytes, make nothing', async () => {
    const project = createProject();
    await project.buildWell();
    for (const path of ['visuals.config.ts', 'copy/en.json', 'copy/de.json', 'brand/tokens.json', 'templates/note/template.hbs', 'art/view.svg'])
      utimesSync(join(project.root, path), 1e9, 1e9);
    // A file that was changed a moment before it is read is looked at once more.
    await setTimeout(60);
    expect(workOf(await project.buildWell())).toEqual(nothing);
    expect((await project.buildWell()).counts.fresh).toBe(4);
  });

  describe('E11 inputs of the year 2038', () => {
    const paths = ['visuals.config.ts', 'copy/en.json', 'brand/tokens.json', 'templates/note/template.hbs', 'art/view.svg'];
    test.each([['give the same bytes and make nothing'], ['are answered from the snapshot like others']])('%s', async (what) => {
      const [project, other] = [createProject(), createProject()];
      for (const path of paths) utimesSync(join(project.root, path), 2_150_000_000, 2_150_000_000);
      await project.buildWell();
      await other.buildWell();
      const second = await project.buildWell();
      expect(workOf(second)).toEqual(nothing);
      expect(project.outputs()).toEqual(other.outputs());
      if (what.includes('snapshot')) expect(second.counts.fresh).toBe(4);
    });
  });

  test('a changed alternative text reaches the manifest without a task where files say nothing', async () => {
    const project = createProject(tinySources({ output: { dir: 'out', formats: ['png'], metadata: 'none' } }));
    await project.buildWell();
    project.write({ 'copy/en.json': { hello: { headline: 'Hello', alt: 'Another greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    expect(workOf(await project.buildWell())).toEqual(nothing);
    expect(indexPictures(project.manifest()).get('hello/wide.en')?.alt).toBe('Another greeting');
  });

  test('a build without a cache gives the same bytes', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    rmSync(join(project.root, '.visuals'), { recursive: true });
    const report = await project.buildWell();
    expect(report.counts.made).toBe(4);
    expect(project.outputs()).toEqual(before);
  });
});

describe('outputs', () => {
  test('E7 a deleted output is put back byte for byte without rendering', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    rmSync(project.pathOf('hello/wide.de'));
    const report = await project.buildWell();
    expect(workOf(report)).toEqual(nothing);
    expect(project.outputs()).toEqual(before);
  });

  test('E7 an edited output is put back, as is a deleted folder and a deleted manifest', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    writeFileSync(project.pathOf('hello/wide.de'), 'scribble');
    expect(workOf(await project.buildWell())).toEqual(nothing);
    expect(project.outputs()).toEqual(before);
    rmSync(join(project.root, 'out/manifest.json'));
    expect(workOf(await project.buildWell())).toEqual(nothing);
    expect(project.outputs()).toEqual(before);
    rmSync(join(project.root, 'out'), { recursive: true });
    expect(workOf(await project.buildWell())).toEqual(nothing);
    expect(project.outputs()).toEqual(before);
  });

  test('an output and its stored bytes gone together are drawn again to the same bytes', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    rmSync(project.pathOf('photo/wide.en'));
    rmSync(join(project.root, '.visuals/cache/v1/blobs'), { recursive: true });
    const report = await project.buildWell();
    expect(report.ran.compose).toBeGreaterThan(0);
    expect(project.outputs()).toEqual(before);
  });

  test('E8 the outputs of a removed asset are removed and listed', async () => {
    const project = createProject();
    await project.buildWell();
    const gone = Object.values(project.manifest().assets['photo']!.pictures).flatMap(({ files }) => files.map(({ src }) => `out/${src}`));
    project.write({ 'visuals.config.ts': formatConfig({ ...tinyConfig, assets: { hello: tinyConfig.assets.hello } }) });
    const report = await project.buildWell();
    expect(workOf(report)).toEqual(nothing);
    expect([...report.removed].toSorted()).toEqual(gone.toSorted());
    expect([...project.outputs().keys()].some((path) => path.startsWith('photo/'))).toBe(false);
  });

  test('an unchanged manifest keeps its time stamp', async () => {
    const project = createProject();
    await project.buildWell();
    const { mtimeMs } = statSync(join(project.root, 'out/manifest.json'));
    rmSync(project.pathOf('hello/wide.en'));
    await project.buildWell();
    expect(statSync(join(project.root, 'out/manifest.json')).mtimeMs).toBe(mtimeMs);
  });
});

describe('one change', () => {
  test('of a German message makes exactly that asset’s German pictures', async () => {
    const sizes = [tinySize, { name: 'tall', width: 63, height: 120 }];
    const project = createProject(tinySources({ assets: { ...tinyConfig.assets, hello: { ...tinyConfig.assets.hello, sizes } } }));
    await project.buildWell();
    project.write({ 'copy/de.json': { hello: { headline: 'Servus', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } });
    const report = await project.buildWell();
    expect(cellsOf(report)).toEqual(['hello/tall.de', 'hello/wide.de']);
    expect(workOf(report)).toEqual({ compose: 2, encode: 2 });
    expect(report.made[0]?.causes).toEqual([{ field: 'text.headline', before: 'Guten Tag', after: 'Servus' }]);
  });

  test.each([
    ['photo', 'frame'],
    ['hello', 'ink'],
  ])('of a token that only the template of %s reads makes exactly its pictures', async (asset, token) => {
    const project = createProject();
    await project.buildWell();
    project.write({ 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, [token]: { $value: '#ff00ff' } } } });
    const report = await project.buildWell();
    expect(cellsOf(report)).toEqual([`${asset}/wide.de`, `${asset}/wide.en`]);
    expect(workOf(report)).toEqual({ compose: 2, encode: 2 });
  });

  test('of a template makes exactly its pictures', async () => {
    const project = createProject();
    await project.buildWell();
    project.write({ 'templates/note/template.css': `${project.read('templates/note/template.css')}.headline { opacity: 0.5; }\n` });
    expect(cellsOf(await project.buildWell())).toEqual(['hello/wide.de', 'hello/wide.en']);
  });

  test('of the art makes exactly the pictures that show it', async () => {
    const project = createProject();
    await project.buildWell();
    project.write({ 'art/view.svg': viewSvg('#3d3') });
    const report = await project.buildWell();
    expect(cellsOf(report)).toEqual(['photo/wide.de', 'photo/wide.en']);
    expect(workOf(report)).toEqual({ ingest: 1, transform: 1, compose: 2, encode: 2 });
  });

  test('of the art’s bytes, but not of its pixels, stops before composing', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    project.write({ 'art/view.svg': `${viewSvg('#d33')}<!-- saved again by the drawing program -->\n` });
    const report = await project.buildWell();
    expect(workOf(report)).toEqual({ ingest: 1, transform: 1 });
    expect(cellsOf(report)).toEqual([]);
    expect(project.outputs()).toEqual(before);
  });

  test('of the quality of webp encodes webp and changes no pixel', async () => {
    const output = (quality: number) => ({ output: { dir: 'out', formats: ['webp', 'png'], encode: { webp: { quality } } } });
    const project = createProject(tinySources(output(80)));
    await project.buildWell();
    const before = indexPictures(project.manifest());
    project.write({ 'visuals.config.ts': tinySources(output(30))['visuals.config.ts'] });
    const report = await project.buildWell();
    expect(report.ran.encode).toBe(4);
    expect(new Set(report.made.flatMap(({ causes }) => causes.map(({ field }) => field)))).toEqual(new Set(['webp.quality']));
    for (const [cell, picture] of indexPictures(project.manifest())) {
      const [webp, png] = picture.files;
      const [webpBefore, pngBefore] = before.get(cell)!.files;
      expect(picture.raster).toBe(before.get(cell)!.raster);
      expect(png).toEqual(pngBefore);
      expect(webp!.digest).not.toBe(webpBefore!.digest);
    }
  });

  test.each([
    [
      'a size',
      { assets: { ...tinyConfig.assets, hello: { ...tinyConfig.assets.hello, sizes: [tinySize, { name: 'tall', width: 63, height: 120 }] } } },
      ['hello/tall.de', 'hello/tall.en'],
      4,
    ],
    ['a locale', { locales: { source: 'en', targets: ['de', 'fr'] } }, ['hello/wide.fr', 'photo/wide.fr'], 4],
    ['an asset', { assets: { ...tinyConfig.assets, again: { ...tinyConfig.assets.hello, copy: 'photo' } } }, ['again/wide.de', 'again/wide.en'], 4],
    ['a format', { output: { dir: 'out', formats: ['png', 'jpeg'] } }, ['hello/wide.de', 'hello/wide.en', 'photo/wide.de', 'photo/wide.en'], 0],
  ])('that adds %s makes only what is new', async (_what, changes, made, cached) => {
    const french = { hello: { headline: 'Bonjour', alt: 'Un salut' }, photo: { headline: 'Une vue', alt: 'Une photo' } };
    const project = createProject({ ...tinySources(), 'copy/fr.json': french });
    await project.buildWell();
    const before = project.outputs();
    project.write({ 'visuals.config.ts': tinySources(changes)['visuals.config.ts'] });
    const report = await project.buildWell();
    expect(cellsOf(report)).toEqual(made);
    expect(report.counts.cached).toBe(cached);
    for (const [path, bytes] of before) if (path !== 'manifest.json') expect(project.outputs().get(path)).toBe(bytes);
  });

  test('of a variant that the template does not read draws nothing twice', async () => {
    const project = createProject();
    await project.buildWell();
    project.write({
      'visuals.config.ts': tinySources({ assets: { ...tinyConfig.assets, hello: { ...tinyConfig.assets.hello, variants: { theme: ['light', 'dark'] } } } })[
        'visuals.config.ts'
      ],
    });
    const report = await project.buildWell();
    expect(workOf(report)).toEqual(nothing);
    expect(indexPictures(project.manifest()).get('hello/wide.de.dark')?.raster).toBe(indexPictures(project.manifest()).get('hello/wide.de.light')?.raster);
  });

  test('back to what was before makes nothing', async () => {
    const project = createProject();
    await project.buildWell();
    const before = project.outputs();
    const copy = project.read('copy/de.json');
    project.write({ 'copy/de.json': copy.replace('Guten Tag', 'Servus') });
    expect((await project.buildWell()).counts.made).toBe(1);
    project.write({ 'copy/de.json': copy });
    expect(workOf(await project.buildWell())).toEqual(nothing);
    expect(project.outputs()).toEqual(before);
  });
});

describe('a part of the project', () => {
  test('--only, --locale and --size make their cells and keep the others’ pictures', async () => {
    const project = createProject();
    expect(cellsOf(await project.buildWell({ only: ['hel*'], locales: ['de'] }))).toEqual(['hello/wide.de']);
    expect([...indexPictures(project.manifest()).keys()]).toEqual(['hello/wide.de']);
    expect(cellsOf(await project.buildWell({ sizes: ['wide'] }))).toEqual(['hello/wide.en', 'photo/wide.de', 'photo/wide.en']);
    expect(indexPictures(project.manifest()).size).toBe(4);
  });

  test('another request is not answered from the snapshot', async () => {
    const project = createProject();
    await project.buildWell({ only: ['hello'] });
    expect((await project.buildWell()).counts).toEqual({ fresh: 0, cached: 2, made: 2, failed: 0 });
  });
});

test('a failing cell leaves the others alone, keeps its last picture and fails again', async () => {
  const project = createProject();
  await project.buildWell();
  const before = readFileSync(project.pathOf('hello/wide.de'));
  const broken = project.read('copy/de.json').replace('Guten Tag', 'Guten Tag 漢');
  project.write({ 'copy/de.json': broken, 'copy/en.json': project.read('copy/en.json').replace('Hello', 'Hi') });
  const report = await project.build();
  expect(report.exit).toBe(1);
  expect(report.counts).toEqual({ fresh: 0, cached: 2, made: 1, failed: 1 });
  expect(report.diagnostics.map(({ code, cell }) => `${code} ${cell}`)).toEqual(['GLYPH_MISSING hello/wide.de']);
  expect(readFileSync(project.pathOf('hello/wide.de'))).toEqual(before);
  const again = await project.build();
  expect(again.exit).toBe(1);
  expect(again.counts).toEqual({ fresh: 0, cached: 3, made: 0, failed: 1 });
});
