import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { computeRasterDigest } from '../../src/engine/execute-plan.ts';
import type { Raster } from '../../src/model/geometry.ts';
import { createLastingProject, formatConfig, formatContract } from '../support/create-project.ts';

/**
 * Pictures that people looked at: scripts joined, shaped, ordered and broken as their readers expect. They are equal to the pixel where the fonts are; a share of pixels
 * up to the tolerance may differ, for a renderer that is mended. `UPDATE_GOLDEN=1` writes them anew; look at each before it is committed.
 */
const tolerance = 0.001;
/** How far two colours may lie apart (0–1) before they count as different. */
const threshold = 0.1;

const copy: { readonly [locale: string]: { readonly [asset: string]: string } } = {
  en: {
    text: 'Ship one idea in every size — “Tåget är försenat”, Øresund, Łódź.',
    emoji: 'Launch 🚀 day 👩🏽‍🚀 with friends 👨‍👩‍👧 🇩🇪 ❤️ done ✅',
    mixed: 'Visuals 2.0 — قريبًا in 日本, ไทย & भारत',
  },
  de: { text: 'Donaudampfschifffahrtsgesellschaft: Straßenbahnhaltestellen\u00ADverzeichnis in Übergröße' },
  fr: { text: 'L’été à Orléans\u00A0: «\u00A0déjà vu\u00A0», cœur et garçon, 12 345,67\u00A0€' },
  tr: { text: 'İstanbul’da ışık: Iğdır, ığdır, İĞDE ve çağdaş gülüş' },
  vi: { text: 'Tiếng Việt: những dấu chồng lên nhau — ắ ổ ữ ễ' },
  ar: { text: 'أنشئ صورك مع Visuals 2.0 بثلاث لغات، من 12 إلى 340 بطاقة.' },
  ja: { text: '東京で、あなたのブランドの画像を一度だけ宣言すれば、すべてのサイズができあがります。' },
  th: { text: 'สร้างภาพเพียงครั้งเดียว แล้วได้ทุกขนาดทุกภาษาที่ต้องการ' },
  hi: { text: 'एक बार लिखें, हर आकार और हर भाषा में चित्र पाएँ: क्षत्रिय, हिन्दी, श्रृंखला' },
};

/** The three locales' own fonts behind the brand's, so that Latin names look the same everywhere. */
const families = { vi: ['Inter'], ar: ['Noto Sans Arabic'], ja: ['Noto Sans JP'], th: ['Noto Sans Thai'], hi: ['Noto Sans Devanagari'] };
const size = { name: 'card', width: 600, height: 315 };
const asset = (id: string, locales: readonly string[]) => ({ template: 'words', sizes: [size], locales: [...locales], copy: id, alt: `${id}.alt` });

const sources = {
  'visuals.config.ts': formatConfig({
    brand: 'brand/tokens.json',
    fonts: [
      'node_modules/@expo-google-fonts/schibsted-grotesk/600SemiBold/*.ttf',
      'node_modules/@expo-google-fonts/noto-sans-{arabic,devanagari,jp,thai}/600SemiBold/*.ttf',
      'node_modules/@expo-google-fonts/inter/600SemiBold/*.ttf',
      'node_modules/twemoji-colr-font/*.woff2',
    ],
    locales: {
      source: 'en',
      targets: Object.keys(copy).filter((locale) => locale !== 'en'),
      fonts: Object.fromEntries(
        Object.entries({ ...families, en: [] as string[] }).map(([locale, own]) => [
          locale,
          [
            'Schibsted Grotesk',
            ...own,
            ...(locale === 'en' ? ['Twemoji Mozilla', 'Noto Sans Arabic', 'Noto Sans JP', 'Noto Sans Thai', 'Noto Sans Devanagari'] : []),
          ],
        ]),
      ),
    },
    output: { dir: 'out', formats: ['png'] },
    assets: { text: asset('text', Object.keys(copy)), emoji: asset('emoji', ['en']), mixed: asset('mixed', ['en']) },
  }),
  'brand/tokens.json': {
    color: { $type: 'color', ground: { $value: '#f3efe6' }, ink: { $value: '#14231c' } },
    font: { sans: { $type: 'fontFamily', $value: 'Schibsted Grotesk' } },
  },
  'templates/words/template.hbs': '<h1 class="headline" data-slot="headline">{{headline}}</h1>\n',
  'templates/words/template.css':
    '.card { display: flex; align-items: center; width: 100%; height: 100%; padding: calc(var(--u) * 8); background-color: var(--color-ground); color: var(--color-ink); font-family: var(--font-sans); }\n.headline { margin: 0; width: 100%; font-weight: 600; line-height: 1.3; text-align: start; text-wrap: balance; }\n.card[lang="ja"] .headline { word-break: keep-all; }\n',
  'templates/words/template.ts': formatContract("headline: text({ role: 'headline', size: { smallest: 8, largest: 15 }, lines: 4 }),"),
  ...Object.fromEntries(
    Object.entries(copy).map(([locale, texts]) => [
      `copy/${locale}.json`,
      Object.fromEntries(Object.entries(texts).map(([id, headline]) => [id, { headline, alt: headline }])),
    ]),
  ),
};

const cells = Object.entries(copy).flatMap(([locale, texts]) => Object.keys(texts).map((id) => `${id}/card.${locale}`));
const goldenOf = (cell: string): string => join(import.meta.dirname, `${cell.replace('/card.', '-')}.png`);
const pictures = new Map<string, Buffer>();

beforeAll(async () => {
  const project = createLastingProject(sources);
  try {
    await project.buildWell();
    for (const cell of cells) pictures.set(cell, readFileSync(project.pathOf(cell)));
  } finally {
    project.remove();
  }
});

async function decode(bytes: Buffer): Promise<Raster> {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

describe('golden pictures', () => {
  test.each(cells)('%s', async (cell) => {
    const bytes = pictures.get(cell)!;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(goldenOf(cell), bytes);
    expect(existsSync(goldenOf(cell)), 'UPDATE_GOLDEN=1 writes what is missing').toBe(true);
    const [wanted, found] = await Promise.all([decode(readFileSync(goldenOf(cell))), decode(bytes)]);
    if (computeRasterDigest(wanted) === computeRasterDigest(found)) return;
    expect([found.width, found.height]).toEqual([wanted.width, wanted.height]);
    const different = pixelmatch(wanted.data, found.data, undefined, wanted.width, wanted.height, { threshold });
    const share = different / (wanted.width * wanted.height);
    expect(share, `${different} pixels of ${goldenOf(cell)} differ; at most ${tolerance * 100} % may`).toBeLessThanOrEqual(tolerance);
  });
});
