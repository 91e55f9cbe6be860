import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import type { MeasuredNode, MeasuredRun, RenderDocument, RenderNode } from '../../src/spec/renderer.ts';
import { parseMarkup } from '../../src/template/parse-markup.ts';
import { keepInlineLines } from '../../src/text/keep-inline-lines.ts';
import { collectRuns } from '../../src/text/measure-slots.ts';
import { findBrowser, launchBrowser } from '../support/browser.ts';

const renderer = createTakumiRenderer();
const fonts = new URL('../../node_modules/@expo-google-fonts/', import.meta.url);
const faces = [
  ['Inter', 400, 'inter/400Regular/Inter_400Regular.ttf'],
  ['Inter', 700, 'inter/700Bold/Inter_700Bold.ttf'],
  ['Noto Sans Arabic', 400, 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'],
  ['Noto Sans Arabic', 700, 'noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'],
  ['Noto Sans Hebrew', 400, 'noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf'],
  ['Noto Sans Hebrew', 700, 'noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf'],
] as const;

beforeAll(async () => {
  await renderer.useFonts(faces.map(([family, weight, path]) => ({ family, weight, style: 'normal', data: readFileSync(new URL(path, fonts)) })));
});

/** In each, a line ends between words from left to right, with a part in another weight and colour beside it. */
const sentences = [
  '340 بطاقة (<b>PNG،</b> WebP) بخصم خاص',
  '340 بطاقة <b>(PNG، WebP)</b> بخصم خاص',
  '340 بطاقة (PNG، WebP) بخصم خاص',
  'كل بطاقة \u2068Every <b>size</b> PNG, WebP and more\u2069 بخصم خاص',
  'كل مقاس وكل Visuals <b>and <i>more</i></b> studio build بناء واحد',
  'מגדירים פעם ב־<b>PNG,</b> WebP, AVIF ובכל השפות!',
  'بخصم <b>C++ (2nd</b> ed.) نسخة <b>HTML، CSS، JS</b> كل يوم',
];
const css = `.card{display:flex;flex-direction:column;width:100%;height:100%;padding:20px;background:#fff;color:#000;font-family:Inter,'Noto Sans Arabic','Noto Sans Hebrew';font-size:30px;line-height:1.5}
p{width:270px;margin:0}b{color:#c00}i{font-style:normal}`;
const size = { width: 320, height: 45 * 4 * sentences.length };

function createDocument(paragraphs: readonly string[], dir: 'ltr' | 'rtl' = 'rtl'): { readonly html: string; readonly document: RenderDocument } {
  const html = `<div class="card" dir="${dir}" lang="ar">${paragraphs.map((words) => `<p>${words}</p>`).join('')}</div>`;
  const root = parseMarkup(html, { images: [], template: 'card' });
  return { html, document: { ...size, root, css: [css], lang: 'ar', families: ['Inter', 'Noto Sans Arabic', 'Noto Sans Hebrew'], images: new Map() } };
}

async function keep(document: RenderDocument): Promise<{ readonly kept: RenderDocument; readonly layouts: number }> {
  let layouts = 0;
  const layout = (root: RenderNode): Promise<MeasuredNode> => {
    layouts += 1;
    return renderer.layout({ ...document, root });
  };
  return { kept: { ...document, root: await keepInlineLines(document.root, layout) }, layouts };
}

/** How far words of one line reach into each other, in each paragraph. */
async function findOverlaps(document: RenderDocument): Promise<readonly number[]> {
  const { children } = await renderer.layout(document);
  return children.map((paragraph) => {
    const runs = collectRuns(paragraph).filter(({ text }) => text.trim() !== '');
    const pairs = runs
      .flatMap((one, index) => runs.slice(index + 1).map((other) => [one, other] as const))
      .filter(([one, other]) => middleGap(one, other) < 20);
    return Math.max(...pairs.map(([one, other]) => Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)));
  });
}

function middleGap(one: MeasuredRun, other: MeasuredRun): number {
  return Math.abs(one.y + one.height / 2 - other.y - other.height / 2);
}

const readWords = (node: RenderNode): string => (node.type === 'text' ? node.text : node.type === 'element' ? node.children.map(readWords).join('') : '');

