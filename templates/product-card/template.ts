import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes, usualLines } from '../shared/slots.ts';

/** What the thing does, and what it costs. */
const detailSize = sizes({ tall: [3.4, 4.4], square: [2.6, 3.2], wide: [3.3, 4.2], banner: [4.2, 5.2] });

export default defineTemplate({
  description: 'A thing on a field of colour, its name, what it does and what it costs.',
  slots: {
    label: text({ role: 'label', size: sizes({ tall: [3, 3.6], square: [2.4, 2.8], wide: [3, 3.6], banner: [3.8, 4.6] }) }),
    headline: text({
      role: 'headline',
      size: sizes({ tall: [7, 11], square: [5, 8.2], wide: [7, 11.5], banner: [9, 14] }),
      lines: { tall: 3, square: 2, wide: 4, banner: 3 },
    }),
    sub: text({ role: 'body', size: detailSize, lines: usualLines }),
    price: text({ role: 'label', size: detailSize }),
    product: image({ fit: 'contain', area: areas({ tall: [0.94, 0.5], square: [0.8, 0.56], wide: [0.5, 0.86], banner: [0.38, 0.92] }) }),
    logo,
  },
});
