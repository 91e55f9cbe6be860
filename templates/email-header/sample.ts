import type { Sample } from '../shared/sample.ts';

/** Words and pictures to show the template with. */
export default {
  copy: { label: 'Letter 14 · November 2026', headline: 'What 412 broken lamps told us.', sub: 'And the one part that we changed because of them.' },
  translations: {
    de: { label: 'Brief 14 · November 2026', headline: 'Was uns 412 Lampen lehrten.', sub: 'Und welches Teil wir ihretwegen geändert haben.' },
    ar: { label: 'الرسالة 14 · نوفمبر 2026', headline: 'ما أخبرتنا به 412 مصباحًا معطّلًا.', sub: 'والقطعة الوحيدة التي غيّرناها بسببها.' },
    ja: { label: '第14号 · 2026年11月', headline: '412台の故障が、教えてくれたこと。', sub: 'そして、ひとつだけ変えた部品のこと。' },
  },
  art: { picture: 'shared/art/arch-light.svg', logo: 'shared/art/logo-light.svg' },
  dark: { picture: 'shared/art/arch-dark.svg', logo: 'shared/art/logo-dark.svg' },
} satisfies Sample;
