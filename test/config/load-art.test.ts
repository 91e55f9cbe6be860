import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load-config.ts';
import type { ResolvedConfig } from '../../src/model/config.ts';
import { createProject, diagnosticsOf } from './project.ts';
import type { Project } from './project.ts';

const projects: Project[] = [];

afterEach(() => {
  for (const made of projects.splice(0)) made.remove();
});

/** A config whose asset `hero` has this art, from line 3; other assets may follow. */
async function load(art: string, { assets = '', head = '' } = {}): Promise<ResolvedConfig> {
  const imports = "import { asset, edit, file, generate, procedural, translate } from 'visuals';";
  const start = `export default { brand: 'b.json', locales: { source: 'en' }, ${head} assets: { hero: { template: 'card', alt: 'a', sizes: ['og'], art: {`;
  const made = createProject({ 'package.json': { type: 'module' }, 'visuals.config.ts': `${imports}\n${start}\n${art}\n} }, ${assets} } };` });
  projects.push(made);
  const { entry, ...options } = made.options();
  return (await loadConfig({ ...options, file: entry })).config;
}

async function problems(art: string, more: { readonly assets?: string; readonly head?: string } = {}): Promise<readonly string[]> {
  const found = await diagnosticsOf(load(art, more));
  return found.map(({ code, message, place }) => `${code} ${place?.line}:${place?.column} ${message}`);
}

const settings = {
  generator: 'openai',
  api: 'images',
  model: 'gpt-image-2-2026-04-21',
  quality: 'medium',
  format: 'png',
  background: 'opaque',
  moderation: 'auto',
};
const centre = { x: 0.5, y: 0.5 };

