import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTextBoxes } from '../../src/actions/read-text-boxes.ts';
import { checkText } from '../../src/check-text.ts';
import { computeActionKey } from '../../src/keys/canonical.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { ComposeTask } from '../../src/model/plan.ts';
import { describeHost } from '../../src/project/host.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import { createProject, formatContract, tinyConfig, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { readRecords } from '../support/read-records.ts';

const long = 'Ein sehr langer Gruß an alle, die ihn lesen wollen oder auch nicht, und noch viel mehr dazu';
/** Its last words are kept together. */
const shown: unknown = expect.stringContaining(long.slice(0, 60));
const germanCopy = (headline: string): Sources => ({
  'copy/de.json': { photo: { headline: 'Ein Blick', alt: 'Ein Foto' }, hello: { alt: 'Ein Gruß', headline } },
});

function withAsset(changes: JsonObject): Sources {
  return tinySources({ assets: { ...tinyConfig.assets, hello: { ...tinyConfig.assets.hello, ...changes } } });
}

const summary = (found: readonly Diagnostic[]): readonly unknown[] => found.map(({ code, cell, place }) => [code, cell, place?.file, place?.line]);

describe('check --text', () => {
  test('finds nothing where all is well, draws nothing, and remembers', async () => {
    const { root } = createProject();
    const first = await checkText({ root });
    expect(first).toMatchObject({ exit: 0, cells: 4, measured: 4, diagnostics: [] });
    expect(existsSync(join(root, 'out'))).toBe(false);
    expect(await checkText({ root })).toMatchObject({ exit: 0, cells: 4, measured: 0, diagnostics: [] });
    expect(await checkText({ root, only: ['hello'], locales: ['de'] })).toMatchObject({ cells: 1, measured: 0 });
  });

  test('an overflow says whose, where, by how much, and what would fit, just as a build does', async () => {
    const project = createProject();
    project.write(germanCopy(long));
    const { exit, diagnostics } = await checkText({ root: project.root });
    expect(exit).toBe(1);
    expect(diagnostics).toMatchObject([
      {
        code: 'TEXT_OVERFLOW',
        asset: 'hello',
        cell: 'hello/wide.de',
        place: { file: 'copy/de.json', line: 8 },
        details: { asset: 'hello', size: 'wide', locale: 'de', slot: 'headline', key: 'hello.headline', fontSize: 7, smallest: 7, text: shown },
      },
    ]);
    expect(diagnostics[0]!.details!['over']).toBeGreaterThan(5);
    expect(diagnostics[0]!.details!['fits']).toBeGreaterThan(10);
    const built = await project.build();
    expect(built.diagnostics).toEqual(diagnostics);
  });

  test('only what changed is measured again, and a message that moved is shown where it is', async () => {
    const project = createProject();
    project.write(germanCopy(long));
    await checkText({ root: project.root });
    project.write({ 'copy/de.json': `\n\n\n${project.read('copy/de.json')}` });
    const { measured, diagnostics } = await checkText({ root: project.root });
    expect(measured).toBe(0);
    expect(summary(diagnostics)).toEqual([['TEXT_OVERFLOW', 'hello/wide.de', 'copy/de.json', 11]]);
    project.write(germanCopy('Gut'));
    expect(await checkText({ root: project.root })).toMatchObject({ exit: 0, measured: 1 });
  });

  test('a missing glyph says character, key, place and fonts', async () => {
    const project = createProject();
    project.write(germanCopy('Guten ก Tag'));
    const { diagnostics } = await checkText({ root: project.root });
    expect(diagnostics).toMatchObject([
      {
        code: 'GLYPH_MISSING',
        message: 'No font has U+0E01 "ก" of "hello.headline" for de; tried Schibsted Grotesk.',
        cell: 'hello/wide.de',
        place: { file: 'copy/de.json', line: 8 },
        details: { key: 'hello.headline', slot: 'headline', characters: [{ codePoint: 'U+0E01', character: 'ก' }], fonts: ['Schibsted Grotesk'] },
      },
    ]);
    expect((await project.build()).diagnostics).toEqual(diagnostics);
  });

  test.each([
    ['after words', 'Guten ก Tag', 76],
    ['after escapes', '\\u0041\\n ก', 79],
    ['between placeholders', "Size '{'s'}' ก", 83],
  ])('a missing glyph is pointed at where it stands: %s', async (_what, headline, column) => {
    const project = createProject();
    project.write({ 'copy/de.json': `{"photo":{"headline":"Ein","alt":"F"},"hello":{"alt":"G","headline":"${headline}"}}` });
    const { diagnostics } = await checkText({ root: project.root });
    expect(diagnostics.map(({ code, place }) => [code, place])).toEqual([['GLYPH_MISSING', { file: 'copy/de.json', line: 1, column }]]);
    expect((await project.build()).diagnostics).toEqual(diagnostics);
  });

  test('missing glyphs and words that do not fit are told together, by a check and by a build', async () => {
    const project = createProject();
    project.write(germanCopy(`ก ${long}`));
    const { diagnostics } = await checkText({ root: project.root });
    expect(diagnostics.map(({ code }) => code)).toEqual(['GLYPH_MISSING', 'TEXT_OVERFLOW']);
    expect((await project.build()).diagnostics).toEqual(diagnostics);
  });

  test('a message that is longer than its limit says by how much; the limit of the source language holds for all', async () => {
    const project = createProject();
    project.write({
      'copy/en.json': {
        hello: { headline: 'Hello', '@headline': { maxLength: 6 }, alt: 'A greeting' },
        photo: { headline: 'A view', '@headline': { maxLength: 6 }, alt: 'A photo' },
      },
    });
    const { exit, diagnostics } = await checkText({ root: project.root });
    expect(exit).toBe(1);
    expect(diagnostics).toMatchObject([
      {
        code: 'COPY_TOO_LONG',
        message: 'The message "hello.headline" for de has 9 characters where 6 are allowed.',
        place: { file: 'copy/de.json', line: 3 },
        cell: 'hello/wide.de',
      },
      { code: 'COPY_TOO_LONG', message: 'The message "photo.headline" for de has 9 characters where 6 are allowed.', cell: 'photo/wide.de' },
    ]);
  });

  test('needs no art', async () => {
    const project = createProject();
    project.write({ 'art/view.svg': undefined });
    expect(await checkText({ root: project.root })).toMatchObject({ exit: 0, measured: 4 });
  });

  test('tells missing messages as well', async () => {
    const project = createProject();
    project.write({ 'copy/de.json': { hello: { alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } });
    const { exit, cells, diagnostics } = await checkText({ root: project.root });
    expect({ exit, cells, codes: diagnostics.map(({ code }) => code) }).toEqual({ exit: 1, cells: 4, codes: ['COPY_MISSING'] });
  });

  test('finds the same however many cells are in work at once', async () => {
    const project = createProject();
    project.write(germanCopy(long));
    const one = await checkText({ root: project.root, jobs: 1 });
    project.write({ '.visuals': undefined });
    const many = await checkText({ root: project.root, jobs: 8 });
    expect(many.diagnostics).toEqual(one.diagnostics);
  });
});

describe('what an asset changes in its slots', () => {
  test('a language may have more lines and smaller letters', async () => {
    const project = createProject(withAsset({ slots: { headline: { locales: { de: { lines: 4, smallest: 8 } } } } }));
    project.write(germanCopy(long));
    expect(await checkText({ root: project.root })).toMatchObject({ exit: 0 });
    await project.buildWell();
    project.write({ 'visuals.config.ts': withAsset({})['visuals.config.ts'] });
    expect(summary((await project.build()).diagnostics)).toEqual([['TEXT_OVERFLOW', 'hello/wide.de', 'copy/de.json', 8]]);
  });

  test.each([
    [{ headlin: { lines: 3 } }, 'slots.headlin is no text slot of template "note" (did you mean "headline"?).'],
    [{ headline: { smallest: 30 } }, 'slots.headline has a smallest size above its largest for en.'],
    [
      { headline: { locales: { de_AT: { lines: 3 } } } },
      'slots.headline.locales.de_AT is neither a script of templates nor a language tag such as de or zh-Hant.',
    ],
  ])('%j is an error', async (slots, message) => {
    const project = createProject(withAsset({ slots }));
    const { diagnostics } = await checkText({ root: project.root });
    expect(diagnostics[0]).toMatchObject({ code: 'SLOT_INVALID', message });
  });

  test('a size that is none is an error of the config', async () => {
    const project = createProject(withAsset({ slots: { headline: { smallest: 0, line: 3 } } }));
    const { exit, diagnostics } = await checkText({ root: project.root });
    expect(exit).toBe(2);
    expect(diagnostics.map(({ code }) => code)).toEqual(['CONFIG_INVALID', 'CONFIG_INVALID']);
  });
});

describe('a text that is cut', () => {
  const clipping: Sources = {
    'templates/note/template.ts': formatContract("headline: text({ role: 'headline', size: { smallest: 10, largest: 22 }, lines: 2, fit: 'clip' }),"),
  };

  function createClipping(): TestProject {
    const project = createProject({ ...tinySources(), ...clipping });
    project.write(germanCopy(long));
    return project;
  }

  test('is a warning at its place, in a check, in a build, and when the picture comes from the cache', async () => {
    const project = createClipping();
    const { exit, diagnostics } = await checkText({ root: project.root });
    expect(exit).toBe(0);
    expect(diagnostics).toMatchObject([
      {
        code: 'TEXT_CLIPPED',
        severity: 'warning',
        cell: 'hello/wide.de',
        place: { file: 'copy/de.json', line: 8 },
        details: { key: 'hello.headline', text: shown },
      },
    ]);
    const built = await project.buildWell();
    expect(built.diagnostics).toEqual(diagnostics);
    project.write({ '.visuals/snapshot.json': undefined });
    const again = await project.buildWell();
    expect(again.ran.compose).toBe(0);
    expect(again.diagnostics).toEqual(diagnostics);
  });

  test('B8: the facts of a cached picture are those of a new one, and know the message of each text', async () => {
    const project = createClipping();
    await project.buildWell();
    const before = await readFacts(project.root);
    await project.buildWell();
    expect(await readFacts(project.root)).toEqual(before);
    project.write({ '.visuals': undefined, out: undefined });
    await project.buildWell();
    expect(await readFacts(project.root)).toEqual(before);
    const [task, facts] = before.find(([{ cell }]) => cell.id === 'hello/wide.de')!;
    expect(facts).toMatchObject({ width: 120, height: 63, safeArea: { top: 0, right: 0, bottom: 0, left: 0 } });
    expect(readTextBoxes(task, facts)).toMatchObject([
      {
        slot: 'headline',
        role: 'headline',
        isClipped: true,
        whole: shown,
        message: { key: 'hello.headline', locale: 'de', place: { file: 'copy/de.json', line: 8 } },
      },
    ]);
  });
});

/** What is kept of every composed card, by the index as a new process reads it. */
async function readFacts(root: string): Promise<readonly (readonly [ComposeTask, JsonObject])[]> {
  const { index } = openWorkspace(describeHost({ root }), undefined);
  const records = await readRecords(root);
  return records.flatMap(({ task, record }) => (task.kind === 'compose' ? [[task, index.get(computeActionKey('compose', record))!.facts] as const] : []));
}

describe('a strip', () => {
  const banners = { smallest: 5, largest: 8 };
  const sizes = [{ name: 'strip', width: 510, height: 100 }];
  const contract = (strip: string): Sources => ({
    'templates/note/template.ts': formatContract(
      `headline: text({ role: 'headline', size: { tall: banners, square: banners, wide: banners, banner: banners${strip} }, lines: 1 }),`,
    ).replace('export const kinds', `const banners = ${JSON.stringify(banners)};\nexport const kinds`),
  });
  const codesOf = async (changes: JsonObject, strip = ''): Promise<readonly string[]> => {
    const project = createProject({ ...withAsset({ sizes, ...changes }), ...contract(strip) });
    const { exit, diagnostics } = await checkText({ root: project.root });
    expect(exit).toBe(0);
    return diagnostics.map(({ code }) => code);
  };

  test('whose words are those of banners is a warning with their size, in a check and in a build', async () => {
    const project = createProject({ ...withAsset({ sizes }), ...contract('') });
    const { diagnostics } = await checkText({ root: project.root });
    expect(diagnostics[0]).toMatchObject({
      code: 'TEXT_TINY',
      severity: 'warning',
      cell: 'hello/strip.en',
      details: { template: 'note', slots: ['headline'] },
    });
    expect(diagnostics[0]!.message).toBe('"note" sets "headline" in 8 px on a strip of 510 × 100, which nobody can read.');
    expect((await project.buildWell()).diagnostics).toEqual(diagnostics);
  });

  test('has the sizes that the template or the asset gives it', async () => {
    expect(await codesOf({}, ', strip: { smallest: 10, largest: 30 }')).toEqual([]);
    const limits = (value: number) => ({ tall: 1, square: 1, wide: 1, banner: 1, strip: value });
    expect(await codesOf({ slots: { headline: { smallest: limits(10), largest: limits(20) } } })).toEqual([]);
  });

  test('begins beyond 5:1', async () => {
    expect(await codesOf({ sizes: [{ name: 'banner', width: 500, height: 100 }] })).toEqual([]);
  });
});
