import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { checkProject } from '../../src/check-project.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { createProject, formatContract, tinyConfig, tinySources, workOf } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { readRecords } from '../support/read-records.ts';
import { codesOf } from '../support/paid-project.ts';

const size = { name: 'wide', width: 240, height: 126 };

/** Light words over a picture, with a scrim as dark as this between them, and a button on a ground of its own. */
function scrimSources({ strength = 0.7, button = '#112233', checks = {} }: { strength?: number; button?: string; checks?: JsonObject } = {}): Sources {
  const one = (name: string): JsonObject => ({
    template: 'veil',
    sizes: [size],
    locales: ['en'],
    copy: 'hello',
    alt: 'hello.alt',
    art: { background: { kind: 'file', path: `art/${name}.svg` } },
  });
  const assets = { bright: one('bright'), dark: one('dark'), split: one('split') };
  const svg = (body: string): string => `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="126">${body}</svg>\n`;
  return {
    ...tinySources(),
    'visuals.config.ts': `import { defineConfig } from 'visuals';\nexport default defineConfig(${JSON.stringify({ ...tinyConfig, checks, assets })});\n`,
    'art/bright.svg': svg('<rect width="240" height="126" fill="#cfc8b8"/>'),
    'art/dark.svg': svg('<rect width="240" height="126" fill="#2a3644"/>'),
    // Bright where no words are.
    'art/split.svg': svg('<rect width="240" height="126" fill="#2a3644"/><rect x="190" width="50" height="126" fill="#ffffff"/>'),
    'copy/en.json': { hello: { headline: 'Hello', action: 'Go on', alt: 'A greeting' } },
    'copy/de.json': { hello: { headline: 'Hallo', action: 'Los', alt: 'Ein Gruß' } },
    'templates/veil/template.hbs':
      '<img class="back" src="{{art.background}}" alt=""><div class="veil" data-scrim></div><h1 class="headline" data-slot="headline">{{headline}}</h1><p class="action" data-slot="action">{{action}}</p>\n',
    'templates/veil/template.css': `.card { position: relative; display: flex; flex-direction: column; align-items: flex-start; width: 100%; height: 100%; color: #ffffff; font-family: var(--font-sans); }
.back, .veil { position: absolute; top: 0; left: 0; width: 100%; height: 100%; }
.veil { width: 60%; background-color: rgb(0 0 0 / ${strength}); }
.headline { position: relative; margin: 20px; }
.action { position: relative; margin: 20px; padding: 6px; background-color: #ffffff; color: ${button}; }
`,
    'templates/veil/template.ts': formatContract(
      "headline: text({ role: 'headline', size: { smallest: 10, largest: 22 } }),\n    action: text({ role: 'action', size: { smallest: 8, largest: 10 } }),\n    background: image(),",
    ),
  };
}

/** The colour at a place of an asset's picture, under the scrim and beside the words. */
async function colorOf(project: TestProject, asset: string): Promise<readonly number[]> {
  const { data } = await sharp(readFileSync(project.pathOf(`${asset}/wide.en`)))
    .extract({ left: 4, top: 4, width: 1, height: 1 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data];
}

const bare = { bright: [0xcf, 0xc8, 0xb8], dark: [0x2a, 0x36, 0x44], split: [0x2a, 0x36, 0x44] };

test('a scrim lies where words need it, and nowhere else', async () => {
  const project = createProject(scrimSources());
  await project.buildWell();
  const [bright, dark, split] = [await colorOf(project, 'bright'), await colorOf(project, 'dark'), await colorOf(project, 'split')];
  expect(Math.max(...bright)).toBeLessThan(0.35 * 0xcf);
  expect({ dark, split }).toEqual({ dark: bare.dark, split: bare.split });
  const { diagnostics } = await checkProject({ root: project.root });
  expect(diagnostics).toEqual([]);
});

test('what is asked for decides, and is in the key of templates with a scrim alone', async () => {
  const project = createProject(scrimSources());
  await project.buildWell();
  project.write(scrimSources({ checks: { contrast: 21 } }));
  expect(workOf(await project.buildWell())).toMatchObject({ compose: 3 });
  expect(await colorOf(project, 'dark')).not.toEqual(bare.dark);
  const plain = createProject();
  await plain.buildWell();
  const records = await readRecords(plain.root);
  expect(records.filter(({ record }) => 'contrast' in record)).toEqual([]);
});

test('a text that no scrim helps calls for none, and one too weak is told', async () => {
  const pale = createProject(scrimSources({ button: '#e8e8e8' }));
  await pale.buildWell();
  expect(await colorOf(pale, 'dark')).toEqual(bare.dark);
  expect(codesOf(await checkProject({ root: pale.root }))).toEqual(['CHECK_CONTRAST', 'CHECK_CONTRAST', 'CHECK_CONTRAST']);
  const weak = createProject(scrimSources({ strength: 0.1 }));
  await weak.buildWell();
  const { diagnostics } = await checkProject({ root: weak.root });
  expect(diagnostics.map(({ code, cell }) => `${code} ${cell ?? ''}`)).toEqual(['CHECK_CONTRAST bright/wide.en']);
});
