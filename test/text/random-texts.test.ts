import { readFileSync } from 'node:fs';
import fc from '../support/properties.ts';
import { Blob, Face } from 'harfbuzzjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { MeasuredNode, RenderDocument } from '../../src/spec/renderer.ts';
import { text } from '../../src/template/define-template.ts';
import { parseMarkup } from '../../src/template/parse-markup.ts';
import { findGaps } from '../../src/text/check-coverage.ts';
import { fitDocument, type FitRequest, type FittedDocument } from '../../src/text/fit-text.ts';
import { insertBreaks } from '../../src/text/insert-breaks.ts';
import { loadFonts, type FontCatalog } from '../../src/text/load-fonts.ts';
import { countVisible } from '../../src/text/measure-slots.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { openActionLog } from '../../src/store/action-log.ts';
import { repository } from '../support/create-project.ts';

const renderer = createTakumiRenderer();
const folder = 'node_modules/@expo-google-fonts';
const fonts = [
  { family: 'Inter', path: `${folder}/inter/700Bold/Inter_700Bold.ttf`, locale: 'en' },
  { family: 'Noto Sans Arabic', path: `${folder}/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf`, locale: 'ar' },
  { family: 'Noto Sans Devanagari', path: `${folder}/noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf`, locale: 'hi' },
  { family: 'Noto Sans Thai', path: `${folder}/noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf`, locale: 'th' },
  { family: 'Noto Sans JP', path: `${folder}/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf`, locale: 'ja' },
] as const;

/** What the font's own character map holds, as HarfBuzz reads it: not our reader of fonts. */
const coverage = new Map<string, readonly number[]>();
let catalog: FontCatalog;

beforeAll(async () => {
  for (const { family, path } of fonts) {
    const data = readFileSync(`${repository}/${path}`);
    await renderer.useFonts([{ family, weight: 700, style: 'normal', data }]);
    coverage.set(family, [...new Face(new Blob(data)).collectUnicodes()]);
  }
  const files = createInputFiles({ root: repository, shipped: repository });
  catalog = await loadFonts({ files, patterns: fonts.map(({ path }) => path), index: openActionLog('/nonexistent/actions', { readonly: true }) });
});

const css = '.card{display:flex;flex-direction:column;width:100%;height:100%;padding:40px;font-weight:700;line-height:1.3}';
const bounds = { left: 0, top: 0, right: 600, bottom: 400 };

interface Card {
  /** In order of preference. */
  readonly families: readonly string[];
  readonly locale: string;
  readonly fit: 'shrink' | 'error' | 'clip';
  readonly role?: 'headline' | 'body';
}

function createRequest(words: string, { families, locale, fit, role = 'headline' }: Card): FitRequest {
  const markup = `<div class="card" dir="${locale === 'ar' ? 'rtl' : 'ltr'}" lang="${locale}"><h1 data-slot="headline">x</h1></div>`;
  const root = parseMarkup(markup, { images: [], template: 'card' });
  const filled = {
    ...root,
    style: { 'font-family': families.map((family) => `"${family}"`).join(', ') },
    children: root.children.map((child) => ({ ...child, text: words })),
  };
  const document = {
    width: 600,
    height: 400,
    root: filled,
    css: [css],
    lang: locale,
    families,
    images: new Map(),
  } as RenderDocument;
  const headline = text({ role, size: { smallest: 6, largest: 14 }, lines: 3, fit });
  return {
    document,
    contract: { name: 'card', description: '', slots: { headline }, data: {} },
    shape: 'wide',
    unit: 4,
    layout: (each) => renderer.layout(each),
  };
}

async function fitOrRefuse(request: FitRequest): Promise<FittedDocument | undefined> {
  try {
    return await fitDocument(request);
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    expect(error.diagnostics.map(({ code }) => code)).toEqual(['TEXT_OVERFLOW']);
    return undefined;
  }
}

const listRuns = (node: MeasuredNode): MeasuredNode['runs'] => [...node.runs, ...node.children.flatMap(listRuns)];

/** By how many pixels the most two visible runs of one line reach into each other, what hangs below or above its letter left out. */
function findOverlap(runs: MeasuredNode['runs']): number {
  const inked = runs.filter((run) => countVisible(run.text) > 0 && !/^\p{M}+$/u.test(run.text.trim()));
  const overlaps = inked.flatMap((one, index) =>
    inked
      .slice(index + 1)
      .filter((other) => Math.abs(one.y + one.height / 2 - other.y - other.height / 2) < 10)
      .map((other) => Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)),
  );
  return Math.max(0, ...overlaps);
}

