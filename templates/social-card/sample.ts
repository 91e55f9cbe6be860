import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { headline: 'Evening, anywhere.', sub: 'Dusk is a lamp without a cable.', action: 'tarn.example' },
  translations: {
    de: { headline: 'Abend, überall.', sub: 'Dusk ist eine Lampe ohne Kabel.', action: 'tarn.example' },
    ar: { headline: 'مساء جميل أينما جلست.', sub: 'دَسك مصباح بلا سلك.', action: 'tarn.example' },
    ja: { headline: 'どこに座っても、夕べ。', sub: 'ダスクは、コードのないランプです。', action: 'tarn.example' },
  },
  art: {
    background: {
      kind: 'mesh-gradient',
      seed: 7,
      palette: ['color.art.base', 'color.art.glow', 'color.art.far', 'color.art.middle'],
      settings: { strength: 0.6, folds: 0.35 },
    },
    subject: 'shared/art/lamp.svg',
    logo: 'shared/art/logo-light.svg',
  },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
