import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RenderDocument, RenderNode } from '../../src/spec/renderer.ts';
import { text, type TextSlotOptions } from '../../src/template/define-template.ts';
import { parseMarkup } from '../../src/template/parse-markup.ts';
import { fitDocument, type FittedDocument } from '../../src/text/fit-text.ts';
import { insertBreaks } from '../../src/text/insert-breaks.ts';
import { setBoldRenderer } from '../support/bold-renderer.ts';

const families = ['Inter', 'Noto Sans Arabic', 'Noto Sans JP', 'Noto Sans Thai'];
const renderer = setBoldRenderer(families);

const css = `.card{display:flex;flex-direction:column;align-items:flex-start;width:100%;height:100%;background:#fff;color:#000;font-family:Inter,"Noto Sans Arabic","Noto Sans JP","Noto Sans Thai";font-weight:700;line-height:1.2}
.card[lang=ja] p{word-break:keep-all}`;

interface Shown extends TextSlotOptions {
  readonly words: string;
  /** Of its box, in pixels; one em of the largest size is 100 px. */
  readonly width: number;
}

interface Card extends FittedDocument {
  readonly layouts: number;
  /** Of the first text. */
  readonly lines: readonly string[];
  /** Of each text. */
  readonly sizes: readonly number[];
}

/** Texts below each other, each in a box of its own. */
async function fit(texts: readonly Partial<Shown>[], lang = 'en'): Promise<Card> {
  const shown = texts.map((each): Shown => ({ role: 'headline', size: { smallest: 5, largest: 10 }, lines: 4, words: '', width: 900, ...each }));
  const dir = lang === 'ar' ? 'rtl' : 'ltr';
  const markup = shown.map(({ words, width }, index) => `<p data-slot="text${index}" style="margin:0;width:${width}px">${words}</p>`).join('');
  const root = parseMarkup(`<div class="card" dir="${dir}" lang="${lang}">${markup}</div>`, { images: [], template: 'card' });
  const document: RenderDocument = { width: 1000, height: 1600, root, css: [css], lang, families, images: new Map() };
  let layouts = 0;
  const layout = (each: RenderDocument) => {
    layouts += 1;
    return renderer.layout(each);
  };
  const slots = Object.fromEntries(shown.map(({ words: _words, width: _width, ...options }, index) => [`text${index}`, text(options)]));
  const contract = { name: 'card', description: '', slots, data: {} };
  const fitted = await fitDocument({ document, contract, shape: 'square', unit: 10, layout });
  const first = fitted.document.root.type === 'element' ? fitted.document.root.children[0] : undefined;
  return { ...fitted, layouts, lines: readText(first).split('\u2028'), sizes: fitted.boxes.map(({ fontSize }) => fontSize) };
}

function readText(node: RenderNode | undefined): string {
  return node?.type === 'text' ? node.text.replaceAll('\u200B', '') : '';
}

describe('a headline whose lines stay uneven', () => {
  const words = 'Die längste Nacht';

  test('is as much smaller as brings a word up, and no more', async () => {
    const [tidy, plain] = [await fit([{ words, width: 520 }]), await fit([{ words, width: 520, tidy: false }])];
    expect([plain.sizes, plain.lines]).toEqual([[100], ['Die', 'längste', 'Nacht']]);
    expect(tidy.lines).toEqual(['Die längste', 'Nacht']);
    expect(tidy.sizes[0]).toBeLessThan(100);
    const above = await fit([{ words, width: 520, tidy: false, size: { smallest: 5, largest: (tidy.sizes[0]! + 1) / 10 } }]);
    expect(above.lines).toEqual(plain.lines);
    expect(tidy.layouts).toBeLessThanOrEqual(plain.layouts + 5);
  });

  test('stays as it is where that would take more than an eighth of its size', async () => {
    const { sizes, lines, layouts } = await fit([{ words, width: 470 }]);
    expect([sizes, lines]).toEqual([[100], ['Die', 'längste', 'Nacht']]);
    expect(layouts).toBe(4);
  });

  test.each([
    ['its smallest size', { size: { smallest: 9.9, largest: 10 } }],
    ['one size', { fit: 'error' }],
    ['tidy: false for its language', { locales: { en: { tidy: false } } }],
  ] as const)('does not go below %s', async (_, options) => {
    const slots: Partial<Shown> = { words, width: 520, ...options };
    expect((await fit([{ ...slots, ...('locales' in options && { tidy: false }) }])).sizes).toEqual([100]);
  });

  test('takes its group with it', async () => {
    const { sizes } = await fit([
      { words, width: 520, fitGroup: 'row' },
      { words: 'One', fitGroup: 'row' },
    ]);
    expect(sizes[0]).toBeLessThan(100);
    expect(sizes[1]).toBe(sizes[0]);
  });

  test('gives an eighth at most, however many of its group are uneven', async () => {
    const { sizes } = await fit([540, 530, 520, 510, 500].map((width) => ({ words, width, fitGroup: 'row' })));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(88);
  });
});

