import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { headline: 'The new shop is open.', sub: 'Every lamp, every spare part, and a page for each repair.', address: 'tarn.example' },
  translations: {
    de: { headline: 'Der neue Laden ist offen.', sub: 'Jede Lampe, jedes Ersatzteil und eine Seite für jede Reparatur.', address: 'tarn.example' },
    ar: { headline: 'متجرنا الجديد مفتوح.', sub: 'كل مصباح وكل قطعة غيار، وصفحة لكل إصلاح.', address: 'tarn.example' },
    ja: { headline: '新しいお店が、開きました。', sub: 'すべてのランプと部品、修理ごとのページをそろえて。', address: 'tarn.example' },
  },
  art: {
    screen: 'shared/art/shop-light.webp',
    background: {
      kind: 'mesh-gradient',
      seed: 4,
      palette: ['color.art.base', 'color.art.glow', 'color.art.far', 'color.art.middle'],
      settings: { strength: 0.55, folds: 0.3 },
    },
    logo: 'shared/art/logo-light.svg',
  },
  rtl: { screen: 'shared/art/shop-rtl-light.webp' },
  rtlDark: { screen: 'shared/art/shop-rtl-dark.webp' },
  dark: { screen: 'shared/art/shop-dark.webp', logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
