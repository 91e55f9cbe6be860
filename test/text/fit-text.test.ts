import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { Box, Insets } from '../../src/model/geometry.ts';
import type { TemplateContract } from '../../src/model/template.ts';
import type { MeasuredNode, RenderDocument, RenderNode } from '../../src/spec/renderer.ts';
import { text, type TextSlotOptions } from '../../src/template/define-template.ts';
import { parseMarkup } from '../../src/template/parse-markup.ts';
import { fitDocument, type FittedDocument } from '../../src/text/fit-text.ts';
import { findLines } from '../../src/text/measure-slots.ts';
import { replaceAt } from '../../src/text/slot-document.ts';
import { setBoldRenderer } from '../support/bold-renderer.ts';

const families = ['Inter', 'Noto Sans Arabic', 'Noto Sans JP'];
const renderer = setBoldRenderer(families);

const css = `.card{display:flex;flex-direction:column;width:100%;height:100%;padding:40px;background:#fff;color:#000;font-family:Inter;font-weight:700;line-height:1.2}
.card[dir="rtl"]{font-family:"Noto Sans Arabic",Inter}
.row{display:flex;justify-content:space-between}`;

const headline = (options: Partial<TextSlotOptions> = {}) => text({ role: 'headline', size: { smallest: 4, largest: 10 }, lines: 2, ...options });

interface Case {
  readonly markup: string;
  readonly slots?: TemplateContract['slots'];
  readonly css?: string;
  readonly lang?: string;
  readonly safeArea?: Insets;
  readonly width?: number;
  readonly height?: number;
}

interface Fitted extends FittedDocument {
  readonly layouts: number;
}

async function fit({ markup, slots = { headline: headline() }, css: own = '', lang = 'en', safeArea, width = 800, height = 600 }: Case): Promise<Fitted> {
  const dir = lang === 'ar' ? 'rtl' : 'ltr';
  const root = parseMarkup(`<div class="card" dir="${dir}" lang="${lang}">${markup}</div>`, { images: [], template: 'card' });
  const document: RenderDocument = { width, height, root, css: [css + own], lang, families, images: new Map() };
  let layouts = 0;
  const layout = (each: RenderDocument) => {
    layouts += 1;
    return renderer.layout(each);
  };
  const contract: TemplateContract = { name: 'card', description: '', slots, data: {} };
  const fitted = await fitDocument({ document, contract, shape: 'square', unit: 6, layout, ...(safeArea && { safeArea }) });
  return { ...fitted, layouts };
}

async function overflow(request: Case): Promise<readonly Diagnostic[]> {
  const error: unknown = await fit(request).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof VisualsError)) throw error ?? new Error('Everything fits.');
  return error.diagnostics;
}

const h1 = (words: string, attributes = ''): string => `<h1 data-slot="headline" ${attributes}>${words}</h1>`;
const sizesOf = ({ boxes }: FittedDocument): readonly number[] => boxes.map(({ fontSize }) => fontSize);

