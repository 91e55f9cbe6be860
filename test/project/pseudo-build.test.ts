import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { buildPseudo } from '../../src/build-pseudo.ts';
import { writePseudoCopy } from '../../src/write-pseudo-copy.ts';
import { createPaidProject } from '../support/paid-project.ts';
import { createProject, readFolder, tinySources } from '../support/create-project.ts';

const copy = { hello: { headline: 'Hello', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } };

describe('a build in the pseudo-locales', () => {
  it('draws every picture of the source language in both, beside what is published', async () => {
    const project = createProject();
    await project.buildWell();
    const published = project.outputs();
    const report = await buildPseudo({ root: project.root });
    expect(report.diagnostics).toEqual([]);
    expect(report.exit).toBe(0);
    expect(report.pictures.map(({ cell }) => cell)).toEqual(['hello/wide.en-XA', 'hello/wide.ar-XB', 'photo/wide.en-XA', 'photo/wide.ar-XB']);
    expect(report.pictures[0]!.texts['headline']).toMatch(/^\[.{6,}\]$/);
    expect(report.pictures[1]!.texts['headline']).toContain('\u202EHello\u202C');
    expect(project.outputs()).toEqual(published);
    expect(project.manifest().assets['hello']!.pictures.map(({ locale }) => locale)).toEqual(['en', 'de']);
    for (const { path } of report.pictures) expect(await sharp(join(project.root, path!)).metadata()).toMatchObject({ format: 'webp', width: 120, height: 63 });
    // The build before is still what the next one compares with.
    expect((await project.buildWell()).counts.fresh).toBe(4);
  });

  it('writes a contact sheet, and a page that needs no other file', async () => {
    const project = createProject();
    const { sheets, page } = await buildPseudo({ root: project.root });
    expect(sheets).toEqual(['.visuals/pseudo/sheet.webp']);
    const sheet = sharp(join(project.root, sheets[0]!));
    expect(await sheet.metadata()).toMatchObject({ format: 'webp', width: 1360, height: 316 });
    // Four frames side by side, each with a picture in it.
    const { data, info } = await sheet.raw().toBuffer({ resolveWithObject: true });
    const colours = [0, 1, 2, 3].map((column) =>
      data
        .subarray((136 * info.width + 16 + column * 336 + 40) * info.channels)
        .subarray(0, 3)
        .join(),
    );
    expect(colours.every((colour) => colour !== '244,244,242' && colour !== '228,228,224')).toBe(true);
    const html = project.read(page);
    expect(html.match(/<img /g)).toHaveLength(4);
    expect(html).not.toMatch(/src="(?!data:)/);
    expect(html).toContain('href="hello/wide.ar-XB.webp"');
  });

  it('lays ar-XB out from right to left', async () => {
    const project = createProject();
    await buildPseudo({ root: project.root, only: ['hello'] });
    const ink = async (locale: string): Promise<number> => {
      const { data, info } = await sharp(join(project.root, `.visuals/pseudo/hello/wide.${locale}.webp`))
        .greyscale()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const dark = [...data].flatMap((value, index) => (value < 110 ? [index % info.width] : []));
      return dark.reduce((sum, x) => sum + x, 0) / dark.length;
    };
    expect(await ink('ar-XB')).toBeGreaterThan(60);
    expect(await ink('en-XA')).toBeLessThan(60);
  });

  it('tells as a warning what has no room there, draws it all the same, and says so on the page', async () => {
    const headline = 'A headline that has only just enough room in here, no more';
    const project = createProject({ ...tinySources(), 'copy/en.json': { ...copy, hello: { headline, alt: 'A greeting' } } });
    await project.buildWell({ only: ['hello'], locales: ['en'] });
    for (const run of ['made', 'cached']) {
      const report = await buildPseudo({ root: project.root, only: ['hello'], locales: ['en-XA'] });
      expect(report, run).toMatchObject({ exit: 0, diagnostics: [{ code: 'TEXT_CLIPPED', severity: 'warning', cell: 'hello/wide.en-XA' }] });
      expect(report.pictures).toMatchObject([{ path: '.visuals/pseudo/hello/wide.en-XA.webp' }]);
      expect(project.read(report.page)).toContain('characters, at its smallest size');
    }
  });

  it('tells as a warning too what can neither shrink nor be cut, and shows why there is no picture', async () => {
    const sources = tinySources();
    const contract = (sources['templates/note/template.ts'] as string).replace('lines: 2', "lines: 2, fit: 'error'");
    const copies = { ...copy, hello: { headline: 'A greeting that is here today', alt: 'A greeting' } };
    const project = createProject({ ...sources, 'templates/note/template.ts': contract, 'copy/en.json': copies });
    await project.buildWell({ only: ['hello'], locales: ['en'] });
    const report = await buildPseudo({ root: project.root, only: ['hello'], locales: ['en-XA'] });
    expect(report).toMatchObject({ exit: 0, diagnostics: [{ code: 'TEXT_OVERFLOW', severity: 'warning', cell: 'hello/wide.en-XA' }] });
    expect(report.pictures[0]).not.toHaveProperty('path');
    expect(project.read(report.page)).toContain('<div class="note">');
    expect(existsSync(join(project.root, report.sheets[0]!))).toBe(true);
  });

  it('holds what it made and nothing of an earlier run', async () => {
    const project = createProject();
    await buildPseudo({ root: project.root });
    await buildPseudo({ root: project.root, only: ['photo'], locales: ['ar-XB'] });
    expect([...readFolder(join(project.root, '.visuals/pseudo')).keys()]).toEqual(['index.html', 'photo/wide.ar-XB.webp', 'sheet.webp']);
  });

  it('keeps what the config says for the source language alone', async () => {
    const sources = tinySources();
    const project = createProject({ ...sources, 'copy/en.json': { ...copy, other: { headline: 'Override' } } });
    const config = readFileSync(join(project.root, 'visuals.config.ts'), 'utf8');
    project.write({
      'visuals.config.ts': config.replace(
        '"alt": "hello.alt"',
        '"alt": "hello.alt", "overrides": [{ "when": { "locale": ["en"] }, "copy": "other" }], "except": [{ "locale": ["de"] }]',
      ),
    });
    const { pictures, diagnostics } = await buildPseudo({ root: project.root, only: ['hello'] });
    expect(diagnostics).toEqual([]);
    expect(pictures.map(({ texts }) => texts['headline']!.includes('Override') || texts['headline']!.startsWith('[Öv'))).toEqual([true, true]);
  });

  it('tells what is wrong in the source as an error', async () => {
    const project = createProject({ ...tinySources(), 'copy/en.json': { ...copy, hello: { headline: 'Hello {', alt: 'A greeting' } } });
    const report = await buildPseudo({ root: project.root, only: ['hello'] });
    expect(report.exit).toBe(1);
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['COPY_ICU', 'COPY_ICU']);
  });

  it('shows what was bought, buys nothing, and draws stand-ins for the rest', async () => {
    const project = await createPaidProject();
    const show = async (): Promise<string> => {
      expect(await buildPseudo({ root: project.root, only: ['photo'] })).toMatchObject({ exit: 0, diagnostics: [] });
      return readFileSync(join(project.root, '.visuals/pseudo/photo/wide.ar-XB.webp')).toString('base64');
    };
    const standIn = await show();
    expect(project.server.posts).toHaveLength(0);
    await project.buildWell({ spend: 1 });
    expect(await show()).not.toBe(standIn);
    expect(project.server.posts).toHaveLength(1);
  });

  it('refuses a selection that matches nothing', async () => {
    const report = await buildPseudo({ root: createProject().root, locales: ['de'] });
    expect(report).toMatchObject({ exit: 2, diagnostics: [{ code: 'SELECTION_EMPTY' }] });
  });
});

describe('the messages of the pseudo-locales', () => {
  it('are given, and written where that is asked for', async () => {
    const project = createProject();
    const { messages, files } = await writePseudoCopy({ root: project.root, out: 'pseudo' });
    expect(messages['ar-XB']!['photo.headline']).toBe('\u200F\u202EA\u202C\u200F \u200F\u202Eview\u202C\u200F');
    expect(files).toEqual(['pseudo/en-XA.json', 'pseudo/ar-XB.json']);
    expect(JSON.parse(project.read('pseudo/en-XA.json'))).toEqual(messages['en-XA']);
  });
});
