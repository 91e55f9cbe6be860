import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: {
    label: 'Dusk, the table lamp',
    headline: 'Made to be taken along, and apart.',
    figure1: '48 hours',
    fact1: 'on one charge, at reading light',
    figure2: '690 g',
    fact2: 'with its battery, light enough for one hand',
    figure3: '6 screws',
    fact3: 'and every part of it is in your hands',
  },
  translations: {
    de: {
      label: 'Dusk, die Tischlampe',
      headline: 'Zum Mitnehmen und zum Zerlegen.',
      figure1: '48 Stunden',
      fact1: 'mit einer Ladung, bei Leselicht',
      figure2: '690 g',
      fact2: 'samt Akku, leicht genug für eine Hand',
      figure3: '6 Schrauben',
      fact3: 'und jedes Teil liegt in deiner Hand',
    },
    ar: {
      label: 'دَسك، مصباح الطاولة',
      headline: 'صُنع ليُحمل معك، وليُفكّ بسهولة.',
      figure1: '48 ساعة',
      fact1: 'بشحنة واحدة، بإضاءة القراءة',
      figure2: '690 غ',
      fact2: 'مع البطارية، خفيف ليد واحدة',
      figure3: '6 براغٍ',
      fact3: 'وتصبح كل قطعة منه بين يديك',
    },
    ja: {
      label: 'テーブルランプ「ダスク」',
      headline: '持ち出せる。分解もできる。',
      figure1: '48時間',
      fact1: '一度の充電で、読書のあかりを',
      figure2: '690 g',
      fact2: '電池込み。片手で持てる軽さ',
      figure3: 'ネジ6本',
      fact3: 'はずせば、部品がすべて手の中に',
    },
  },
  art: { product: 'shared/art/lamp.svg', logo: 'shared/art/logo-light.svg' },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