describe('what comes of bought art', () => {
  test('every default is filled in', async () => {
    const { assets } = await load(`plate: generate({ prompt: './prompts//spring.hbs' }),
      night: edit({ from: file('art/day.png', { focus: { x: 0, y: 1 } }), prompt: 'Make it night' }),
      words: translate({ from: generate({ prompt: 'A sign', focus: { x: 1, y: 1 } }), words: ['sign.open'] })`);
    const day = { kind: 'file', path: 'art/day.png', focus: { x: 0, y: 1 }, mirror: false };
    const bought = { references: [], candidates: 1, settings };
    expect(assets[0]!.art).toEqual({
      plate: { kind: 'generate', prompt: { kind: 'file', path: 'prompts/spring.hbs' }, ...bought, focus: centre, mirror: true },
      night: {
        kind: 'edit',
        from: day,
        prompt: { kind: 'text', text: 'Make it night' },
        ...bought,
        keepOutsideMask: false,
        feather: 8,
        focus: { x: 0, y: 1 },
        mirror: false,
      },
      words: {
        kind: 'translate',
        from: { kind: 'generate', prompt: { kind: 'text', text: 'A sign' }, ...bought, focus: { x: 1, y: 1 }, mirror: true },
        words: ['sign.open'],
        candidates: 1,
        settings,
        focus: { x: 1, y: 1 },
        mirror: false,
      },
    });
  });

  test('what is written is kept', async () => {
    const { assets } =
      await load(`plate: generate({ prompt: 'x', references: [file('r.png'), procedural({ kind: 'grain', seed: 1, palette: ['c'] })], candidates: 4, api: 'responses', model: 'm',
      quality: 'high', format: 'webp', compression: 70, background: 'transparent', moderation: 'low', complexity: 'high', generator: 'openai', focus: { x: 0.2, y: 0.3 }, mirror: false }),
      night: edit({ from: file('d.png'), prompt: 'x', mask: './m.png', keepOutsideMask: true, feather: 0 })`);
    const { plate, night } = assets[0]!.art;
    expect(plate).toMatchObject({
      references: [{ kind: 'file', path: 'r.png' }, { kind: 'procedural' }],
      candidates: 4,
      settings: {
        generator: 'openai',
        api: 'responses',
        model: 'm',
        quality: 'high',
        format: 'webp',
        compression: 70,
        background: 'transparent',
        moderation: 'low',
        complexity: 'high',
      },
      focus: { x: 0.2, y: 0.3 },
      mirror: false,
    });
    expect(night).toMatchObject({ mask: 'm.png', keepOutsideMask: true, feather: 0 });
  });

  test('generators give the defaults of art, and the account', async () => {
    const head = `generators: { openai: { model: 'm', quality: 'low', api: 'responses', format: 'jpeg', compression: 60, moderation: 'low', background: 'opaque', complexity: 'low',
      baseURL: 'https://proxy.example/v1', perMinute: 20, concurrency: 8, profile: 'portable', sizeRules: false, partialImages: 2, previewAccess: true, safetyIdentifier: 'site' } }, budget: { perBuild: 5 },`;
    const config = await load("plate: generate({ prompt: 'x', quality: 'high' }), lossless: generate({ prompt: 'x', format: 'png' })", { head });
    const { plate, lossless } = config.assets[0]!.art;
    const own = { generator: 'openai', api: 'responses', model: 'm', background: 'opaque', moderation: 'low', complexity: 'low' };
    expect(plate).toMatchObject({ settings: { ...own, quality: 'high', format: 'jpeg', compression: 60 } });
    expect(lossless).toHaveProperty('settings', { ...own, quality: 'low', format: 'png' });
    expect(config.generators).toEqual({
      openai: {
        baseURL: 'https://proxy.example/v1',
        perMinute: 20,
        concurrency: 8,
        profile: 'portable',
        sizeRules: false,
        partialImages: 2,
        previewAccess: true,
        safetyIdentifier: 'site',
      },
    });
    expect(config.budget).toEqual({ perBuild: 5 });
  });

  test('art of another asset is framed as it is there, unless it says otherwise', async () => {
    const art =
      "plain: asset('post').art.plate, own: asset('post', { mirror: false }).art.plate, spread: { ...asset('post').art.plate, focus: { x: 1, y: 1 } }, far: asset('post').art.logo";
    const assets = `post: { template: 't', alt: 'a', sizes: ['og'], art: { plate: generate({ prompt: 'x', focus: { x: 0, y: 0 } }) }, overrides: [{ when: { size: 'og' }, art: { logo: file('l.svg') } }] }`;
    const plate = { kind: 'asset', asset: 'post', slot: 'plate', focus: { x: 0, y: 0 }, mirror: true };
    expect((await load(art, { assets })).assets[0]!.art).toEqual({
      plain: plate,
      own: { ...plate, mirror: false },
      spread: { ...plate, focus: { x: 1, y: 1 } },
      far: { kind: 'asset', asset: 'post', slot: 'logo', focus: centre, mirror: false },
    });
  });

  test('it is plain data', async () => {
    const config = await load("a: edit({ from: asset('hero').art.b, prompt: 'x' }), b: generate({ prompt: 'x' })");
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
  });

  test.each(['http://localhost:4010/v1', 'http://127.0.0.1:1', 'http://127.9.8.7', 'http://[::1]:80/v1', 'http://x.localhost', 'https://proxy.example'])(
    'a server at %s',
    async (url) => {
      expect((await load('', { head: `generators: { openai: { baseURL: '${url}' } },` })).generators['openai']).toHaveProperty('baseURL', url);
    },
  );
});