/** Strings of what the font covers, with spaces between, as words are; white space and controls are for another test. */
function arbitraryText(family: string): fc.Arbitrary<string> {
  const covered = coverage.get(family)!.filter((codePoint) => !/^[\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]$/u.test(String.fromCodePoint(codePoint)));
  const marks = coverage.get(family)!.filter((codePoint) => /^\p{M}$/u.test(String.fromCodePoint(codePoint)));
  const letter = fc.constantFrom(...covered).map((codePoint) => String.fromCodePoint(codePoint));
  const mark = marks.length === 0 ? letter : fc.constantFrom(...marks).map((codePoint) => String.fromCodePoint(codePoint));
  const word = fc
    .tuple(letter, fc.array(fc.oneof({ weight: 6, arbitrary: letter }, { weight: 1, arbitrary: mark }), { maxLength: 12 }))
    .map(([first, rest]) => first + rest.join(''));
  return fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' '));
}

describe.each(fonts)('$family', ({ family, locale }) => {
  test.each(['shrink', 'error', 'clip'] as const)('fit: %s draws every character within the card, or says that it does not', async (fit) => {
    let drawn = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryText(family), async (words) => {
        const broken = await insertBreaks(words, locale, { phrases: true });
        const fitted = await fitOrRefuse(createRequest(broken, { families: [...new Set([family, 'Inter'])], locale, fit }));
        if (fitted === undefined) return;
        drawn += 1;
        const [box] = fitted.boxes;
        expect(box!.isClipped).toBe(box!.text !== broken);
        if (fit !== 'clip') expect(box!.text).toBe(broken);
        const runs = listRuns(await renderer.layout(fitted.document));
        expect(runs.reduce((sum, run) => sum + countVisible(run.text), 0)).toBeGreaterThanOrEqual(countVisible(box!.text));
        for (const { x, width } of runs.filter((run) => countVisible(run.text) > 0)) {
          expect(x).toBeGreaterThanOrEqual(bounds.left);
          expect(x + width).toBeLessThanOrEqual(bounds.right);
        }
        expect(findOverlap(runs), words).toBeLessThanOrEqual(1);
        expect(box!.y).toBeGreaterThanOrEqual(bounds.top);
        expect(box!.y + box!.height).toBeLessThanOrEqual(bounds.bottom);
        expect(box!.lines).toBeLessThanOrEqual(3);
      }),
      { numRuns: 25, seed: 20_261_122 },
    );
    expect(drawn).toBeGreaterThan(fit === 'error' ? 1 : 8);
  });

  test('a character is missing when its character map does not have it, and only then', async () => {
    const covered = new Set(coverage.get(family));
    const any = fc.oneof(fc.constantFrom(...covered), fc.integer({ min: 0x21, max: 0x10ffff })).filter((codePoint) => {
      const character = String.fromCodePoint(codePoint);
      return !/^[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\p{Regional_Indicator}]$/u.test(character);
    });
    await fc.assert(
      fc.asyncProperty(any, async (codePoint) => {
        const gaps = await findGaps({ text: String.fromCodePoint(codePoint), families: [family], catalog });
        expect(gaps.map((gap) => gap.codePoint)).toEqual(covered.has(codePoint) ? [] : [codePoint]);
      }),
      { numRuns: 500, seed: 20_261_122 },
    );
  });
});

test('words of both directions are never drawn over each other, wherever lines end', async () => {
  const words = ['بطاقة', 'صورة،', 'جديد؟', 'PNG،', 'WebP', '(C++)', '12', '3.5%', 'Launch', 'a،b', '\u2068x، y\u2069', '—', 'ثم', 'Größe؛'];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...words), { minLength: 4, maxLength: 14 }), fc.constantFrom('ar', 'en'), async (parts, locale) => {
      // Two families, so that one run of words is drawn in several pieces.
      const fitted = await fitOrRefuse(createRequest(parts.join(' '), { families: ['Inter', 'Noto Sans Arabic'], locale, fit: 'shrink', role: 'body' }));
      if (fitted === undefined) return;
      const runs = listRuns(await renderer.layout(fitted.document));
      expect(runs.reduce((sum, run) => sum + countVisible(run.text), 0)).toBe(countVisible(parts.join(' ')));
      expect(findOverlap(runs)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 80, seed: 20_261_129 },
  );
});
