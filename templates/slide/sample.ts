import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: {
    section: 'Repair report 2026',
    headline: 'Nine lamps in ten go home working.',
    point1: '412 lamps came in for repair, 371 left with light',
    point2: 'The battery was worn in 218, the switch in 94',
    point3: 'Half an hour a lamp, with one screwdriver',
    footer: 'Tarn, Hamburg workshop',
    page: '4',
  },
  translations: {
    de: {
      section: 'Reparaturbericht 2026',
      headline: 'Neun von zehn leuchten wieder.',
      point1: '412 Lampen kamen zur Reparatur, 371 gingen mit Licht',
      point2: 'Bei 218 war der Akku müde, bei 94 der Schalter',
      point3: 'Eine halbe Stunde je Lampe, ein Schraubendreher',
      footer: 'Tarn, Werkstatt Hamburg',
      page: '4',
    },
    ar: {
      section: 'تقرير الإصلاح 2026',
      headline: 'تسعة مصابيح من كل عشرة تعود مضيئة.',
      point1: 'وصل 412 مصباحًا للإصلاح، وعاد 371 منها مضيئًا',
      point2: 'العطل في البطارية في 218 منها، وفي المفتاح في 94',
      point3: 'نصف ساعة لكل مصباح، بمفكّ واحد',
      footer: 'تارن، ورشة هامبورغ',
      page: '4',
    },
    ja: {
      section: '修理レポート2026',
      headline: '10台のうち9台が、また灯る。',
      point1: '修理に来たのは412台。371台が直りました',
      point2: '原因は電池が218台、スイッチが94台',
      point3: '1台あたり30分、ドライバー1本で',
      footer: 'Tarn ハンブルク工房',
      page: '4',
    },
  },
  art: { picture: { file: 'shared/art/dusk-across-light.svg', focus: { x: 0.73, y: 0.5 } }, logo: 'shared/art/logo-light.svg' },
  dark: { picture: { file: 'shared/art/dusk-across-dark.svg', focus: { x: 0.73, y: 0.5 } }, logo: 'shared/art/logo-dark.svg' },
  square: { picture: 'shared/art/dusk-band-light.svg' },
  squareDark: { picture: 'shared/art/dusk-band-dark.svg' },
  wide: { picture: 'shared/art/dusk-upright-light.svg' },
  wideDark: { picture: 'shared/art/dusk-upright-dark.svg' },
} satisfies Sample;
