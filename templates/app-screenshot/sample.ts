import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { headline: 'Dim it from the sofa.', sub: 'Brightness, warmth and a sleep timer. No account, no cloud.', label: 'For iPhone and Android' },
  translations: {
    de: { headline: 'Vom Sofa gedimmt.', sub: 'Helligkeit, Wärme, Einschlaf-Timer. Ohne Konto, ohne Cloud.', label: 'Für iPhone und Android' },
    ar: { headline: 'خفّف الضوء من الأريكة.', sub: 'السطوع ودفء اللون ومؤقّت النوم. بلا حساب وبلا سحابة.', label: 'لأجهزة iPhone وAndroid' },
    ja: { headline: 'ソファから、あかりを落とす。', sub: '明るさ、色あい、おやすみタイマー。登録もクラウドも不要。', label: 'iPhone、Android対応' },
  },
  art: {
    screen: 'shared/art/app-light.webp',
    background: {
      kind: 'mesh-gradient',
      seed: 12,
      palette: ['color.art.base', 'color.art.glow', 'color.art.far', 'color.art.middle'],
      settings: { strength: 0.5, folds: 0.25 },
    },
    logo: 'shared/art/logo-light.svg',
  },
  dark: { screen: 'shared/art/app-dark.webp', logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
