import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { headline: 'I stopped buying lamps the day I could open one.', author: 'Mira Okafor', role: 'Reads on the balcony' },
  translations: {
    de: { headline: 'Seit ich eine Lampe öffnen kann, kaufe ich keine mehr.', author: 'Mira Okafor', role: 'Liest auf dem Balkon' },
    ar: { headline: 'توقفت عن شراء المصابيح يوم استطعت أن أفتح واحدًا منها.', author: 'ميرا أوكافور', role: 'تقرأ على الشرفة' },
    ja: { headline: '自分で開けられると知った日から、ランプを買わなくなりました。', author: 'ミラ・オカフォー', role: 'ベランダの読書家' },
  },
  art: {
    background: {
      kind: 'flow-field',
      seed: 11,
      palette: ['color.art.base', 'color.art.far', 'color.accent'],
      settings: { strength: 0.45, density: 0.4, calm: 0.95, calmX: 0.32, calmY: 0.4 },
    },
    logo: 'shared/art/logo-light.svg',
  },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
