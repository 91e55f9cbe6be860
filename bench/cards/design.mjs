/**
 * The card that all contenders draw: a photograph, a veil over its lower part, an SVG logo, a second picture with round corners and a shadow, a headline with a
 * shadow, a line below and a pill with a gradient. Numbers are hundredths of the short side, so that the template of ours and the trees of the others say the same.
 */
export const layout = {
  edge: 7,
  logo: { width: 26, height: 8 },
  picture: { width: 30, height: 22, radius: 2, shadow: { down: 1.2, blur: 4, colour: 'rgba(13, 27, 34, 0.5)' } },
  gap: 3,
  headline: { smallest: 5, largest: 10, lines: 3, leading: 1.25, weight: 600, shadow: { down: 0.3, blur: 1.6, colour: 'rgba(13, 27, 34, 0.55)' } },
  sub: { smallest: 3.2, largest: 4.2, lines: 3, leading: 1.5, weight: 400 },
  pill: { smallest: 2.6, largest: 3.4, across: 3.6, down: 1.8, leading: 1.3, weight: 600 },
};

/** Colours of the card. */
export const colours = { paper: '#f6f4ee', night: '#0d1b22', veil: 'rgba(13, 27, 34, 0.88)', clear: 'rgba(13, 27, 34, 0)', from: '#ffb347', to: '#ff7a59' };

/** Sizes that cards are measured at. */
export const sizes = [
  { name: '1200x630', width: 1200, height: 630 },
  { name: '1080x1080', width: 1080, height: 1080 },
];

const google = 'node_modules/@expo-google-fonts';

/**
 * Languages in turn. `files` are the regular and the semibold face of `family`.
 * @type {readonly { locale: string, family: string, direction: 'ltr' | 'rtl', satori?: string, files: readonly string[], headlines: readonly string[], sub: string, action: string }[]}
 */
export const languages = [
  {
    locale: 'en',
    family: 'Inter',
    direction: 'ltr',
    files: [`${google}/inter/400Regular/Inter_400Regular.ttf`, `${google}/inter/600SemiBold/Inter_600SemiBold.ttf`],
    headlines: ['A morning above the tree line', 'Two days by the cold lake'],
    sub: 'Small groups, early starts, and a guide who knows every path.',
    action: 'See all dates',
  },
  {
    locale: 'de',
    family: 'Inter',
    direction: 'ltr',
    files: [],
    headlines: ['Ein Morgen über der Baumgrenze', 'Zwei Tage am kalten See'],
    sub: 'Kleine Gruppen, frühe Aufbrüche und eine Begleitung, die jeden Pfad kennt.',
    action: 'Alle Termine ansehen',
  },
  {
    locale: 'ja',
    family: 'Noto Sans JP',
    direction: 'ltr',
    satori: 'ja-JP',
    files: [`${google}/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf`, `${google}/noto-sans-jp/600SemiBold/NotoSansJP_600SemiBold.ttf`],
    headlines: ['森林限界の上で迎える朝', '冷たい湖のほとりで過ごす二日間'],
    sub: '少人数で早朝に出発。すべての道を知るガイドが同行します。',
    action: '日程を見る',
  },
  {
    locale: 'ar',
    family: 'Noto Sans Arabic',
    direction: 'rtl',
    satori: 'ar-AR',
    files: [`${google}/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf`, `${google}/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf`],
    headlines: ['صباح فوق خط الأشجار', 'يومان عند البحيرة الباردة'],
    sub: 'مجموعات صغيرة، انطلاق مبكر، ودليل يعرف كل درب.',
    action: 'كل المواعيد',
  },
  {
    locale: 'hi',
    family: 'Noto Sans Devanagari',
    direction: 'ltr',
    satori: 'devanagari',
    files: [
      `${google}/noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf`,
      `${google}/noto-sans-devanagari/600SemiBold/NotoSansDevanagari_600SemiBold.ttf`,
    ],
    headlines: ['पेड़ों की सीमा के ऊपर एक सुबह', 'ठंडी झील के किनारे दो दिन'],
    sub: 'छोटे समूह, जल्दी शुरुआत और हर रास्ते को जानने वाला गाइड।',
    action: 'सभी तारीखें देखें',
  },
  {
    locale: 'th',
    family: 'Noto Sans Thai',
    direction: 'ltr',
    satori: 'th-TH',
    files: [`${google}/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf`, `${google}/noto-sans-thai/600SemiBold/NotoSansThai_600SemiBold.ttf`],
    headlines: ['เช้าวันใหม่เหนือแนวต้นไม้', 'สองวันริมทะเลสาบเย็น'],
    sub: 'กลุ่มเล็ก ออกเดินทางแต่เช้า พร้อมไกด์ที่รู้จักทุกเส้นทาง',
    action: 'ดูวันเดินทางทั้งหมด',
  },
];
