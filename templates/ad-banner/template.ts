import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes } from '../shared/slots.ts';

export default defineTemplate({
  description: 'An offer in one look: a thing before a large disc, what it is, what it costs, where to go.',
  slots: {
    headline: text({
      role: 'headline',
      size: sizes({ tall: [8, 15], square: [6, 10.6], wide: [8, 14], banner: [10, 18], strip: [15, 30] }),
      lines: { tall: 4, square: 2, wide: 3, banner: 3, strip: 2 },
      locales: { cjk: { lines: 2 } },
    }),
    sub: text({
      role: 'body',
      size: sizes({ tall: [4, 5], square: [3.2, 4], wide: [4, 5], banner: [5, 6.4], strip: [14, 17] }),
      lines: { tall: 3, square: 3, wide: 2, banner: 2, strip: 1 },
    }),
    price: text({ role: 'number', size: sizes({ tall: [5, 7], square: [4, 5.6], wide: [4.6, 6], banner: [6, 8], strip: [18, 26] }) }),
    action: text({ role: 'action', size: sizes({ tall: [4, 5], square: [3.2, 4], wide: [3.8, 4.8], banner: [4.8, 6], strip: [14, 18] }) }),
    product: image({ fit: 'contain', area: areas({ tall: [0.8, 0.45], square: [0.74, 0.51], wide: [0.52, 0.82], banner: [0.4, 0.84], strip: [0.2, 0.9] }) }),
    logo,
  },
});
