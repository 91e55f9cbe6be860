import type { ProceduralKind } from '../../src/model/config.ts';

/** A text as a picture should show it, and the ways in which a model may get it wrong. */
export interface WordCase {
  readonly locale: string;
  /** Folder of a face in `node_modules/@expo-google-fonts`. */
  readonly font: string;
  readonly words: readonly string[];
  readonly wrong: readonly (readonly string[])[];
  readonly ink?: string;
  readonly ground?: string;
  readonly turn?: number;
  readonly fontSize?: number;
  /** Kind of the procedural picture behind the words. */
  readonly backdrop?: ProceduralKind;
}

const dark = { ink: '#f4f1ea', ground: 'linear-gradient(100deg, #0f2a1f, #2f6b4f)' } as const;
const warm = { ink: '#ffffff', ground: 'linear-gradient(10deg, #7a2a10, #e8772e)' } as const;

/** Words in several scripts, faces and colours, level and turned. */
export const wordCases: readonly WordCase[] = [
  {
    locale: 'en',
    font: 'inter/600SemiBold',
    words: ['One idea. Every format.', 'Described once in code.'],
    wrong: [
      ['One idea. Evry format.', 'Described once in code.'],
      ['One idea. Every format.', 'Described onse in code.'],
      ['One idea. Every formatt.', 'Described once in code.'],
      ['One idea. Every format.'],
    ],
  },
  {
    locale: 'en',
    font: 'schibsted-grotesk/700Bold',
    words: ['Spring collection', 'Free delivery until May 14'],
    wrong: [
      ['Spring colection', 'Free delivery until May 14'],
      ['Spring collection', 'Free delivery until May 24'],
      ['Spring collection', 'Free delivrey until May 14'],
    ],
    ...dark,
  },
  {
    locale: 'en',
    font: 'inter/400Regular',
    words: ['Build less. Ship more.'],
    wrong: [['Build less. Ship mare.'], ['Build less. Shipmore now.']],
    ...warm,
    turn: -5,
  },
  {
    locale: 'en',
    font: 'schibsted-grotesk/400Regular',
    words: ['Illustrated Lilies in Illinois'],
    wrong: [['Illustrated Lilies in Ilinois'], ['lIlustrated Lillies in Illinois']],
    fontSize: 40,
    turn: 4,
  },
  {
    locale: 'en',
    font: 'inter/500Medium',
    words: ['Lilies from £1,234.50, today only!', 'Ask “why?” at 10:30'],
    wrong: [
      ['Lilies from £1,284.50, today only!', 'Ask “why?” at 10:30'],
      ['Lilies from £1,234.50, today only!', 'Ask “why?” at 10:80'],
    ],
    ...dark,
    fontSize: 34,
  },
  {
    locale: 'en',
    font: 'inter/700Bold',
    words: ['Your brand, kept in one file'],
    wrong: [['Your brand, kapt in one file']],
    ink: '#ffffff',
    backdrop: 'mesh-gradient',
  },
  {
    locale: 'en',
    font: 'schibsted-grotesk/600SemiBold',
    words: ['Nothing is bought twice'],
    wrong: [['Nothing is bouhgt twice']],
    ink: '#ffffff',
    backdrop: 'flow-field',
    fontSize: 64,
  },
  {
    locale: 'de',
    font: 'inter/400Regular',
    words: ['Einmal im Code beschrieben. Größere Äpfel für süße Übung.'],
    wrong: [['Einmal im Code beschreiben. Größere Äpfel für süße Übung.']],
  },
  {
    locale: 'de',
    font: 'inter/700Bold',
    words: ['Nichts wird zweimal gekauft', 'Ab 22. November für 49 Euro'],
    wrong: [['Nichts wird zweimal gekauft', 'Ab 22. November für 48 Euro']],
    ink: '#ffffff',
    backdrop: 'mesh-gradient',
    fontSize: 44,
  },
  {
    locale: 'de',
    font: 'inter/600SemiBold',
    words: ['Eine Idee. Jedes Format.', 'Schöne Grüße aus Köln'],
    wrong: [
      ['Eine Idee. Jedes Formatt.', 'Schöne Grüße aus Köln'],
      ['Eine Idee. Jedes Format.', 'Schöne Gruße aus Köln'],
      ['Eine Idde. Jedes Format.', 'Schöne Grüße aus Köln'],
    ],
  },
  {
    locale: 'de',
    font: 'schibsted-grotesk/400Regular',
    words: ['Größere Äpfel für süße Übungen'],
    wrong: [['Größere Apfel für süße Übungen'], ['Größere Äpfel für süsse Übungen']],
    ...dark,
    turn: -3,
  },
  {
    locale: 'fr',
    font: 'inter/500Medium',
    words: ['Une idée, tous les formats', 'Prêt dès la première fois'],
    wrong: [
      ['Une idee, tous les formats', 'Prêt dès la première fois'],
      ['Une idée, tout les formats', 'Prêt dès la première fois'],
    ],
  },
  {
    locale: 'zh-Hans',
    font: 'noto-sans-sc/500Medium',
    words: ['一次描述，处处成图', '品牌只在一个文件里'],
    wrong: [
      ['一次描述，外处成图', '品牌只在一个文件里'],
      ['一次描述，处处成图', '品牌只在一个文件理'],
      ['一次描述，处处图成', '品牌只在一个文件里'],
    ],
  },
  { locale: 'zh-Hans', font: 'noto-sans-sc/700Bold', words: ['春季新品上市'], wrong: [['春季新晶上市'], ['春季新品上巿场']], ...warm },
  { locale: 'zh-Hant', font: 'noto-sans-tc/500Medium', words: ['一次描述，處處成圖'], wrong: [['一次描述，處處成圓'], ['一次描寫，處處成圖']], ...dark },
  {
    locale: 'zh-Hant',
    font: 'noto-sans-tc/400Regular',
    words: ['一次描述，處處成圖。', '品牌在一個檔案裡'],
    wrong: [['一次描述，處處成圖。', '品牌在一個檔裡']],
  },
  {
    locale: 'ja',
    font: 'noto-sans-jp/400Regular',
    words: ['すべての形に。ブランドは一つのファイルに。'],
    wrong: [['すべての形に。ブラソドは一つのファイルに。']],
  },
  {
    locale: 'ja',
    font: 'noto-sans-jp/500Medium',
    words: ['すべての形に、ひとつのアイデア', '変わったところだけを作り直す'],
    wrong: [
      ['すべての形に、ひとつのアイデヤ', '変わったところだけを作り直す'],
      ['すべての形に、ひとつのアイデア', '変わったところだけを作り置す'],
    ],
  },
  { locale: 'ja', font: 'noto-sans-jp/700Bold', words: ['春の新作コレクション'], wrong: [['春の新作コレクシュン'], ['春の親作コレクション']], ...dark },
  {
    locale: 'hi',
    font: 'noto-sans-devanagari/500Medium',
    words: ['एक विचार, हर आकार', 'कोड में एक बार लिखा गया'],
    wrong: [
      ['एक विचार, हर आकर', 'कोड में एक बार लिखा गया'],
      ['एक विचर, हर आकार', 'कोड में एक बार लिखा गया'],
    ],
  },
  {
    locale: 'th',
    font: 'noto-sans-thai/500Medium',
    words: ['หนึ่งไอเดีย ทุกขนาด', 'เขียนครั้งเดียวในโค้ด'],
    wrong: [
      ['หนึ่งไอเดีย ทุกขนาต', 'เขียนครั้งเดียวในโค้ด'],
      ['หนึ่งไอเดย ทุกขนาด', 'เขียนครั้งเดียวในโค้ด'],
    ],
  },
  { locale: 'ar', font: 'noto-sans-arabic/500Medium', words: ['فكرة واحدة لكل المقاسات'], wrong: [['فكرة واحذة لكل المقاسات']] },
];
