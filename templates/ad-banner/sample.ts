import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { headline: 'Light that comes along.', sub: '48 hours on one charge.', price: '€149', action: 'See the lamp' },
  translations: {
    de: { headline: 'Licht, das mitkommt.', sub: '48 Stunden mit einer Ladung.', price: '149 €', action: 'Zur Lampe' },
    ar: { headline: 'ضوء يرافقك أينما كنت.', sub: '48 ساعة بشحنة واحدة.', price: '149 €', action: 'شاهد المصباح' },
    ja: { headline: '連れて歩ける、あかり。', sub: '一度の充電で48時間。', price: '€149', action: 'ランプを見る' },
  },
  art: { product: 'shared/art/lamp.svg', logo: 'shared/art/logo-light.svg' },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