/** Where there is ink: pixels that are not white. */
async function findInk(document: RenderDocument): Promise<Box> {
  const { data, width, height } = await renderer.paint(document);
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let index = 0; index < width * height; index += 1) {
    if (data[index * 4]! > 200) continue;
    const [x, y] = [index % width, Math.floor(index / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

const findNode = (node: RenderNode, slot: string): RenderNode | undefined =>
  node.attributes['data-slot'] === slot
    ? node
    : node.type === 'element'
      ? node.children.map((child) => findNode(child, slot)).find((each) => each !== undefined)
      : undefined;

describe('a text that fits', () => {
  test('gets the largest size after one layout', async () => {
    const fitted = await fit({ markup: h1('One idea') });
    expect(fitted.layouts).toBe(1);
    expect(fitted.boxes).toEqual([expect.objectContaining({ slot: 'headline', text: 'One idea', fontSize: 60, lines: 1, x: 40 })]);
    expect(findNode(fitted.document.root, 'headline')?.style).toEqual({ 'font-size': '60px' });
  });

  test('has its size in whole pixels of its shape', async () => {
    const size = {
      tall: { smallest: 1, largest: 2 },
      square: { smallest: 3.1, largest: 7.4 },
      wide: { smallest: 1, largest: 2 },
      banner: { smallest: 1, largest: 2 },
    };
    expect(sizesOf(await fit({ markup: h1('One'), slots: { headline: headline({ size }) } }))).toEqual([44]);
  });
});

describe('a text that does not', () => {
  const words = 'Every size, every language, one build, and then a good deal more to say';

  test('shrinks to the largest size at which its lines are few enough', async () => {
    const { boxes, layouts } = await fit({ markup: h1(words) });
    const [box] = boxes;
    expect(box).toMatchObject({ lines: 2 });
    expect(box?.fontSize).toBeGreaterThanOrEqual(24);
    const next = (box!.fontSize + 1) / 6;
    expect(await overflow({ markup: h1(words), slots: { headline: headline({ size: { smallest: next, largest: next } }) } })).toMatchObject([
      { code: 'TEXT_OVERFLOW' },
    ]);
    expect(layouts).toBeLessThanOrEqual(12);
  });

  test('shrinks for one long word', async () => {
    const { boxes } = await fit({ markup: h1('Rindfleischetikettierungsgesetz'), slots: { headline: headline({ lines: 1 }) } });
    expect(boxes[0]).toMatchObject({ lines: 1 });
    expect(boxes[0]!.width).toBeGreaterThan(690);
    expect(boxes[0]!.width).toBeLessThanOrEqual(721);
  });

  test('B8: is an error when its smallest size is too large', async () => {
    const [found] = await overflow({ markup: h1(words.repeat(3)), lang: 'de' });
    expect(found).toMatchObject({
      code: 'TEXT_OVERFLOW',
      exit: 1,
      details: { slot: 'headline', locale: 'de', fontSize: 24, smallest: 24, largest: 60, lines: 4, over: 57.6 },
    });
    expect(found?.message).toBe('The text of "headline" for de takes 4 lines where 2 are allowed, 57.6 px more, at its smallest size of 24 px.');
    const fits = Number(found?.details?.['fits']);
    expect(await fit({ markup: h1(words.repeat(3).slice(0, fits)) })).toMatchObject({ boxes: [{ lines: 2 }] });
  });

  test('B8: never shrinks with fit: error', async () => {
    const [found] = await overflow({ markup: h1('Rindfleischetikettierungsgesetz'), slots: { headline: headline({ fit: 'error', lines: 1 }) } });
    expect(found?.message).toMatch(/has the word "Rindfleischetikettierungsgesetz", [\d.]+ px wider than its box, at its fixed size of 60 px/);
    expect(found?.details?.['over']).toBeGreaterThan(100);
    expect(found).toMatchObject({
      details: { word: 'Rindfleischetikettierungsgesetz' },
      fix: expect.stringMatching(/^Take a word of about 2\d characters, write soft/),
    });
  });

  test('a word that is too wide is told by itself, words that may not part as a line', async () => {
    const slots = { headline: headline({ fit: 'error', lines: 3 }) };
    const fitting = await fit({ markup: h1('Das Rindfleisch\u00ADetikettierungs\u00ADgesetz gilt'), slots });
    expect(fitting.boxes).toHaveLength(1);
    const [word] = await overflow({ markup: h1('Das Rindfleischetikettierungsgesetz gilt'), slots });
    expect(word?.details).toMatchObject({ word: 'Rindfleischetikettierungsgesetz' });
    const [line] = await overflow({ markup: h1('Das Rindfleisch\u00A0etikettierungs\u00A0gesetz gilt'), slots });
    expect(line?.message).toMatch(/has a line [\d.]+ px wider than its box/);
    expect(line?.details).not.toHaveProperty('word');
  });

  test('is measured inside the padding of its box', async () => {
    const wide = await fit({ markup: h1('Etikettierungsgesetz') });
    const narrow = await fit({ markup: h1('Etikettierungsgesetz'), css: 'h1{padding:0 100px;border:10px solid #fff}' });
    expect(wide.boxes[0]!.width).toBeGreaterThan(500);
    expect(narrow.boxes[0]!.width).toBeLessThanOrEqual(501);
    expect(narrow.boxes[0]!.x).toBe(150);
  });
});

describe('all texts together', () => {
  const slots = { headline: headline({ lines: 4 }), sub: text({ role: 'body', size: { smallest: 3, largest: 6 }, lines: 6 }) };
  const markup = `${h1('Every size, every language, one build and more')}<p data-slot="sub">Declare it once and the build makes every format and every language of it, again and again.</p>`;

  test('shrink until they stand inside the card, clear of each other', async () => {
    const { boxes, layouts } = await fit({ markup, slots, height: 340 });
    const [first, second] = boxes;
    expect(first!.fontSize).toBeLessThan(60);
    expect(second!.fontSize).toBeLessThan(36);
    expect(second!.fontSize).toBeGreaterThan(18);
    expect(second!.y + second!.height).toBeLessThanOrEqual(341);
    expect(first!.y + first!.height).toBeLessThanOrEqual(second!.y + 12);
    expect(layouts).toBeLessThanOrEqual(16);
  });

  test('keep out of the safe area', async () => {
    const free = await fit({ markup, slots });
    const safe = await fit({ markup, slots, safeArea: { top: 30, right: 0, bottom: 330, left: 0 } });
    const bottomOf = ({ boxes }: FittedDocument): number => Math.max(...boxes.map(({ y, height }) => y + height));
    expect(bottomOf(free)).toBeGreaterThan(271);
    expect(bottomOf(safe)).toBeLessThanOrEqual(271);
    const [found] = await overflow({ markup, slots, safeArea: { top: 0, right: 0, bottom: 500, left: 0 } });
    expect(found?.message).toMatch(/is [\d.]+ px over the bottom edge of the safe area/);
  });

  test('an overflow out of a box inside the card counts', async () => {
    const [found] = await overflow({ markup: `<div style="height: 20px; overflow: hidden">${h1('One idea')}</div>` });
    expect(found?.message).toMatch(/px over the bottom edge of the box round it/);
  });

  test('an overlap that no size resolves is told of both', async () => {
    const at = (slot: string, left: string): string => `<p data-slot="${slot}" style="position: absolute; top: 100px; left: ${left}">Some words</p>`;
    const found = await overflow({ markup: at('a', '50px') + at('b', '60px'), slots: { a: headline(), b: headline() } });
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/"a" for en runs [\d.]+ px into "b"/),
      expect.stringMatching(/"b" for en runs [\d.]+ px into "a"/),
    ]);
  });

  test('elements of the same slot share one size', async () => {
    const { boxes } = await fit({
      markup: `<div class="row">${['Short', 'A rather long text for its column'].map((words) => `<p data-slot="headline" style="width: 300px">${words}</p>`).join('')}</div>`,
    });
    expect(boxes).toHaveLength(2);
    expect(boxes[0]!.fontSize).toBe(boxes[1]!.fontSize);
    expect(boxes[0]!.fontSize).toBeLessThan(60);
  });

  test('what the style hides does not count', async () => {
    const { boxes } = await fit({ markup: `${h1('One idea')}<p data-slot="sub">${'long '.repeat(200)}</p>`, slots, css: 'p{display:none}' });
    expect(boxes.map(({ slot }) => slot)).toEqual(['headline']);
  });

  test('a slot inside a line keeps its place in it', async () => {
    const { boxes } = await fit({ markup: '<p style="font-size: 40px">From <span data-slot="headline">49</span> on</p>' });
    expect(boxes[0]).toMatchObject({ lines: 1, fontSize: 60 });
    expect(boxes[0]!.x).toBeGreaterThan(130);
  });
});

