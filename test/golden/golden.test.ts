import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { computeRasterDigest } from '../../src/engine/provide-payload.ts';
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
    value: 'Now playing: {name} - 3 reviews',
  },
  de: {
    text: 'Donaudampfschifffahrtsgesellschaft: Straßenbahnhaltestellen\u00ADverzeichnis in Übergröße',
    hyphens: 'Die Rechts\u00ADschutz\u00ADversicherungs\u00ADgesell\u00ADschaften und ihre Kraft\u00ADfahr\u00ADzeug\u00ADhaft\u00ADpflicht\u00ADversicherung',
  },
  fr: { text: 'L’été à Orléans: « déjà vu », cœur et garçon ? 12\u202F345,67\u00A0€ !' },
  tr: { text: 'İstanbul’da ışık: Iğdır, ığdır, İĞDE ve çağdaş gülüş' },
  vi: { text: 'Tiếng Việt: những dấu chồng lên nhau — ắ ổ ữ ễ' },
  el: { text: 'Ένα σχέδιο, κάθε μέγεθος και κάθε γλώσσα: Ϊ, ΐ, ς' },
  ru: { text: 'Объявите картинку один раз — «ёжик», съёмка, щётка и объём' },
  ar: { text: 'أنشئ صورك مع Visuals 2.0 بثلاث لغات، من 12 إلى 340 بطاقة.', value: 'اقرأ {name} الآن، من 12 إلى 340 صفحة!' },
  he: { text: 'מגדירים פעם אחת עם Visuals 2.0 ומקבלים 340 תמונות, מ־12 שפות!', value: 'קוראים את {name} היום, ב־49.90 ₪!' },
  ja: { text: '東京で、あなたのブランドの画像を一度だけ宣言すれば、すべてのサイズができあがります。', han: '直角・海・骨・述べる・返す・今・令' },
  'zh-Hans': {
    text: '只需声明一次图片，就能得到每一种尺寸、每一种语言的“成品”。',
    phrases: '现在就能下载全部春季商品的最新高清图片素材',
    han: '直角・海・骨・述・返・今・令',
  },
  'zh-Hant': {
    text: '只需宣告一次圖片，就能得到每一種尺寸、每一種語言的「成品」。',
    phrases: '現在就能下載全部春季商品的最新高清圖片素材',
    han: '直角・海・骨・述・返・今・令',
  },
  ko: { text: '이미지를 한 번만 선언하면 모든 크기와 모든 언어로 만들어집니다.', phrases: '새로운 봄 컬렉션 이미지를 오늘부터 사흘 동안 무료로 내려받으세요' },
  th: { text: 'สร้างภาพเพียงครั้งเดียว แล้วได้ทุกขนาดทุกภาษาที่ต้องการ' },
  hi: { text: 'एक बार लिखें, हर आकार और हर भाषा में चित्र पाएँ: क्षत्रिय, हिन्दी, श्रृंखला' },
};

/** What stands in the place of `{name}`: letters of the other direction, and signs that would change sides. */
const names: { readonly [locale: string]: string } = { en: 'שלום 2.0', ar: '“C++ (2nd ed.)”', he: '“C++ (2nd ed.)”' };

/** The locales' own fonts behind the brand's, so that Latin names look the same everywhere; before it where it has a language's letters in part. */
const families: { readonly [locale: string]: readonly string[] } = {
  en: ['Twemoji Mozilla', 'Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Sans JP', 'Noto Sans Thai', 'Noto Sans Devanagari'],
  ru: ['Inter'],
  ar: ['Noto Sans Arabic'],
  he: ['Noto Sans Hebrew'],
  ja: ['Noto Sans JP'],
  'zh-Hans': ['Noto Sans SC'],
  'zh-Hant': ['Noto Sans TC'],
  ko: ['Noto Sans KR'],
  th: ['Noto Sans Thai'],
  hi: ['Noto Sans Devanagari'],
};
const own = ['el', 'vi'];
const size = { name: 'card', width: 600, height: 315 };
const asset = (id: string) => ({
  template: 'words',
  sizes: [size],
  locales: Object.keys(copy).filter((locale) => copy[locale]![id] !== undefined),
  copy: id,
  alt: `${id}.alt`,
});
const ids = [...new Set(Object.values(copy).flatMap((texts) => Object.keys(texts)))];

const sources = {
  'visuals.config.ts': formatConfig({
    brand: 'brand/tokens.json',
    fonts: [
      'node_modules/@expo-google-fonts/schibsted-grotesk/600SemiBold/*.ttf',
      'node_modules/@expo-google-fonts/noto-sans-{arabic,devanagari,hebrew,jp,kr,sc,tc,thai}/600SemiBold/*.ttf',
      'node_modules/@expo-google-fonts/inter/600SemiBold/*.ttf',
      'node_modules/twemoji-colr-font/*.woff2',
    ],
    locales: {
      source: 'en',
      targets: Object.keys(copy).filter((locale) => locale !== 'en'),
      fonts: Object.fromEntries(
        Object.keys(copy).map((locale) => [locale, own.includes(locale) ? ['Inter'] : ['Schibsted Grotesk', ...(families[locale] ?? [])]]),
      ),
    },
    output: { dir: 'out', formats: ['png'] },
    assets: Object.fromEntries(
      ids.map((id) => [
        id,
        {
          ...asset(id),
          ...(id === 'value' && {
            data: { name: names['en']! },
            overrides: ['ar', 'he'].map((locale) => ({ when: { locale }, data: { name: names[locale]! } })),
          }),
        },
      ]),
    ),
  }),
  'brand/tokens.json': {
    color: { $type: 'color', ground: { $value: '#f3efe6' }, ink: { $value: '#14231c' } },
    font: { sans: { $type: 'fontFamily', $value: 'Schibsted Grotesk' } },
  },
  'templates/words/template.hbs': '<h1 class="headline" data-slot="headline">{{headline}}</h1>\n',
  'templates/words/template.css':
    '.card { display: flex; align-items: center; width: 100%; height: 100%; padding: calc(var(--u) * 8); background-color: var(--color-ground); color: var(--color-ink); font-family: var(--font-sans); }\n.headline { margin: 0; width: 100%; font-weight: 600; line-height: 1.3; text-align: start; text-wrap: balance; }\n',
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
