import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: {
    label: 'Table lamp',
    headline: 'Dusk goes where you go.',
    sub: 'Dims at a touch, charged in two hours.',
    price: '€149, with spare parts for ten years',
  },
  translations: {
    de: {
      label: 'Tischlampe',
      headline: 'Dusk geht mit dir mit.',
      sub: 'Auf Berührung gedimmt, in zwei Stunden geladen.',
      price: '149 €, mit Ersatzteilen für zehn Jahre',
    },
    ar: {
      label: 'مصباح طاولة',
      headline: 'دَسك معك حيث تذهب.',
      sub: 'يخفت بلمسة، ويُشحن في ساعتين.',
      price: '149 €، مع قطع غيار لعشر سنوات',
    },
    ja: {
      label: 'テーブルランプ',
      headline: 'ダスクは、どこへでも。',
      sub: '触れるだけで調光。2時間で充電できます。',
      price: '€149、部品は10年間お届けします',
    },
  },
  art: { product: 'shared/art/lamp.svg', logo: 'shared/art/logo-light.svg' },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
