import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLastingProject, createProject, tinyConfig, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { readKeys } from '../support/read-records.ts';
import { runCommand } from '../support/run-command.ts';

/** Pictures with all that could depend on the surroundings: numbers, plurals, dates' neighbours, drawn art, sorted names. */
const asset = tinyConfig.assets.photo;
const sources: Sources = {
  ...tinySources({
    output: { dir: 'out', formats: ['png', 'webp', 'avif'], encode: { avif: { effort: 1 } } },
    assets: {
      ...tinyConfig.assets,
      drawn: {
        ...asset,
        data: { count: 1234.5 },
        copy: 'drawn',
        art: { background: { kind: 'procedural', procedure: 'topographic', seed: 3, palette: ['color.ground', 'color.frame'] } },
      },
    },
  }),
  'copy/en.json': {
    hello: { headline: 'Hello', alt: 'A greeting' },
    photo: { headline: 'A view', alt: 'A photo' },
    drawn: { headline: '{count, number}', alt: 'Land' },
  },
  'copy/de.json': {
    hello: { headline: 'Guten Tag', alt: 'Ein Gruß' },
    photo: { headline: 'Ein Blick', alt: 'Ein Foto' },
    drawn: { headline: '{count, number}', alt: 'Land' },
  },
};

let reference: { readonly outputs: ReadonlyMap<string, string>; readonly keys: readonly string[] };

beforeAll(async () => {
  const project = createLastingProject(sources);
  await project.buildWell({ jobs: 1 });
  reference = await resultOf(project);
  project.remove();
});

async function resultOf(project: TestProject): Promise<typeof reference> {
  return { outputs: project.outputs(), keys: await readKeys(project.root) };
}

describe('is in no key and in no byte', () => {
  test.each([[1], [4], [16]])('the place of the project, and %d cells at once', async (jobs) => {
    const project = createProject(sources);
    await project.buildWell({ jobs });
    expect(await resultOf(project)).toEqual(reference);
  });

  test('times of files', async () => {
    const project = createProject(sources);
    for (const [index, path] of Object.keys(sources).entries()) utimesSync(join(project.root, path), 1e9 + index, 1e8 * index);
    await project.buildWell();
    expect(await resultOf(project)).toEqual(reference);
  });

  test('the order of assets, and how the config is laid out', async () => {
    const project = createProject(sources);
    const text = project.read('visuals.config.ts').replace('"assets": {', '"assets": /* remark */ {\n');
    const written = JSON.parse(text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')).replace('/* remark */', '')) as { assets: Record<string, object> };
    const assets = Object.fromEntries(Object.entries(written.assets).toReversed());
    project.write({
      'visuals.config.ts': `import { defineConfig } from 'visuals';\nconst reversed = ${JSON.stringify({ ...written, assets })};\n\n\nexport default defineConfig(reversed);`,
    });
    await project.buildWell();
    expect(await resultOf(project)).toEqual(reference);
  });

  test('the order of keys in copy and tokens', async () => {
    const reverse = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, each]) => [key, reverse(each)]),
          )
        : value;
    const project = createProject(sources);
    for (const path of ['copy/en.json', 'copy/de.json', 'brand/tokens.json'])
      project.write({ [path]: JSON.stringify(reverse(JSON.parse(project.read(path)))) });
    await project.buildWell();
    expect(await resultOf(project)).toEqual(reference);
  });

  test('the name of the output folder', async () => {
    const project = createProject({
      ...sources,
      'visuals.config.ts': (sources['visuals.config.ts'] as string).replace('"dir": "out"', '"dir": "public/pictures"'),
    });
    await project.buildWell();
    expect(await readKeys(project.root)).toEqual(reference.keys);
  });

  test('earlier pictures in the cache, and the order in which they were made', async () => {
    const project = createProject(sources);
    await project.buildWell({ only: ['photo'], locales: ['de'] });
    await project.buildWell({ only: ['drawn'] });
    await project.buildWell();
    expect(await resultOf(project)).toEqual(reference);
  });

  test.each([
    ['the time zone', { TZ: 'Pacific/Kiritimati' }],
    ['the language of the machine', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' }],
    ['another language of the machine', { LANG: 'ar_EG.UTF-8', LC_ALL: 'C' }],
    ['variables that the config does not read', { NODE_ENV: 'production', CI: '1', DEBUG: '*', FONTCONFIG_PATH: '/nowhere', SOURCE_DATE_EPOCH: '1' }],
    ['the size of the thread pool', { UV_THREADPOOL_SIZE: '1', VIPS_CONCURRENCY: '1', RAYON_NUM_THREADS: '1' }],
  ])('%s, in a process of the built command', async (_what, env) => {
    const project = createProject(sources);
    expect(await runCommand(project.root, ['build', '--quiet'], { env })).toMatchObject({ exit: 0, stderr: '' });
    expect(project.outputs()).toEqual(reference.outputs);
    expect(await readKeys(project.root)).toEqual(reference.keys);
  });

  test('the clock of the machine', async () => {
    const project = createProject(sources);
    const clock = `data:text/javascript,${encodeURIComponent('const now = Date.now; Date.now = () => now() + 36e11 * Math.sign(Math.random() - 0.5);')}`;
    expect(await runCommand(project.root, ['build', '--quiet'], { node: ['--import', clock] })).toMatchObject({ exit: 0, stderr: '' });
    expect(project.outputs()).toEqual(reference.outputs);
  });
});

describe('manifest', () => {
  test('names no absolute path, no time, no user', async () => {
    const project = createProject(sources);
    await project.buildWell();
    const text = project.read('out/manifest.json');
    expect(text).not.toContain(project.root);
    expect(text).not.toMatch(/\/(?:tmp|home|root|Users)\//);
    const fields = new Set([...text.matchAll(/"(\w+)":/g)].map(([, name]) => name));
    const known = [
      'version',
      'assets',
      'template',
      'pictures',
      'size',
      'width',
      'height',
      'locale',
      'variant',
      'alt',
      'raster',
      'provenance',
      'source',
      'aiShare',
      'layers',
      'slot',
      'kind',
      'procedure',
      'seed',
      'path',
      'files',
      'format',
      'src',
      'bytes',
      'digest',
      'direction',
      'color',
      'placeholder',
    ];
    expect([...fields].filter((name) => !known.includes(name!) && !['hello', 'photo', 'drawn'].includes(name!))).toEqual([]);
  });
});

test('only a variable that the config reads decides', async () => {
  const config = `import { defineConfig } from 'visuals';\nconst tone = process.env['TONE'] ?? 'hello';\nexport default defineConfig({ ...${JSON.stringify({ ...tinyConfig, assets: { hello: tinyConfig.assets.hello } })}, assets: { hello: { template: 'note', sizes: [{ name: 'wide', width: 120, height: 63 }], copy: tone, alt: 'hello.alt' } } });\n`;
  const project = createProject({ ...tinySources(), 'visuals.config.ts': config });
  const build = async (env: Readonly<Record<string, string>>): Promise<unknown> =>
    (await runCommand(project.root, ['build', '--json'], { env })).lines.findLast(({ type }) => type === 'finished')?.['counts'];
  expect(await build({})).toMatchObject({ made: 2 });
  expect(await build({ OTHER: '1' })).toMatchObject({ fresh: 2 });
  expect(await build({ TONE: 'photo' })).toMatchObject({ made: 2, fresh: 0 });
  expect(await build({})).toMatchObject({ cached: 2, fresh: 0 });
});
