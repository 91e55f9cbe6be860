import type { Sample } from '../shared/sample.ts';

const copy = {
  headline: 'Four parts. All come off.',
  shade: 'Shade',
  shadeNote: 'Spun from one sheet of aluminium',
  stem: 'Stem',
  stemNote: 'Carries the current, so there is no cable',
  button: 'Button',
  buttonNote: 'Press for light, hold to dim',
  base: 'Base',
  baseNote: 'Holds the battery; six screws open it',
};

/** Words, places and pictures to show the template with. */
export default {
  copy,
  translations: {
    de: {
      headline: 'Vier Teile. Zerlegbar.',
      shade: 'Schirm',
      shadeNote: 'Aus einem Blech Aluminium gedrückt',
      stem: 'Stiel',
      stemNote: 'Führt den Strom, ganz ohne Kabel',
      button: 'Taste',
      buttonNote: 'Drücken für Licht, halten zum Dimmen',
      base: 'Fuß',
      baseNote: 'Darin der Akku; sechs Schrauben öffnen ihn',
    },
    ar: {
      headline: 'أربع قطع، كلها تُفكّ.',
      shade: 'الغطاء',
      shadeNote: 'مشكّل من صفيحة ألمنيوم واحدة',
      stem: 'الساق',
      stemNote: 'تنقل الكهرباء بلا أي سلك',
      button: 'الزر',
      buttonNote: 'اضغط للإضاءة، واستمر لخفضها',
      base: 'القاعدة',
      baseNote: 'فيها البطارية، وتُفتح بستة براغٍ',
    },
    ja: {
      headline: '部品は4つ、全部外せる。',
      shade: 'シェード',
      shadeNote: '一枚のアルミ板から成形',
      stem: '支柱',
      stemNote: '電気を通すので、コードがない',
      button: 'ボタン',
      buttonNote: '押すと点灯、長押しで調光',
      base: '台座',
      baseNote: '電池入り。ネジ6本で開く',
    },
  },
  data: {
    parts: [
      { mark: 1, x: 70, y: 22, right: true, name: copy.shade, note: copy.shadeNote },
      { mark: 2, x: 50, y: 62, right: false, name: copy.stem, note: copy.stemNote },
      { mark: 3, x: 50, y: 94, right: true, name: copy.button, note: copy.buttonNote },
      { mark: 4, x: 30, y: 93, right: false, name: copy.base, note: copy.baseNote },
    ],
  },
  art: { picture: 'shared/art/lamp.svg', logo: 'shared/art/logo-light.svg' },
  dark: { logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