test('text that a style cuts off is an error', async () => {
  const [found] = await overflow({
    markup: h1('Every size, every language, one build of all'),
    slots: { headline: headline({ lines: 9 }) },
    css: 'h1{display:-webkit-box;-webkit-line-clamp:1}',
  });
  expect(found?.message).toMatch(/is cut off by \d+ characters/);
});

describe('headlines', () => {
  const words = 'Every size and every language from one build of it';

  test('are balanced by line breaks, in as many lines', async () => {
    const { document, boxes, layouts } = await fit({ markup: h1(words), slots: { headline: headline({ lines: 4 }) } });
    const plain = await fit({ markup: h1(words), slots: { headline: { ...headline({ lines: 4, tidy: false }), role: 'body' } } });
    const node = findNode(document.root, 'headline');
    expect(node).toMatchObject({ style: { 'white-space': 'pre-line' } });
    expect(node?.type === 'text' && node.text.replaceAll('\u2028', ' ')).toBe(words);
    expect(boxes[0]!.lines).toBe(plain.boxes[0]!.lines);
    expect(boxes[0]!.width).toBeLessThan(plain.boxes[0]!.width);
    expect(boxes[0]!.text).toBe(words);
    expect(layouts).toBe(3);
  });

  test.each([
    ['en', 'start', words],
    ['en', 'center', words],
    ['en', 'end', words],
    ['ar', 'start', 'كل مقاس وكل لغة من بناء واحد 2026 OK ثم المزيد من الكلام'],
    ['ja', 'center', 'あらゆるサイズとあらゆる言語を、たった一度のビルドで。'],
  ])('%s, %s: the measured box is where the ink is', async (lang, align, copy) => {
    const { document, boxes } = await fit({
      markup: h1(copy),
      lang,
      css: `h1{text-align:${align};text-wrap:balance}`,
      slots: { headline: headline({ lines: 3 }) },
    });
    const ink = await findInk(document);
    const [box] = boxes;
    expect(Math.abs(ink.x - box!.x)).toBeLessThan(0.3 * box!.fontSize);
    expect(Math.abs(ink.x + ink.width - box!.x - box!.width)).toBeLessThan(0.3 * box!.fontSize);
    expect(ink.y).toBeGreaterThan(box!.y - 0.2 * box!.fontSize);
    expect(ink.y + ink.height).toBeLessThan(box!.y + box!.height + 0.35 * box!.fontSize);
  });

  test('do not end in a word alone where the line above can spare another', async () => {
    const { document } = await fit({
      markup: h1('Überübermorgenvormittag 48 Stunden brennt je Ladung.'),
      slots: { headline: headline({ lines: 3, size: { smallest: 9, largest: 9 } }) },
    });
    const node = findNode(document.root, 'headline');
    expect(node?.type === 'text' && node.text.split('\u2028')).toEqual(['Überübermorgenvormittag', '48 Stunden brennt', 'je Ladung.']);
  });

  test('with their own line breaks keep them', async () => {
    const { document } = await fit({ markup: h1('One idea'), css: 'h1{white-space:pre-line}' });
    expect(findNode(document.root, 'headline')).not.toMatchObject({ style: { 'white-space': 'pre-line' } });
  });
});

