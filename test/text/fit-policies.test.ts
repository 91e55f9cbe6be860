import { describe, expect, test } from 'vitest';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { TemplateContract } from '../../src/model/template.ts';
import type { RenderDocument } from '../../src/spec/renderer.ts';
import { text, type TextSlotOptions } from '../../src/template/define-template.ts';
import { parseMarkup } from '../../src/template/parse-markup.ts';
import { cutText, listCuts } from '../../src/text/clip-texts.ts';
import { fitDocument, measureDocument, type FitRequest } from '../../src/text/fit-text.ts';
import { resolveContract } from '../../src/text/resolve-text-slot.ts';
import { setBoldRenderer } from '../support/bold-renderer.ts';

const renderer = setBoldRenderer(['Inter', 'Noto Sans JP']);

const css =
  '.card{display:flex;flex-direction:column;width:100%;height:100%;padding:40px;font-family:Inter;font-weight:700;line-height:1.2}.row{display:flex;gap:20px}.row p{flex:1;min-width:0}';

interface Case {
  readonly markup: string;
  readonly slots: TemplateContract['slots'];
  readonly lang?: string;
  readonly height?: number;
  readonly rest?: Partial<FitRequest>;
}

function createRequest({ markup, slots, lang = 'en', height = 600, rest }: Case): FitRequest {
  const root = parseMarkup(`<div class="card" dir="ltr" lang="${lang}">${markup}</div>`, { images: [], template: 'card' });
  const document: RenderDocument = { width: 800, height, root, css: [css], lang, families: ['Inter', 'Noto Sans JP'], images: new Map() };
  const contract: TemplateContract = { name: 'card', description: '', slots, data: {} };
  return { document, contract, shape: 'square', unit: 6, layout: (each) => renderer.layout(each), ...rest };
}

const slot = (options: Partial<TextSlotOptions> = {}) => text({ role: 'body', size: { smallest: 4, largest: 10 }, lines: 2, ...options });
const show = (name: string, words: string): string => `<p data-slot="${name}">${words}</p>`;
const words = 'Every size and every language, from one build, of one text that nobody would ever call short';

