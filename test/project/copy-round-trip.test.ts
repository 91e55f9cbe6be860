import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadCopyFormat } from '../../src/copy/copy-formats.ts';
import { exportCopy, exportFormats } from '../../src/export-copy.ts';
import type { ExportCopyReport, ExportedUnit, ExportFormat } from '../../src/export-copy.ts';
import { importCopy } from '../../src/import-copy.ts';
import type { ImportCopyOptions, ImportCopyReport } from '../../src/import-copy.ts';
import { createProject, formatConfig, tinyConfig, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';

/** Formatted by hand, which no import may undo. */
const german = `{
  "hello": { "headline": "Guten Tag",   "alt": "Ein Gruß" },

  "photo": {
      "alt": "Ein Foto"
  }
}
`;

const english = {
  hello: { headline: 'Hello {name}', alt: 'A greeting' },
  photo: { headline: 'A view', alt: '{count, plural, one {# photo} other {# photos}}' },
  unused: { text: 'Nobody sees me' },
};

const values = { hello: { ...tinyConfig.assets.hello, data: { name: 'Ada' } }, photo: { ...tinyConfig.assets.photo, data: { count: 2 } } };

function sources(changes: Sources = {}): Sources {
  return { ...tinySources({ assets: values }), 'copy/en.json': english, 'copy/de.json': german, ...changes };
}

const endings: { readonly [Each in ExportFormat]: string } = { xliff: 'xlf', 'xliff-2': 'xlf', csv: 'csv', po: 'po' };

async function exportWell(
  project: TestProject,
  format: ExportFormat = 'xliff',
  options: { readonly limits?: boolean } = { limits: false },
): Promise<ExportCopyReport> {
  const report = await exportCopy({ root: project.root, format, ...options });
  expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return report;
}

function unitOf(report: ExportCopyReport, key: string): ExportedUnit {
  return report.files[0]!.units.find((unit) => unit.key === key)!;
}

/** What a translator's tool does: other targets in the same file. */
async function translate(project: TestProject, path: string, texts: { readonly [key: string]: string }): Promise<void> {
  const text = project.read(path);
  const format = (await loadCopyFormat(path, text))!;
  project.write({ [path]: format.update({ path, text, locale: 'de' }, new Map(Object.entries(texts))) });
}

const run = (project: TestProject, options: Partial<ImportCopyOptions> = {}): Promise<ImportCopyReport> =>
  importCopy({ root: project.root, files: ['translations/de.xlf'], ...options });

const codesOf = ({ diagnostics }: ImportCopyReport): readonly string[] => diagnostics.map(({ code }) => code);

describe.each(exportFormats)('%s', (format) => {
  const path = `translations/de.${endings[format]}`;

  it('brings every text there and back, and leaves the rest of the copy file byte for byte', async () => {
    const project = createProject(sources());
    const exported = await exportWell(project, format);
    expect(exported.files.map((file) => [file.path, file.units.map(({ key }) => key)])).toEqual([
      [path, ['hello.alt', 'hello.headline', 'photo.alt', 'photo.headline', 'unused.text']],
    ]);
    await translate(project, path, { 'hello.headline': 'Hallo {name}, „du“ & <ich>', 'photo.headline': 'Eine Aussicht' });
    const report = await run(project, { files: [path] });
    expect(report).toMatchObject({
      exit: 1,
      written: false,
    });
    expect(codesOf(report)).toEqual(['IMPORT_STRUCTURE']);
    await translate(project, path, { 'hello.headline': 'Hallo {name}, „du“ & ich' });
    expect(await run(project, { files: [path] })).toMatchObject({
      exit: 0,
      diagnostics: [],
      written: true,
      changes: [
        { locale: 'de', key: 'hello.headline', before: 'Guten Tag', after: 'Hallo {name}, „du“ & ich', file: 'copy/de.json' },
        { locale: 'de', key: 'photo.headline', after: 'Eine Aussicht', file: 'copy/de.json' },
      ],
      unchanged: 2,
      untranslated: { de: ['unused.text'] },
    });
    const text = project.read('copy/de.json');
    expect(text).toContain('{ "headline": "Hallo {name}, „du“ & ich",   "alt": "Ein Gruß" },\n\n  "photo": {\n      "alt": "Ein Foto"');
    expect(JSON.parse(text)).toEqual({
      hello: { headline: 'Hallo {name}, „du“ & ich', alt: 'Ein Gruß' },
      photo: { headline: 'Eine Aussicht', alt: 'Ein Foto' },
    });
    await project.buildWell();
    expect(await run(project, { files: [path] })).toMatchObject({ exit: 0, changes: [], unchanged: 4 });
  });
});

describe('an export', () => {
  it('tells for what a text is, where it is shown, how much room it has, and shows it', async () => {
    const project = createProject(sources());
    const report = await exportWell(project, 'xliff', {});
    const unit = unitOf(report, 'hello.headline');
    expect(unit).toMatchObject({ source: 'Hello {name}', target: 'Guten Tag', picture: 'pictures/hello-wide.de.webp' });
    expect(unit.note).toMatch(/^Headline of hello: wide\nRoom: about \d+ characters, 2 lines\.\nPicture: pictures\/hello-wide\.de\.webp$/);
    expect(unitOf(report, 'hello.alt').note).toMatch(/^Alternative text of hello: wide\nPicture: /);
    expect(unitOf(report, 'hello.alt')).not.toHaveProperty('limit');
    expect(unitOf(report, 'photo.headline')).toMatchObject({ source: 'A view', picture: 'pictures/photo-wide.de.webp' });
    expect(unitOf(report, 'photo.headline')).not.toHaveProperty('target');
    expect(unitOf(report, 'unused.text').note).toBe('No picture shows it.');
    expect(report.pictures).toEqual(['translations/pictures/hello-wide.de.webp', 'translations/pictures/photo-wide.de.webp']);
    for (const path of report.pictures) expect(await sharp(join(project.root, path)).metadata()).toMatchObject({ format: 'webp', width: 120, height: 63 });
    expect(project.read('translations/de.xlf')).toContain('Room: about');
    expect(existsSync(join(project.root, 'out'))).toBe(false);
  });

  it('measures limits that the build agrees with', async () => {
    const project = createProject(sources());
    const limit = unitOf(await exportWell(project, 'xliff', {}), 'photo.headline').limit!;
    const words = 'Wir bauen kleine Bilder aus Worten und Farben, jeden Tag ein neues für dich und alle, die gern lesen, was da steht. '.repeat(3);
    const build = async (length: number): Promise<number> => {
      project.write({
        'copy/de.json': { hello: { headline: 'Guten Tag', alt: 'Ein Gruß' }, photo: { headline: words.slice(0, length).trim(), alt: 'Ein Foto' } },
      });
      return (await project.build({ only: ['photo'], locales: ['de'] })).exit;
    };
    expect(await build(Math.floor(limit * 0.85))).toBe(0);
    expect(await build(Math.ceil(limit * 1.2))).toBe(1);
  });

  it('measures the smallest of all cells, and for the words of each script', async () => {
    const sizes = [
      { name: 'wide', width: 120, height: 63 },
      { name: 'tall', width: 63, height: 120 },
    ];
    const fonts = [...tinyConfig.fonts, 'node_modules/@expo-google-fonts/noto-sans-jp/400Regular/*.ttf'];
    const locales = { source: 'en', targets: ['de', 'ja'], fallback: { ja: ['en'] }, fonts: { ja: ['Schibsted Grotesk', 'Noto Sans JP'] } };
    const project = createProject(
      sources({ 'visuals.config.ts': formatConfig({ ...tinyConfig, fonts, locales, assets: { ...values, hello: { ...values.hello, sizes } } }) }),
    );
    const report = await exportWell(project, 'po', {});
    const limits = Object.fromEntries(report.files.map(({ locale, units }) => [locale, Object.fromEntries(units.map(({ key, limit }) => [key, limit]))]));
    expect(limits['de']!['hello.headline']!).toBeLessThan(limits['de']!['photo.headline']! * 0.8);
    expect(limits['ja']!['photo.headline']!).toBeLessThan(limits['de']!['photo.headline']! * 0.75);
  });

  it('says what is wrong with what it is asked for', async () => {
    const { root } = createProject(sources());
    expect(await exportCopy({ root, format: 'docx' })).toMatchObject({ exit: 2, files: [], diagnostics: [{ code: 'FLAG_INVALID' }] });
    expect(await exportCopy({ root, locales: ['en'] })).toMatchObject({ exit: 2, diagnostics: [{ code: 'SELECTION_EMPTY' }] });
  });

  it('also works while the present translation does not fit, and says so', async () => {
    const project = createProject(sources({ 'copy/de.json': { hello: { headline: 'Guten Tag '.repeat(20), alt: 'Ein Gruß' }, photo: { alt: 'Ein {' } } }));
    const report = await exportWell(project);
    expect(unitOf(report, 'hello.headline').note).toContain('The present text does not fit: ');
    expect(unitOf(report, 'photo.alt')).toMatchObject({ target: 'Ein {', picture: 'pictures/photo-wide.de.webp' });
  });
});

describe('an import', () => {
  it('tells everything that is wrong at once, each at its place, and writes nothing', async () => {
    const project = createProject(
      sources({
        'copy/en.json': { ...english, photo: { headline: 'A view', alt: 'A photo' }, more: { one: 'One', two: 'Two', alt: 'More' } },
        ...moreAssets(),
      }),
    );
    await exportWell(project);
    await translate(project, 'translations/de.xlf', {
      'hello.headline': 'Hallo {nombre}',
      'photo.alt': '{count, plural, one {#}',
      'photo.headline': 'Eine Aussicht '.repeat(12),
      'more.one': 'Eins 一',
      'more.two': 'Zwei',
    });
    const before = project.read('copy/de.json');
    const report = await run(project);
    expect(report).toMatchObject({ exit: 1, written: false });
    expect(codesOf(report).toSorted()).toEqual(['COPY_ICU', 'GLYPH_MISSING', 'IMPORT_STRUCTURE', 'TEXT_OVERFLOW']);
    for (const { place } of report.diagnostics) expect(place).toMatchObject({ file: 'translations/de.xlf', line: expect.any(Number) as number });
    expect(report.diagnostics.find(({ code }) => code === 'IMPORT_STRUCTURE')!.message).toContain('lacks {name}, and has {nombre}, which its source has not');
    expect(report.diagnostics.find(({ code }) => code === 'TEXT_OVERFLOW')).toMatchObject({ cell: 'photo/wide.de' });
    expect(project.read('copy/de.json')).toBe(before);
  });

  it('holds a text to the limit that its author set, not to the one that was measured', async () => {
    const project = createProject(sources({ 'copy/en.json': { ...english, photo: { ...english.photo, '@headline': { maxLength: 10 } } } }));
    await exportWell(project);
    await translate(project, 'translations/de.xlf', { 'photo.headline': 'Eine Aussicht' });
    const refused = await run(project);
    expect(refused).toMatchObject({ exit: 1, written: false, diagnostics: [{ code: 'COPY_TOO_LONG', place: { file: 'translations/de.xlf' } }] });
    await translate(project, 'translations/de.xlf', { 'photo.headline': 'Aussicht' });
    expect(await run(project)).toMatchObject({ exit: 0, written: true });
  });

  it('takes a text that does not fit when nobody wants to know', async () => {
    const project = createProject(sources());
    await exportWell(project);
    await translate(project, 'translations/de.xlf', { 'photo.headline': 'Eine Aussicht '.repeat(12).trim() });
    expect(await run(project, { fit: false })).toMatchObject({ exit: 0, written: true });
  });

  it('is not stopped by what did not fit before, only by what a new text makes not fit', async () => {
    const tiny = tinySources();
    const project = createProject({
      ...sources({ 'copy/en.json': { ...english, hello: { headline: 'Hello', sub: 'World', alt: 'A greeting' } } }),
      'copy/de.json': { hello: { headline: 'Donaudampfschifffahrtsgesellschaftskapitän', sub: 'Welt', alt: 'Ein Gruß' }, photo: english.photo },
      'templates/note/template.hbs': (tiny['templates/note/template.hbs'] as string).replace('</h1>', '</h1><p data-slot="sub">{{sub}}</p>'),
      'templates/note/template.ts': (tiny['templates/note/template.ts'] as string).replace(
        'headline:',
        "sub: text({ role: 'body', size: { smallest: 8, largest: 8 } }), headline:",
      ),
    });
    await exportWell(project);
    await translate(project, 'translations/de.xlf', { 'hello.sub': 'Wald' });
    expect(await run(project)).toMatchObject({ exit: 0, diagnostics: [], changes: [{ key: 'hello.sub' }] });
    await translate(project, 'translations/de.xlf', { 'hello.sub': 'Wald und Wiese und noch viel mehr davon, als hier Platz hat' });
    expect(codesOf(await run(project))).toContain('TEXT_OVERFLOW');
  });

  it('leaves out what was translated from another source, and unknown keys, and tells both', async () => {
    const project = createProject(sources());
    await exportWell(project);
    await translate(project, 'translations/de.xlf', { 'photo.headline': 'Eine Aussicht', 'hello.alt': 'Gruß' });
    project.write({
      'translations/de.xlf': project
        .read('translations/de.xlf')
        .replaceAll('unused.text', 'unused.txt')
        .replace('>Nobody sees me</source>', '>Nobody sees me</source><target>Niemand</target>'),
    });
    project.write({ 'copy/en.json': { ...english, photo: { ...english.photo, headline: 'A new view' } } });
    const report = await run(project);
    expect(report).toMatchObject({ exit: 0, written: true, changes: [{ key: 'hello.alt' }] });
    expect(codesOf(report).toSorted()).toEqual(['IMPORT_SOURCE_CHANGED', 'IMPORT_UNKNOWN_KEY']);
    expect(report.diagnostics.find(({ code }) => code === 'IMPORT_SOURCE_CHANGED')!.message).toMatch(/"A view" is now "A new view"/);
    expect(report.diagnostics.find(({ code }) => code === 'IMPORT_UNKNOWN_KEY')!.message).toContain('unused.text');
    expect(JSON.parse(project.read('copy/de.json'))).toEqual({ hello: { headline: 'Guten Tag', alt: 'Gruß' }, photo: { alt: 'Ein Foto' } });
  });

  it('only tells what it would change with dryRun', async () => {
    const project = createProject(sources());
    await exportWell(project);
    await translate(project, 'translations/de.xlf', { 'photo.headline': 'Eine Aussicht' });
    expect(await run(project, { dryRun: true })).toMatchObject({ exit: 0, written: false, changes: [{ key: 'photo.headline' }] });
    expect(project.read('copy/de.json')).toBe(german);
  });

  it('keeps the comments of YAML, and makes the file of a language that has none yet', async () => {
    const yaml = '# Of the shop window\nhello:\n  headline: Hello # short, please\n  alt: A greeting\nphoto: { headline: A view, alt: A photo }\n';
    const config = formatConfig({ ...tinyConfig, copy: 'words/{locale}/*.yaml', locales: { source: 'en', targets: ['de', 'fr'], fallback: { fr: ['en'] } } });
    const project = createProject({
      ...tinySources(),
      'visuals.config.ts': config,
      'words/en/site.yaml': yaml,
      'words/de/site.yaml': yaml.replace('Hello', 'Hallo').replace('A view', 'Sicht'),
    });
    await exportWell(project, 'csv');
    for (const locale of ['de', 'fr']) {
      const path = `translations/${locale}.csv`;
      const format = (await loadCopyFormat(path, ''))!;
      project.write({ [path]: format.update({ path, text: project.read(path), locale }, new Map([['hello.headline', 'Salut']])) });
    }
    const report = await run(project, { files: ['translations/de.csv', 'translations/fr.csv'] });
    expect(report).toMatchObject({ exit: 0, written: true, untranslated: { de: [], fr: ['hello.alt', 'photo.alt', 'photo.headline'] } });
    expect(project.read('words/de/site.yaml')).toBe(yaml.replace('Hello', 'Salut').replace('A view', 'Sicht'));
    expect(project.read('words/fr/site.yaml')).toBe('hello:\n  headline: Salut\n');
  });

  it('refuses files that it can not read or whose language it does not know, and two that disagree', async () => {
    const project = createProject(sources());
    await exportWell(project);
    const text = project.read('translations/de.xlf');
    project.write({ 'a.txt': 'x', 'page.xlf': text, 'de.po': Uint8Array.of(0xff, 0xfe) });
    const refused = await run(project, { files: ['gone.de.xlf', 'page.xlf', 'de.po', 'a-de.txt', 'copy'] });
    expect(codesOf(refused)).toEqual(['IMPORT_FILE', 'IMPORT_FILE', 'IMPORT_FILE', 'IMPORT_FILE', 'IMPORT_FILE']);
    expect(await run(project, { files: ['page.xlf'], locale: 'de' })).toMatchObject({ exit: 0 });
    project.write({ 'other-de.xlf': text.replace('Ein Gruß', 'Zwei Grüße') });
    expect(codesOf(await run(project, { files: ['translations/de.xlf', 'other-de.xlf'] }))).toEqual(['IMPORT_CONFLICT']);
    expect(await run(project, { locale: 'en' })).toMatchObject({ exit: 2, diagnostics: [{ code: 'SELECTION_EMPTY' }] });
  });
});

/** Two more cards, so that each fault has one of its own. */
function moreAssets(): Sources {
  const more = (copy: string): object => ({ ...tinyConfig.assets.hello, copy, alt: 'more.alt' });
  const template = (tinySources()['templates/note/template.hbs'] as string)
    .replaceAll('headline}}', 'one}}')
    .replace('data-slot="headline"', 'data-slot="one"');
  const contract = (tinySources()['templates/note/template.ts'] as string).replace('headline:', 'one:');
  return {
    'visuals.config.ts': formatConfig({ ...tinyConfig, assets: { ...values, more: { ...more('more'), template: 'single' } } }),
    'templates/single/template.hbs': template,
    'templates/single/template.css': tinySources()['templates/note/template.css'],
    'templates/single/template.ts': contract,
  };
}
