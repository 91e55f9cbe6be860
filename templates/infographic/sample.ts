import type { Sample } from '../shared/sample.ts';

/** Words and numbers to show the template with. */
export default {
  copy: {
    figure: '90%',
    headline: 'of the lamps we opened went home working',
    source: '412 lamps, repaired in Hamburg from January to October 2026. Own count.',
    unit: 'lamps',
    battery: 'New battery',
    switch: 'New switch',
    cable: 'New cable',
    beyond: 'Beyond repair',
  },
  translations: {
    de: {
      figure: '90 %',
      headline: 'der Lampen leuchten wieder',
      source: '412 Lampen, repariert in Hamburg von Januar bis Oktober 2026. Eigene Zählung.',
      unit: 'Lampen',
      battery: 'Neuer Akku',
      switch: 'Neuer Schalter',
      cable: 'Neues Kabel',
      beyond: 'Nicht zu retten',
    },
    ar: {
      figure: '90%',
      headline: 'من المصابيح التي فتحناها عادت مضيئة',
      source: '412 مصباحًا أُصلحت في هامبورغ من يناير إلى أكتوبر 2026. إحصاؤنا الخاص.',
      unit: 'مصباحًا',
      battery: 'بطارية جديدة',
      switch: 'مفتاح جديد',
      cable: 'سلك جديد',
      beyond: 'لا يُصلَح',
    },
    ja: {
      figure: '90%',
      headline: '開けたランプは、また灯って帰りました',
      source: '2026年1月から10月にハンブルクで修理した412台。自社調べ。',
      unit: '台',
      battery: '電池を交換',
      switch: 'スイッチを交換',
      cable: 'ケーブルを交換',
      beyond: '修理できず',
    },
  },
  data: {
    unit: 'lamps',
    most: 280,
    rows: [
      { label: 'New battery', value: 218, ours: true },
      { label: 'New switch', value: 94, ours: false },
      { label: 'New cable', value: 59, ours: false },
      { label: 'Beyond repair', value: 41, ours: false },
    ],
  },
  art: { logo: 'shared/art/logo-light.svg' },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
