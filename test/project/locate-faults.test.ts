import { describe, expect, test } from 'vitest';
import { planBuild } from '../../src/plan-build.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { createProject, formatContract, tinyConfig, tinySources, tinySize } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';

/** What is told, with the text of the line that it points at. */
function describeLines(project: TestProject, diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, place, subject }) => {
    expect(subject, code).toBeUndefined();
    const line = place?.line === undefined ? undefined : project.read(place.file).split('\n')[place.line - 1]!;
    return `${code} ${place?.file ?? 'nowhere'}: ${line?.slice(place!.column! - 1).trim() ?? ''}`;
  });
}

const { hello, photo } = tinyConfig.assets;

function withAssets(assets: JsonObject, more: JsonObject = {}): Sources {
  return tinySources({ assets: { hello, photo, ...assets }, ...more });
}

const view = { kind: 'file', path: 'art/view.svg' };
const withArt = (background: JsonObject, more: JsonObject = {}): JsonObject => ({ ...photo, art: { background }, ...more });

describe('what is wrong with a value of the config points at the line that wrote it', () => {
  test('what is found while a project is loaded', async () => {
    const sources = withAssets(
      { asked: withArt({ kind: 'generate', prompt: 'prompts/lost.hbs' }), broken: withArt({ kind: 'generate', prompt: 'A sea {{#if' }) },
      { fonts: [...tinyConfig.fonts, './fonts/*.woff2'], brand: 'brand/lost.json', locales: { source: 'en', targets: ['de', 'fr'] } },
    );
    const project = createProject(sources);
    expect(describeLines(project, (await project.build()).diagnostics)).toEqual([
      'REF_MISSING visuals.config.ts: "brand": "brand/lost.json",',
      'COPY_FILE_MISSING visuals.config.ts: "fr"',
      'FONT_MISSING visuals.config.ts: "./fonts/*.woff2"',
      'REF_MISSING visuals.config.ts: "prompt": "prompts/lost.hbs"',
      'PROMPT_SYNTAX visuals.config.ts: "prompt": "A sea {{#if"',
    ]);
  });

  test('what is found while it is planned: of cells of one language, the fault itself', async () => {
    const procedural = { kind: 'procedural', procedure: 'grain', seed: 1, palette: ['color.ground', 'color.lost'] };
    const sources = withAssets(
      {
        unknown: { ...hello, template: 'noet' },
        data: {
          ...hello,
          template: 'bars',
          data: {
            rows: [
              { label: 'a', value: 1 },
              { label: 'b', value: 'much' },
            ],
          },
        },
        slots: { ...hello, slots: { headlin: { lines: 1 } } },
        palette: withArt(procedural),
        letters: withArt({ ...procedural, palette: ['color.ground', 'font.sans'] }),
        prompt: withArt({ kind: 'generate', prompt: 'A sea of {{data.colour}}.' }),
        bare: { ...photo, art: {} },
        extra: { ...hello, art: { bakground: view } },
        alt: { ...hello, alt: 'hello.altt' },
        prefix: { ...hello, copy: 'helo' },
        translated: { ...hello, alt: 'hello.only' },
      },
      { locales: { source: 'en', targets: ['de'], fonts: { de: ['Lost Sans'] } } },
    );
    const fields = 'rows: data.list({ label: data.text(), value: data.number() }, { most: 3 })';
    const project = createProject({
      ...sources,
      'copy/en.json':
        '{\n  "hello": { "headline": "Hello", "alt": "A greeting",\n    "only":\n    "English" },\n  "photo": { "headline": "A view", "alt": "A photo" }\n}\n',
      'templates/bars/template.hbs': '{{#each data.rows}}<p data-slot="label">{{label}}{{number value}}</p>{{/each}}\n',
      'templates/bars/template.css': sources['templates/note/template.css'],
      'templates/bars/template.ts': formatContract("label: text({ role: 'label', from: 'data', size: { smallest: 10, largest: 22 }, lines: 2 }),", fields),
    });
    const { diagnostics } = await project.build();
    const told = diagnostics.filter(({ cell = '.en', code }) => cell.endsWith('.en') || code === 'FONT_FAMILY_UNKNOWN' || cell.startsWith('translated/'));
    expect([...new Set(describeLines(project, told))]).toEqual([
      'TEMPLATE_UNKNOWN visuals.config.ts: "template": "noet",',
      'FONT_FAMILY_UNKNOWN visuals.config.ts: "Lost Sans"',
      'DATA_INVALID visuals.config.ts: "value": "much"',
      'SLOT_INVALID visuals.config.ts: "headlin": {',
      'TOKEN_UNKNOWN visuals.config.ts: "color.lost"',
      'TOKEN_NO_COLOUR visuals.config.ts: "font.sans"',
      'PROMPT_VAR_MISSING visuals.config.ts: "prompt": "A sea of {{data.colour}}."',
      'ART_MISSING visuals.config.ts: "art": {}',
      'ART_SLOT_UNKNOWN visuals.config.ts: "bakground": {',
      'COPY_MISSING visuals.config.ts: "alt": "hello.altt"',
      'COPY_MISSING visuals.config.ts: "copy": "helo",',
      // What is only not translated is shown in the language that it is to be translated from.
      'COPY_MISSING copy/en.json: English" },',
    ]);
  });

  test('what is found while pictures are made, also of one that a picture is made from, and in a build that plans alone', async () => {
    const sources = withAssets({
      lost: withArt({ kind: 'file', path: './art/lost.svg' }),
      folder: withArt({ kind: 'file', path: 'art' }),
      mask: withArt({ kind: 'edit', from: view, mask: 'art/mask.png', prompt: 'Make it blue.' }),
      setting: withArt({ kind: 'procedural', procedure: 'grain', seed: 1, palette: ['color.ground', 'color.ink'], settings: { grian: 1 } }),
      some: { ...withArt(view), overrides: [{ when: { locale: ['de'] }, art: { background: { kind: 'file', path: 'art/german.svg' } } }] },
    });
    const project = createProject(sources);
    const lines = [
      'INPUT_UNREADABLE visuals.config.ts: "path": "art"',
      'PROCEDURAL_SETTING_UNKNOWN visuals.config.ts: "grian": 1',
      'REF_MISSING visuals.config.ts: "mask": "art/mask.png",',
      'REF_MISSING visuals.config.ts: "path": "./art/lost.svg"',
      'REF_MISSING visuals.config.ts: "path": "art/german.svg"',
    ];
    expect(describeLines(project, (await project.build()).diagnostics).toSorted()).toEqual(lines);
    const planned = await planBuild({ root: project.root });
    expect(describeLines(project, planned.diagnostics)).toEqual(expect.arrayContaining(lines.filter((line) => line.startsWith('REF_MISSING'))));
  });

  test('what a model is known to refuse, and one that nobody knows', async () => {
    const sources = withAssets({
      seas: withArt({ kind: 'generate', prompt: 'A sea.', model: 'gpt-image-9' }),
      hills: withArt({ kind: 'generate', prompt: 'A hill.', quality: 'superb' }),
    });
    const project = createProject(sources);
    const { diagnostics } = await planBuild({ root: project.root });
    expect(describeLines(project, diagnostics)).toEqual([
      'MODEL_UNKNOWN visuals.config.ts: "model": "gpt-image-9"',
      'API_REQUEST_INVALID visuals.config.ts: "quality": "superb"',
    ]);
  });
});

