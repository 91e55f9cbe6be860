import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { VisualsError } from '../../src/model/diagnostic.ts';
import { openSite } from '../../src/plugins/open-site.ts';
import type { OpenSiteOptions } from '../../src/plugins/site-options.ts';
import type { createVisual } from '../../src/site.ts';
import { writeTypes } from '../../src/write-types.ts';
import { createProject, formatConfig, tinyConfig, tinySources } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';

const siteConfig = { ...tinyConfig, output: { dir: 'public/pictures', formats: ['png'] } };

function createSiteProject(changes: object = {}): TestProject {
  return createProject({ ...tinySources(), 'visuals.config.ts': formatConfig({ ...siteConfig, ...changes }) });
}

function open({ root }: TestProject, changes: Partial<OpenSiteOptions> = {}): ReturnType<typeof openSite> {
  return openSite({ root, name: 'test', mode: 'production', watch: false, warn: () => undefined, ...changes });
}

async function codesOf(opening: Promise<unknown>): Promise<readonly string[]> {
  const { diagnostics } = (await opening.then(
    () => ({ diagnostics: [] }),
    (error: unknown) => error,
  )) as VisualsError;
  return diagnostics.map(({ code }) => code);
}

interface SiteModule {
  readonly visual: ReturnType<typeof createVisual>;
  readonly locales: readonly string[];
  readonly isLocale: (value: string) => boolean;
}

async function load({ root }: TestProject, name = 'test'): Promise<SiteModule> {
  const path = join(root, '.visuals/site', `${name}.mjs`);
  return (await import(`${pathToFileURL(path).href}?${statSync(path).mtimeMs}`)) as SiteModule;
}

test('a project that was never published is built, and its module names what lies in the public folder', async () => {
  const project = createSiteProject();
  await open(project);
  const { visual, locales, isLocale } = await load(project);
  const { src, alt, placeholder, color, direction } = visual('photo', { locale: 'de' });
  expect(existsSync(join(project.root, 'public', src))).toBe(true);
  expect({ alt, direction, color }).toEqual({ alt: 'Ein Foto', direction: 'ltr', color: '#112233' });
  expect(placeholder).toMatch(/^data:image\/webp;base64,[\w+/=]{40,400}$/);
  expect([locales, isLocale('de'), isLocale('fr')]).toEqual([['en', 'de'], true, false]);
  const text = project.read('.visuals/site/test.mjs');
  expect(text).not.toContain(project.root);
});

test('an unchanged module is left alone, and tells nothing of the build that made it', async () => {
  const project = createSiteProject();
  await open(project);
  const path = join(project.root, '.visuals/site/test.mjs');
  const { mtimeMs } = statSync(path);
  const text = readFileSync(path, 'utf8');
  await open(project);
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
  const again = createSiteProject();
  await open(again);
  expect(readFileSync(join(again.root, '.visuals/site/test.mjs'), 'utf8')).toBe(text);
});

test('addresses follow the base, the public folder and the CDN', async () => {
  const project = createSiteProject();
  const sourceWith = async (changes: Partial<OpenSiteOptions>): Promise<string> => {
    await open(project, changes);
    return (await load(project)).visual('hello', { locale: 'en' }).src.replace(/hello\/.*/, '');
  };
  expect(await sourceWith({ base: '/docs/' })).toBe('/docs/pictures/');
  expect(await sourceWith({ publicFolder: project.root })).toBe('/public/pictures/');
  expect(await sourceWith({ url: 'https://cdn.example.com/v' })).toBe('https://cdn.example.com/v/');
  expect(await sourceWith({ base: './' })).toBe('./pictures/');
});

test('production takes no drift; what is missing of the published files is put back', async () => {
  const project = createSiteProject();
  await open(project);
  const { src } = (await load(project)).visual('hello', { locale: 'en' });
  project.write({ [`public${src}`]: undefined });
  await open(project);
  expect(existsSync(join(project.root, 'public', src))).toBe(true);
  project.write({ 'art/view.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4"><rect width="8" height="4" fill="#0a0"/></svg>' });
  expect(await codesOf(open(project))).toEqual(['DRIFT']);
  await open(project, { mode: 'development' });
  expect((await load(project)).visual('photo', { locale: 'en' }).color).toBe('#00aa00');
  expect(await codesOf(open(project))).toEqual([]);
});

test('production takes no stand-in and nothing that lacks a required approval; assets that the site leaves out are not asked', async () => {
  const assets = {
    hello: tinyConfig.assets.hello,
    photo: { ...tinyConfig.assets.photo, review: 'required', art: { background: { kind: 'generate', prompt: 'A calm field.' } } },
  };
  const project = createSiteProject({ assets });
  await project.build({ draft: true });
  const codes = await codesOf(open(project));
  expect(codes).toContain('DRAFT_PUBLISHED');
  expect(codes).toContain('UNAPPROVED');
  // A draft is what development shows.
  await open(project, { mode: 'development' });
  expect((await load(project)).visual('photo', { locale: 'en' }).alt).toBe('A photo');

  const reviewed = createSiteProject({ review: 'required' });
  expect(await codesOf(open(reviewed))).toEqual(['UNAPPROVED', 'UNAPPROVED']);
  expect(await codesOf(open(reviewed, { only: ['hel*'] }))).toEqual(['UNAPPROVED']);
  const half = createSiteProject({ assets: { ...siteConfig.assets, photo: { ...siteConfig.assets.photo, review: 'required' } } });
  await open(half, { only: ['hello'] });
  const { visual } = await load(half);
  expect(() => visual('photo', { locale: 'en' })).toThrow('VISUAL_UNKNOWN: no asset "photo"');
});

test('`visuals types` writes a module for sites without a plugin, and its types', async () => {
  const project = createSiteProject();
  await project.buildWell();
  expect(await writeTypes({ root: project.root })).toMatchObject({ exit: 0, file: '.visuals/types.d.ts' });
  expect((await load(project, 'index')).visual('hello', { locale: 'de' }).alt).toBe('Ein Gruß');
  expect(project.read('.visuals/types.d.ts')).toContain('/// <reference path="./assets.d.ts" />');
  expect(project.read('.visuals/assets.d.ts')).toContain("declare module 'visuals:assets'");
  expect(project.read('.visuals/site/index.d.mts')).toBe("export * from 'visuals:assets';\n");
});
