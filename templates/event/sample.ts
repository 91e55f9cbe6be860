import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { day: '21', month: 'December 2026', headline: 'Bring a broken lamp. We mend it together.', place: 'Tarn workshop, Kaistraße 7, Hamburg' },
  translations: {
    de: { day: '21', month: 'Dezember 2026', headline: 'Bring eine kaputte Lampe. Wir richten sie.', place: 'Tarn-Werkstatt, Kaistraße 7, Hamburg' },
    ar: { day: '21', month: 'ديسمبر 2026', headline: 'أحضر مصباحًا معطّلًا، ونصلحه معًا.', place: 'ورشة تارن، كايشتراسه 7، هامبورغ' },
    ja: { day: '21', month: '2026年12月', headline: '壊れたランプを、一緒に直そう。', place: 'Tarn工房、ハンブルク、カイ通り7' },
  },
  art: {
    background: { kind: 'topographic', seed: 22, palette: ['color.art.base', 'color.art.far', 'color.art.far'], settings: { strength: 0.4, relief: 0.4 } },
    logo: 'shared/art/logo-light.svg',
  },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
