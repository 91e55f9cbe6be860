import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { tagline: 'Lamps for two nights and a long life.', detail: 'Hamburg, since 2014 · tarn.example' },
  translations: {
    de: { tagline: 'Lampen für zwei Nächte und ein langes Leben.', detail: 'Hamburg, seit 2014 · tarn.example' },
    ar: { tagline: 'مصابيح لليلتين ولعمر طويل.', detail: 'هامبورغ، منذ 2014 · tarn.example' },
    ja: { tagline: '二晩灯って、長く使えるランプ。', detail: 'ハンブルク、2014年から · tarn.example' },
  },
  art: { background: 'shared/art/rings-upright-light.svg', logo: 'shared/art/logo-light.svg' },
  wide: { background: 'shared/art/rings-across-light.svg' },
  dark: { background: 'shared/art/rings-upright-dark.svg', logo: 'shared/art/logo-dark.svg' },
  wideDark: { background: 'shared/art/rings-across-dark.svg' },
} satisfies Sample;