describe('what is wrong with bought art', () => {
  test('values, all at once, each at its line', async () => {
    const found = await problems(`a: generate({ prompt: '  ', candidates: 11, quality: 'auto',
  model: '', format: 'gif', compression: 101, seed: 1 }),
b: generate({ references: Array.from({ length: 17 }, () => file('r.png')) }),
c: edit({ from: 'x.png', prompt: '../x.hbs', mask: 'm.jpg',
  feather: -1, references: [file('/r.png')] }),
d: edit({ from: file('x.png'), prompt: 'x', keepOutsideMask: true, references: Array.from({ length: 16 }, () => file('r.png')) }),
e: translate({ from: file('x.png'), words: [] }),
f: translate({ from: file('x.png'), words: ['k'], prompt: 'x' }),
g: asset('hero').art,
h: generate({ prompt: 'x', generator: 'opnai' }),`);
    expect(found.map((each) => each.replace(/ (\d+):\d+ /, ' $1 '))).toEqual([
      'CONFIG_INVALID 3 assets.hero.art.a.prompt "  " holds no words',
      'CONFIG_INVALID 3 assets.hero.art.a.candidates is 11, but must be at most 10',
      'CONFIG_INVALID 3 assets.hero.art.a.quality "auto" changes its meaning from one day to the next; name the value that is wanted',
      'CONFIG_INVALID 4 assets.hero.art.a.model must not be empty',
      'CONFIG_INVALID 4 assets.hero.art.a.format is "gif", which is no known value',
      'CONFIG_INVALID 4 assets.hero.art.a.compression is 101, but must be at most 100',
      'CONFIG_INVALID 4 assets.hero.art.a.seed is not known',
      'CONFIG_INVALID 5 assets.hero.art.b.prompt is missing; it must be text',
      'CONFIG_INVALID 5 assets.hero.art.b.references has 17 entries, but must have at most 16',
      'CONFIG_INVALID 6 assets.hero.art.c.from "x.png" must be made with file(…), procedural(…), generate(…), edit(…), translate(…) or asset(…).art',
      'PATH_INVALID 6 assets.hero.art.c.prompt "../x.hbs" leads out of the project',
      'PATH_INVALID 6 assets.hero.art.c.mask "m.jpg" is no PNG',
      'CONFIG_INVALID 7 assets.hero.art.c.feather is -1, but must be at least 0',
      'PATH_INVALID 7 assets.hero.art.c.references[0].path "/r.png" is absolute',
      'CONFIG_INVALID 8 assets.hero.art.d.keepOutsideMask is true without a mask that would say what is outside',
      'CONFIG_INVALID 8 assets.hero.art.d.references has 16 entries, but must have at most 15',
      'CONFIG_INVALID 9 assets.hero.art.e.words has 0 entries, but must have at least 1',
      'CONFIG_INVALID 10 assets.hero.art.f.prompt is not known',
      'CONFIG_INVALID 11 assets.hero.art.g {} must be made with file(…), procedural(…), generate(…), edit(…), translate(…) or asset(…).art',
      'CONFIG_INVALID 12 assets.hero.art.h.generator is "opnai", which is no known value (did you mean "openai"?)',
    ]);
  });

  test('accounts and budgets', async () => {
    const head = `generators: { openai: { perMinute: 0, concurrency: 65, profile: 'small', partialImages: 4, apiKey: 'k' }, opneai: {} }, budget: { perBuild: -1, perDay: 1 },`;
    const found = await problems('', { head });
    expect(found.map((each) => each.replace(/ \d+:\d+ /, ' ')).toSorted()).toEqual([
      'CONFIG_INVALID budget.perBuild is -1, but must be at least 0',
      'CONFIG_INVALID budget.perDay is not known',
      'CONFIG_INVALID generators.openai.apiKey is not known',
      'CONFIG_INVALID generators.openai.concurrency is 65, but must be at most 64',
      'CONFIG_INVALID generators.openai.partialImages is 4, but must be at most 3',
      'CONFIG_INVALID generators.openai.perMinute is 0, but must be at least 1',
      'CONFIG_INVALID generators.openai.profile is "small", which is no known value',
      'CONFIG_INVALID generators.opneai is not known (did you mean "openai"?)',
    ]);
  });

  test.each([
    ['http://proxy.example/v1', 'API_INSECURE_URL', 'generators.openai.baseURL would send the key to proxy.example over plain http'],
    ['http://127.0.0.1.evil.example', 'API_INSECURE_URL', 'generators.openai.baseURL would send the key to 127.0.0.1.evil.example over plain http'],
    ['http://notlocalhost', 'API_INSECURE_URL', 'generators.openai.baseURL would send the key to notlocalhost over plain http'],
    ['ftp://x', 'CONFIG_INVALID', 'generators.openai.baseURL is no address that begins with https://'],
    ['proxy.example', 'CONFIG_INVALID', 'generators.openai.baseURL is no address that begins with https://'],
    ['https://x.example/v1?key=hunter2', 'CONFIG_INVALID', 'generators.openai.baseURL holds a query or a fragment, to which no path can be added'],
    ['https://me:hunter2@x.example', 'SECRET_IN_CONFIG', 'generators.openai.baseURL looks like a secret key'],
  ])('a server at %s', async (url, code, message) => {
    const found = await diagnosticsOf(load('', { head: `generators: { openai: { baseURL: '${url}' } },` }));
    expect(found.map((each) => [each.code, each.message, each.exit])).toEqual([[code, message, 2]]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  test('art that holds itself, or too much of itself', async () => {
    const art =
      "a: (() => { const loop = generate({ prompt: 'x' }); return Object.assign(loop, { references: [loop] }); })(),\nb: [1, 2, 3, 4, 5].reduce((from) => edit({ from, prompt: 'x' }), file('x.png'))";
    expect((await problems(art)).map((each) => each.replace(/ \d+:\d+ /, ' '))).toEqual([
      'CONFIG_INVALID assets.hero.art.a an object refers to itself, or is made of pictures more than 4 deep',
      expect.stringMatching(/^CONFIG_INVALID assets\.hero\.art\.b \{.*… refers to itself, or is made of pictures more than 4 deep$/),
    ]);
  });
});

describe('art of other assets', () => {
  const post = "post: { template: 't', alt: 'a', sizes: ['og'], art: { plate: file('p.png') } },";

  test('an asset or a slot that is not there', async () => {
    const art =
      "a: asset('poost').art.plate,\nb: edit({ from: asset('post').art.plat, prompt: 'x', references: [file('x.png'), asset('none').art.x] }),\nc: asset('hero').art.zebra";
    expect((await problems(art, { assets: post })).map((each) => each.replace(/ (\d+):\d+ /, ' $1 '))).toEqual([
      'CONFIG_INVALID 3 assets.hero.art.a.asset is "poost", which is no asset of the project (did you mean "post"?)',
      'CONFIG_INVALID 4 assets.hero.art.b.from.slot is "plat", which is no slot that "post" has art for (did you mean "plate"?)',
      'CONFIG_INVALID 4 assets.hero.art.b.references[1].asset is "none", which is no asset of the project',
      'CONFIG_INVALID 5 assets.hero.art.c.slot is "zebra", which is no slot that "hero" has art for',
    ]);
  });

  test('circles, each once, wherever in the art and the overrides they run', async () => {
    const art = "a: asset('one').art.x,\nself: edit({ from: asset('hero').art.self, prompt: 'x' }),\nfine: asset('post').art.plate";
    const assets = `${post}
one: { template: 't', alt: 'a', sizes: ['og'], art: { x: generate({ prompt: 'x', references: [file('f.png'), asset('two').art.x] }) } },
two: { template: 't', alt: 'a', sizes: ['og'], art: { x: file('f.png') }, overrides: [{ when: {}, art: {
  x: translate({ from: asset('one').art.x, words: ['k'] }) } }] },`;
    const found = await diagnosticsOf(load(art, { assets }));
    expect(found.map(({ code, message, exit, place }) => `${code} ${exit} ${place?.line} ${message}`)).toEqual([
      'GRAPH_CYCLE 2 4 art refers to itself: hero.self → hero.self',
      'GRAPH_CYCLE 2 9 art refers to itself: one.x → two.x → one.x',
    ]);
  });

  test('slots of one asset may refer to each other', async () => {
    const { assets } = await load(
      "a: asset('hero').art.b, b: asset('post').art.plate, c: edit({ from: asset('hero').art.a, prompt: 'x', references: [asset('hero').art.b] })",
      {
        assets: post,
      },
    );
    expect(Object.keys(assets[0]!.art)).toEqual(['a', 'b', 'c']);
  });
});
