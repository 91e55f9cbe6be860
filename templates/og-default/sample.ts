import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { label: 'Repair', headline: 'What opens can be mended.' },
  translations: {
    de: { label: 'Reparatur', headline: 'Was aufgeht, lässt sich richten.' },
    ar: { label: 'الإصلاح', headline: 'ما يُفتح يمكن إصلاحه.' },
    ja: { label: '修理', headline: '開くものは、直せる。' },
  },
  art: { picture: 'shared/art/dusk-square-light.svg', logo: 'shared/art/logo-light.svg' },
  dark: { picture: 'shared/art/dusk-square-dark.svg', logo: 'shared/art/logo-dark.svg' },
  square: { picture: 'shared/art/dusk-across-light.svg' },
  squareDark: { picture: 'shared/art/dusk-across-dark.svg' },
  wide: { picture: { file: 'shared/art/dusk-upright-light.svg', focus: { x: 0.5, y: 0.7 } } },
  wideDark: { picture: { file: 'shared/art/dusk-upright-dark.svg', focus: { x: 0.5, y: 0.7 } } },
} satisfies Sample;