describe('words from left to right at the end of a line from right to left, with elements among them', () => {
  test('are not drawn over each other', async () => {
    const { document } = createDocument(sentences);
    const { kept } = await keep(document);
    for (const overlap of await findOverlaps(document)) expect(overlap, 'the renderer alone').toBeGreaterThan(5);
    for (const overlap of await findOverlaps(kept)) expect(overlap).toBeLessThan(1);
  });

  const browser = findBrowser();
  test.skipIf(browser === undefined)('stand where Chromium puts them', async () => {
    const { html, document } = createDocument(sentences);
    const { kept } = await keep(document);
    const wanted = await shoot(browser!, html);
    const share = async (each: RenderDocument): Promise<number> =>
      compareInk(sharp(wanted), sharp((await renderer.paint(each)).data, { raw: { ...size, channels: 4 } }));
    expect(await share(document), 'the renderer alone').toBeGreaterThan(0.05);
    expect(await share(kept)).toBeLessThan(0.03);
  });
});

describe('what does not need it', () => {
  test.each([
    ['words of one direction', 'كل مقاس <b>وكل لغة من بناء</b> واحد ثم المزيد من الكلام', 'rtl', 0],
    ['words from left to right', 'Every <b>size and</b> every language of it', 'ltr', 0],
    ['a line alone', 'بخصم <b>PNG</b>', 'rtl', 1],
  ] as const)('%s stay as they are', async (_, words, dir, layouts) => {
    const { document } = createDocument([words], dir);
    const found = await keep(document);
    expect(found.kept.root).toEqual(document.root);
    expect(found.layouts).toBe(layouts);
  });

  test('columns of words are not taken for lines', async () => {
    const { document } = createDocument(['<span>340 بطاقة PNG، WebP</span><span>بخصم PNG، WebP خاص</span>']);
    const flex = { ...document, css: [`${css}p{display:flex}span{width:110px}`] };
    expect((await keep(flex)).kept.root).toEqual(document.root);
  });

  test('every letter stays, and only spaces go', async () => {
    const { document } = createDocument(sentences);
    const { kept } = await keep(document);
    expect(readWords(kept.root).replaceAll(/\s/g, '')).toBe(readWords(document.root).replaceAll(/\s/g, ''));
    expect(readWords(kept.root)).toMatch(/\u2028/);
  });
});

async function shoot(path: string, html: string): Promise<Buffer> {
  const browser = await launchBrowser(path);
  try {
    const page = await browser.newPage({ viewport: size });
    const rules = faces.map(([family, weight, file]) => {
      const data = readFileSync(new URL(file, fonts)).toString('base64');
      return `@font-face{font-family:"${family}";font-weight:${weight};src:url(data:font/ttf;base64,${data})}`;
    });
    await page.setContent(`<style>*{box-sizing:border-box;margin:0;padding:0;text-rendering:geometricPrecision}${rules.join('')}${css}</style>${html}`);
    await page.evaluate('document.fonts.ready.then(() => true)');
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}

/** Height of a line. */
const lineHeight = 45;

/** Where letters stand along each line: the ink of each column, black and red apart, smeared over a few pixels, so that what rasterisers make of an edge is gone. */
async function readInk(picture: Sharp): Promise<readonly number[]> {
  const { data, info } = await picture.removeAlpha().blur(2).raw().toBuffer({ resolveWithObject: true });
  const ink = Array.from({ length: 2 * info.width * Math.ceil(info.height / lineHeight) }, () => 0);
  for (let index = 0; index < info.width * info.height; index += 1) {
    const [red, green] = [data[index * 3]!, data[index * 3 + 1]!];
    const at = Math.floor((Math.floor(index / info.width) - 20) / lineHeight) * info.width + (index % info.width);
    if (at < 0) continue;
    ink[2 * at]! += 255 - red;
    ink[2 * at + 1]! += red - green;
  }
  return ink;
}

/** How much of the ink stands elsewhere. */
async function compareInk(wanted: Sharp, found: Sharp): Promise<number> {
  const [one, other] = await Promise.all([readInk(wanted), readInk(found)]);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + Math.abs(value), 0);
  return sum(one.map((value, index) => value - other[index]!)) / sum(one);
}