describe('a text whose last line would be a stub', () => {
  const words = 'Every size and every language from one build of it';

  test('is broken earlier, at the same size, also where it is no headline', async () => {
    const body: Partial<Shown> = { words: `${words} all`, width: 900, role: 'body' };
    const [tidy, plain] = [await fit([body]), await fit([{ ...body, tidy: false }])];
    expect(tidy.sizes).toEqual(plain.sizes);
    expect(tidy.boxes[0]!.lines).toBe(plain.boxes[0]!.lines);
    expect(tidy.boxes[0]!.width).toBeLessThan(plain.boxes[0]!.width);
    expect(tidy.lines.length).toBe(tidy.boxes[0]!.lines);
  });

  test('is smaller where its lines may not be evened', async () => {
    const body: Partial<Shown> = { words: 'Every size in every language, soon', width: 820, role: 'body', balance: false };
    const [tidy, plain] = [await fit([body]), await fit([{ ...body, tidy: false }])];
    expect(plain.boxes[0]!.lines).toBe(3);
    expect(tidy.boxes[0]!.lines).toBe(2);
    expect(tidy.sizes[0]).toBeGreaterThanOrEqual(88);
  });

  test('labels and figures stay as large as they can be', async () => {
    for (const role of ['label', 'number', 'action', 'legal'] as const)
      expect((await fit([{ words: 'Die längste Nacht', width: 520, role }])).sizes).toEqual([100]);
  });
});

describe('in every script', () => {
  test.each([
    ['ja', '作り直すのは、変わったものだけ。残りは、1バイトも変わらない。', 860],
    ['ar', 'أحضر مصباحًا معطّلًا، ونصلحه معًا.', 800],
  ])('%s: a word is brought up, and none is lost', async (lang, copy, width) => {
    const words = await insertBreaks(copy, lang, { phrases: true });
    const [tidy, plain] = [await fit([{ words, width, lines: 5 }], lang), await fit([{ words, width, lines: 5, tidy: false }], lang)];
    expect(tidy.sizes[0]).toBeLessThan(plain.sizes[0]!);
    expect(tidy.sizes[0]).toBeGreaterThanOrEqual(plain.sizes[0]! * 0.875);
    expect(tidy.boxes[0]!.lines).toBeLessThan(plain.boxes[0]!.lines);
    expect(tidy.lines.join('').replaceAll(' ', '')).toBe(copy.replaceAll(' ', ''));
  });

  test('th: a stub is filled from the line above, at a bound of words', async () => {
    const copy = 'สร้างภาพเพียงครั้งเดียว แล้วได้ทุกขนาด ทุกภาษา ที่ต้องการ';
    const words = await insertBreaks(copy, 'th', { phrases: false });
    const bounds = new Set(words.split(/[\u200B ]/).map((_, index, all) => all.slice(0, index + 1).join('')));
    for (const width of [500, 600, 700, 800, 900]) {
      const { lines, boxes } = await fit([{ words, width, role: 'body' }], 'th');
      const ends = lines.map((_, index) =>
        lines
          .slice(0, index + 1)
          .join('')
          .replaceAll(' ', ''),
      );
      if (lines.length > 1) expect(lines).toHaveLength(boxes[0]!.lines);
      expect(ends.filter((end) => !bounds.has(end))).toEqual([]);
    }
  });

  test('breaks that are written stay', async () => {
    const { sizes } = await fit([{ words: 'Die\u2028längste\u2028Nacht', width: 520 }]);
    expect(sizes).toEqual([100]);
  });
});

test('any text keeps its words, seven eighths of its size and the lines that it may have, and is the same every time', async () => {
  const word = fc.constantFrom('a', 'of', 'the', 'size', 'words', 'language', 'typography', 'Überübermorgen');
  const card = fc.record({ words: fc.array(word, { minLength: 2, maxLength: 12 }).map((all) => all.join(' ')), width: fc.integer({ min: 500, max: 950 }) });
  await fc.assert(
    fc.asyncProperty(card, fc.constantFrom('headline' as const, 'body' as const), async ({ words, width }, role) => {
      const slot: Partial<Shown> = { words, width, role, size: { smallest: 2, largest: 10 } };
      const [tidy, plain, again] = [await fit([slot]), await fit([{ ...slot, tidy: false }]), await fit([slot])];
      expect(tidy.sizes[0]).toBeLessThanOrEqual(plain.sizes[0]!);
      expect(tidy.sizes[0]).toBeGreaterThanOrEqual(plain.sizes[0]! * 0.875);
      expect(tidy.boxes[0]!.lines).toBeLessThanOrEqual(plain.boxes[0]!.lines);
      expect(tidy.lines.join(' ')).toBe(words);
      expect(again).toEqual(tidy);
    }),
    { numRuns: 25 },
  );
});
