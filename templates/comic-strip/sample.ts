import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: {
    headline: 'The night shift',
    line1: 'I’m off. Can you hold on till morning?',
    line2: 'Till the one after. 48 hours a charge.',
    line3: 'Show-off.',
  },
  translations: {
    de: {
      headline: 'Die Nachtschicht',
      line1: 'Ich geh dann. Hältst du durch bis morgen früh?',
      line2: 'Bis übermorgen. 48 Stunden je Ladung.',
      line3: 'Angeber.',
    },
    ar: {
      headline: 'وردية الليل',
      line1: 'أنا ذاهبة. هل تصمد حتى الصباح؟',
      line2: 'بل حتى الصباح التالي. 48 ساعة بكل شحنة.',
      line3: 'يا لك من متباهٍ.',
    },
    ja: {
      headline: '夜のシフト',
      line1: 'お先に。朝までもつかい？',
      line2: 'あさっての朝まで。一度の充電で48時間。',
      line3: '自慢かい。',
    },
  },
  art: {
    panel1: 'shared/art/night-shift-1.svg',
    panel2: 'shared/art/night-shift-2.svg',
    panel3: 'shared/art/night-shift-3.svg',
    logo: 'shared/art/logo-light.svg',
  },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