test('a contract that is none points at the line of its own module', async () => {
  const contract = formatContract("headline: text({ role: 'headline',\n    size: { smallest: 10, largest: 2 }, lines: 2 }),");
  const project = createProject({ ...tinySources(), 'templates/note/template.ts': contract });
  expect(describeLines(project, (await project.build()).diagnostics)).toEqual([
    'TEMPLATE_CONTRACT_INVALID templates/note/template.ts: size: { smallest: 10, largest: 2 }, lines: 2 }),',
  ]);
});

test('a template that hundreds of assets name is told of each of them, at the one line that made them', async () => {
  const sources = tinySources();
  const config = `import { defineConfig } from 'visuals';

const many = Array.from({ length: 300 }, (_, at) => [\`card-\${at}\`, { template: 'noet', sizes: [${JSON.stringify(tinySize)}], copy: 'hello', alt: 'hello.alt' }]);
export default defineConfig({ ...${JSON.stringify({ ...tinyConfig, assets: undefined })}, assets: Object.fromEntries(many) });
`;
  const { diagnostics } = await createProject({ ...sources, 'visuals.config.ts': config }).build();
  expect(diagnostics).toHaveLength(300);
  expect(new Set(diagnostics.map(({ code, place }) => `${code} ${place?.line}`))).toEqual(new Set(['TEMPLATE_UNKNOWN 3']));
});

test('what somebody wrote more simply is told with what it would be', async () => {
  const { locales: _, ...rest } = tinyConfig;
  const assets = {
    plain: { ...hello, sizes: 'og', alt: 5 },
    numbers: { ...hello, sizes: [1200, { name: 'thin', width: -5, height: 10 }] },
    seed: withArt({ kind: 'procedural', procedure: 'grain', seed: '7', palette: ['color.ink'] }),
  };
  const list = createProject(tinySources({ ...rest, locales: ['en', 'de'], assets }));
  const { diagnostics } = await list.build();
  expect(diagnostics.map(({ message, fix }) => [message.replace(/,? (?:but|and) .*/, ''), fix])).toEqual([
    ['locales is ["en","de"]', "Write locales: { source: 'en', targets: ['de'] }."],
    ['assets.plain.sizes is "og"', 'Write a list: ["og"].'],
    ['assets.plain.alt is 5', 'Write it in quotes: "5".'],
    ['assets.numbers.sizes[0] is 1200', "Name a channel, such as 'og', or write { name: 'hero', width: 1920, height: 1080 }."],
    ['assets.numbers.sizes[1].width is -5', 'Correct the value, or leave it out for the default.'],
    ['assets.seed.art.background.seed is "7"', 'Write it without quotes: 7.'],
  ]);
});