describe('lines of both directions', () => {
  const listRuns = (node: MeasuredNode): MeasuredNode['runs'] => [...node.runs, ...node.children.flatMap(listRuns)];
  const words = '340 بطاقة (PNG، WebP) بخصم';

  /** How far visible runs of one line reach into each other. */
  async function findOverlap(document: RenderDocument): Promise<number> {
    const runs = listRuns(await renderer.layout(document)).filter((run) => run.text.trim() !== '');
    const isBeside = (one: Box, other: Box): boolean => Math.abs(one.y + one.height / 2 - other.y - other.height / 2) < 20;
    const pairs = runs.flatMap((one, index) => runs.slice(index + 1).map((other) => [one, other] as const)).filter(([one, other]) => isBeside(one, other));
    return Math.max(...pairs.map(([one, other]) => Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)));
  }

  test.each([
    [words, '270px'],
    ['\u2066Every size, PNG、 WebP and more\u2069', '260px'],
  ])('%j: no word is drawn over another where a line ends between words from left to right', async (copy, width) => {
    const slots = { headline: text({ role: 'body', size: { smallest: 5, largest: 5 }, lines: 4 }) };
    const style = `width: ${width}; font-family: Inter, 'Noto Sans Arabic', 'Noto Sans JP'`;
    const { document } = await fit({ markup: `<p data-slot="headline" style="${style}">${copy}</p>`, lang: 'ar', slots });
    const asWritten = { ...document, root: replaceAt(document.root, [0], (node) => ({ ...node, text: copy })) };
    expect(await findOverlap(asWritten), 'the engine alone').toBeGreaterThan(5);
    expect(await findOverlap(document)).toBeLessThan(1);
  });
});

test('the same card gives the same sizes and boxes', async () => {
  const request = { markup: h1('Every size, every language, one build, and then a good deal more') };
  const [first, second] = [await fit(request), await fit(request)];
  expect(second).toEqual(first);
});

describe('lines are counted by the middles of runs', () => {
  const run = (words: string, y: number, height: number, x = 0) => ({ text: words, x, y, width: 10 * words.length, height });

  test('since fonts on one line begin at different heights', () => {
    const lines = findLines([run('مقاس', -24.4, 126.7, 40), run('OK ', -0.1, 72.6), run('واحد', 47.6, 126.7), run('2026', 71.9, 72.6, 40)], 60);
    expect(lines.map(({ length }) => length)).toEqual([7, 8]);
  });

  test('and tight lines are still lines', () => {
    expect(findLines([run('22', 0, 72), run('23', 50, 72)], 60)).toHaveLength(2);
  });

  test('a trailing space is not part of the width', () => {
    const [line] = findLines([run('word ', 0, 72)], 60);
    expect(line?.width).toBeCloseTo(50 - 0.22 * 60);
  });
});

test('a line that is broken for good is as wide as it is drawn: what breaks it takes no room', async () => {
  const widthOf = async (words: string): Promise<number> =>
    (await fit({ markup: `<h1 data-slot="headline" style="font-size:60px">${words}</h1>` })).boxes[0]!.width;
  const alone = await widthOf('One idea.');
  for (const separator of ['\u2028', '\u2029']) {
    const broken = `One idea.${separator}Any.`;
    expect(await widthOf(broken), JSON.stringify(broken)).toBeGreaterThan(alone - 1);
  }
});
