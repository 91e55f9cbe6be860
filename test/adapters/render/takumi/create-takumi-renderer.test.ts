import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { computeDigest } from '../../../../src/keys/canonical.ts';
import type { RenderDocument, Renderer } from '../../../../src/spec/renderer.ts';
import { catchDiagnostics } from '../../../support/catch-diagnostics.ts';
import { box, card, picture, readFaces, showCard, text } from './cards.ts';

const documents: readonly RenderDocument[] = [
  showCard('Every size, every language. One build.'),
  showCard('كل مقاس، كل لغة. بناء واحد.', 'rtl', 'ar'),
  showCard('हर आकार, हर भाषा। एक बार में।', 'ltr', 'hi'),
];

async function createLoaded(): Promise<Renderer> {
  const renderer = createTakumiRenderer();
  await renderer.useFonts(readFaces());
  return renderer;
}

async function paintAll(renderer: Renderer, list: readonly RenderDocument[]): Promise<string[]> {
  const digests: string[] = [];
  for (const document of list) digests.push(computeDigest((await renderer.paint(document)).data));
  return digests;
}

async function codesOf(run: () => Promise<unknown>): Promise<string[]> {
  return (await catchDiagnostics(run)).map(({ code }) => code);
}

describe('version', () => {
  test('names the engine that package.json pins and that is installed', () => {
    const require = createRequire(import.meta.url);
    const pinned: { dependencies: { [name: string]: string } } = require('../../../../package.json');
    const installed = createRequire(require.resolve('@takumi-rs/core'))('../package.json') as { version: string };
    expect(installed.version).toBe(pinned.dependencies['@takumi-rs/core']);
    expect(createTakumiRenderer().version).toContain(`takumi ${installed.version},`);
  });
});

describe('the same document gives the same bytes', () => {
  test('twice, in another order, in a fresh renderer, and at the same time', async () => {
    const renderer = await createLoaded();
    const first = await paintAll(renderer, documents);
    expect(new Set(first).size).toBe(documents.length);
    expect(await paintAll(renderer, documents)).toEqual(first);
    expect((await paintAll(await createLoaded(), documents.toReversed())).toReversed()).toEqual(first);
    const atOnce = await Promise.all([...documents, ...documents].map(async (document) => computeDigest((await renderer.paint(document)).data)));
    expect(atOnce).toEqual([...first, ...first]);
  });

  test('whatever the order of registration', async () => {
    const renderer = createTakumiRenderer();
    for (const face of readFaces().toReversed()) await renderer.useFonts([face]);
    expect(await paintAll(renderer, documents)).toEqual(await paintAll(await createLoaded(), documents));
  });

  test('in another process', async () => {
    const source = `
      import { createTakumiRenderer } from './src/adapters/render/takumi/create-takumi-renderer.ts';
      import { computeDigest } from './src/keys/canonical.ts';
      import { readFaces, showCard } from './test/adapters/render/takumi/cards.ts';
      const renderer = createTakumiRenderer();
      await renderer.useFonts(readFaces());
      console.log(computeDigest((await renderer.paint(showCard('Every size, every language. One build.'))).data));`;
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const options = {
      stdin: { contents: source, resolveDir: root },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    } as const;
    const built = await build({ ...options, define: { 'import.meta.url': JSON.stringify(import.meta.url) } });
    const child = spawnSync('node', ['--input-type=module'], { cwd: root, input: built.outputFiles[0]!.text, encoding: 'utf8' });
    expect(child.stdout.trim()).toBe((await paintAll(await createLoaded(), documents.slice(0, 1)))[0]);
  });
});

test('paints straight RGBA', async () => {
  const renderer = await createLoaded();
  const raster = await renderer.paint(card(box('div', { width: '100%', height: '100%', background: 'rgb(200 100 50 / 0.5)' }, []), { width: 3, height: 2 }));
  expect(raster).toMatchObject({ width: 3, height: 2 });
  expect(raster.data).toHaveLength(24);
  const [red = 0, green = 0, blue = 0, alpha] = raster.data;
  expect(alpha).toBe(128);
  expect(Math.max(Math.abs(red - 200), Math.abs(green - 100), Math.abs(blue - 50))).toBeLessThanOrEqual(1);
});

describe('what would draw nothing is refused', () => {
  test('pictures and families that are not there, all at once', async () => {
    const renderer = await createLoaded();
    const document = card(box('div', {}, [picture('hero.png')]), { families: ['Inter', 'Intre'], images: new Map([['her0.png', new Uint8Array()]]) });
    expect(await codesOf(() => renderer.paint(document))).toEqual(['RENDER_IMAGE_MISSING', 'RENDER_FONT_MISSING']);
    await expect(renderer.layout(document)).rejects.toThrow(/did you mean "her0.png"/);
  });

  test('inline values that the engine cannot read', async () => {
    const renderer = await createLoaded();
    const document = card(box('div', { 'font-size': 'large-ish' }, []));
    expect(await codesOf(() => renderer.paint(document))).toEqual(['RENDERER_FAILED']);
    expect(await codesOf(() => renderer.layout(document))).toEqual(['RENDERER_FAILED']);
  });
});

test('tells the properties that the engine does not know', async () => {
  const renderer = createTakumiRenderer();
  const asked = ['font-size', 'hyphens', '--brand', 'inset-inline', 'inset-inline-start', '-webkit-line-clamp', 'writing-mode', 'text-wrap', 'colour'];
  expect(await renderer.unknownProperties(asked)).toEqual(['hyphens', 'writing-mode', 'colour']);
});

test('tags have their meaning, and no margins', async () => {
  const renderer = await createLoaded();
  const { children } = await renderer.layout(card(box('div', {}, [text('h1', 'One'), text('p', 'Two'), text('span', 'three '), text('b', 'four')])));
  expect(children.map((child) => [child.x, Math.floor(child.y)])).toEqual([
    [0, 0],
    [0, 20],
    [0, 40],
    [expect.any(Number), 40],
  ]);
});