describe("fit: 'clip'", () => {
  const slots = { headline: slot({ fit: 'clip' }) };

  test('leaves a text that fits when it shrinks as it is', async () => {
    const [box] = (await fitDocument(createRequest({ markup: show('headline', words.slice(0, 60)), slots }))).boxes;
    expect(box).toMatchObject({ text: words.slice(0, 60), isShrunk: true, isClipped: false });
    expect(box).not.toHaveProperty('whole');
  });

  test('cuts at the last word that fits at the smallest size, with an ellipsis', async () => {
    const long = `${words}. ${words}`;
    const { boxes, document } = await fitDocument(createRequest({ markup: show('headline', long), slots }));
    const [box] = boxes;
    expect(box).toMatchObject({ whole: long, isClipped: true, isShrunk: true, fontSize: 24, lines: 2, smallest: 24, largest: 60, mostLines: 2 });
    expect(box!.text).toMatch(/[^\s,.]…$/);
    expect(long.startsWith(box!.text.slice(0, -1))).toBe(true);
    expect(JSON.stringify(document.root)).toContain(box!.text);
    const next = long.slice(0, long.indexOf(' ', box!.text.length));
    const whole = { headline: slot({ size: { smallest: 4, largest: 4 } }) };
    await expect(fitDocument(createRequest({ markup: show('headline', `${next}…`), slots: whole }))).rejects.toThrow(VisualsError);
  });

  test('cuts what does not stand on the card, too, and no more of it than that takes', async () => {
    const both = { headline: slot({ fit: 'clip', lines: 20 }), sub: slot({ role: 'body', lines: 1 }) };
    const markup = show('headline', `${words} ${words} ${words}`) + show('sub', 'One line');
    const { boxes } = await fitDocument(createRequest({ markup, slots: both, height: 180 }));
    expect(boxes.map(({ isClipped }) => isClipped)).toEqual([true, false]);
    expect(boxes[1]!.y + boxes[1]!.height).toBeLessThanOrEqual(181);
    expect(boxes[0]!.lines).toBeGreaterThan(2);
  });

  test('never cuts a single word', async () => {
    const markup = show('headline', 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft');
    await expect(fitDocument(createRequest({ markup, slots }))).rejects.toThrow(/TEXT_OVERFLOW/);
  });

  test('cuts each element of a list for itself', async () => {
    const markup = `<div class="row">${show('headline', 'Short')}${show('headline', words.repeat(2))}</div>`;
    const { boxes } = await fitDocument(createRequest({ markup, slots }));
    expect(boxes.map(({ isClipped }) => isClipped)).toEqual([false, true]);
  });

  test('shows three dots where no font has an ellipsis', async () => {
    const request = createRequest({ markup: show('headline', words.repeat(2)), slots, rest: { ellipsis: '...' } });
    expect((await fitDocument(request)).boxes[0]!.text).toMatch(/\w\.\.\.$/);
  });

  test('cuts between words, marked breaks, or letters of scripts without spaces', () => {
    const cut = (whole: string): readonly string[] => listCuts(whole).map((end) => cutText(whole, end, '…'));
    expect(cut('One, two – three')).toEqual(['One…', 'One, two…', 'One, two…']);
    expect(cut('あらゆる\u200Bサイズを\u200Bここに')).toEqual(['あらゆる…', 'あらゆる\u200Bサイズを…']);
    expect(cut('新製品')).toEqual(['新…', '新製…']);
    expect(cut('From \u2068New York\u2069 on')).toEqual(['From…', 'From \u2068New\u2069…', 'From \u2068New York\u2069…']);
    expect(cut('10\u00A0km on')).toEqual(['10\u00A0km…']);
    expect(cut('Word')).toEqual([]);
  });
});

describe('fitGroup', () => {
  const row = (options: Partial<TextSlotOptions>) => slot({ lines: 1, fitGroup: 'row', ...options });
  const markup = `<div class="row">${show('a', 'Short')}${show('b', 'A rather long label')}${show('c', 'Middle one')}</div>`;

  test('slots of one group have the size at which all of them fit', async () => {
    const { boxes } = await fitDocument(createRequest({ markup, slots: { a: row({}), b: row({}), c: slot({ lines: 1 }) } }));
    const [a, b, c] = boxes.map(({ fontSize }) => fontSize);
    expect(a).toBe(b);
    expect(a).toBeLessThan(60);
    expect(c).toBeGreaterThan(a!);
  });

  test('within the sizes that each of them may have', async () => {
    const few = `<div class="row">${show('a', 'One')}${show('b', 'Two')}</div>`;
    const slots = { a: row({ size: { smallest: 3, largest: 8 } }), b: row({ size: { smallest: 5, largest: 12 } }) };
    const { boxes } = await fitDocument(createRequest({ markup: few, slots }));
    expect(boxes.map(({ fontSize, smallest, largest }) => [fontSize, smallest, largest])).toEqual([
      [48, 30, 48],
      [48, 30, 48],
    ]);
  });

  test('a text in a list belongs to the group of its slot', async () => {
    const list = `<div class="row">${show('a', 'One')}${show('a', 'A rather long label')}${show('b', 'Two')}</div>`;
    const { boxes } = await fitDocument(createRequest({ markup: list, slots: { a: row({}), b: row({}) } }));
    expect(new Set(boxes.map(({ fontSize }) => fontSize)).size).toBe(1);
    expect(boxes[0]!.fontSize).toBeLessThan(60);
  });
});

describe('balance', () => {
  const long = 'Every size and every language from one build of it';
  const widthOf = async (options: Partial<TextSlotOptions>): Promise<number> =>
    (await fitDocument(createRequest({ markup: show('headline', long), slots: { headline: slot({ lines: 4, ...options }) } }))).boxes[0]!.width;

  test('is for headlines by itself, for others on demand', async () => {
    const plain = await widthOf({ tidy: false });
    expect(await widthOf({ role: 'headline', balance: false, tidy: false })).toBe(plain);
    expect(await widthOf({ balance: true })).toBeLessThan(plain);
    expect(await widthOf({ balance: true })).toBe(await widthOf({ role: 'headline' }));
  });
});

describe('limits by language', () => {
  const contract: TemplateContract = {
    name: 'card',
    description: '',
    data: {},
    slots: {
      headline: slot({
        lines: { tall: 4, square: 3, wide: 2, banner: 1 },
        locales: { cjk: { smallest: 3 }, de: { lines: 3, largest: 9 }, 'de-AT': { largest: { tall: 5, square: 6, wide: 7, banner: 8 } } },
      }),
    },
  };
  const resolve = (locale: string, limits = {}) => resolveContract(contract, locale, limits).slots['headline'];

  test('the narrower name wins, and what it does not name stays', () => {
    expect(resolve('en')).toMatchObject({ size: { smallest: 4, largest: 10 }, lines: { tall: 4 } });
    expect(resolve('de')).toMatchObject({ size: { square: { smallest: 4, largest: 9 } }, lines: 3 });
    expect(resolve('de-AT')).toMatchObject({ size: { square: { smallest: 4, largest: 6 }, banner: { largest: 8 } }, lines: 3 });
    expect(resolve('ja')).toMatchObject({ size: { tall: { smallest: 3, largest: 10 } }, lines: { tall: 4 } });
    expect(resolve('zh-Hant-TW')).toMatchObject({ size: { wide: { smallest: 3, largest: 10 } } });
  });

  test('those of the asset come last', () => {
    expect(resolve('de', { headline: { lines: 5, fit: 'clip' } })).toMatchObject({ size: { square: { largest: 9 } }, lines: 5, fit: 'clip' });
  });
});

test('the box of a text tells all that checks, translators and people ask for', async () => {
  const request = createRequest({ markup: show('headline', 'One idea'), slots: { headline: slot() } });
  const expected = {
    slot: 'headline',
    role: 'body',
    text: 'One idea',
    fontSize: 60,
    smallest: 24,
    largest: 60,
    lines: 1,
    mostLines: 2,
    contentWidth: 720,
    element: { x: 40, y: 40, width: 720, height: 72 },
    isShrunk: false,
    isClipped: false,
  };
  const { boxes } = await fitDocument(request);
  expect(boxes).toEqual([expect.objectContaining(expected)]);
  expect(await measureDocument(request)).toEqual(boxes);
});
