import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: {
    label: 'Open repair night',
    headline: 'The longest night',
    date: '21 December 2026',
    time: '4 pm until late',
    place: 'Tarn workshop',
    street: 'Kaistraße 7, Hamburg',
    note: 'Bring a lamp that is broken. Take home one that works.',
  },
  translations: {
    de: {
      label: 'Offene Reparaturnacht',
      headline: 'Die längste Nacht',
      date: '21. Dezember 2026',
      time: '16 Uhr bis spät',
      place: 'Tarn-Werkstatt',
      street: 'Kaistraße 7, Hamburg',
      note: 'Bring eine kaputte Lampe mit. Nimm eine heile nach Hause.',
    },
    ar: {
      label: 'ليلة إصلاح مفتوحة',
      headline: 'أطول ليلة في السنة',
      date: '21 ديسمبر 2026',
      time: 'من الرابعة عصرًا',
      place: 'ورشة تارن',
      street: 'كايشتراسه 7، هامبورغ',
      note: 'أحضر مصباحًا معطّلًا، وعُد إلى بيتك بمصباح يضيء.',
    },
    ja: {
      label: '修理の夜、参加自由',
      headline: '一番長い夜',
      date: '2026年12月21日',
      time: '16時から夜ふけまで',
      place: 'Tarn工房',
      street: 'ハンブルク、カイ通り7',
      note: '壊れたランプを持って来て、灯るランプを持って帰ろう。',
    },
  },
  art: { scene: 'shared/art/dusk-upright-light.svg', logo: 'shared/art/logo-light.svg' },
  square: { scene: 'shared/art/dusk-square-light.svg' },
  wide: { scene: 'shared/art/dusk-across-light.svg' },
  dark: { scene: 'shared/art/dusk-upright-dark.svg', logo: 'shared/art/logo-dark.svg' },
  squareDark: { scene: 'shared/art/dusk-square-dark.svg' },
  wideDark: { scene: 'shared/art/dusk-across-dark.svg' },
} satisfies Sample;
