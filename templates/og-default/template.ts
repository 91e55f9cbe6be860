import { defineTemplate, image, text } from 'visuals';
import { areas, logo, nameSize, sizes, usualLines } from '../shared/slots.ts';

export default defineTemplate({
  description: 'The picture of a page that has none of its own: section, title, and the plate of the brand.',
  slots: {
    label: text({ role: 'label', size: nameSize }),
    headline: text({ role: 'headline', size: sizes({ tall: [7, 12], square: [5.4, 9], wide: [7, 12.5], banner: [9, 16] }), lines: usualLines }),
    picture: image({ area: areas({ tall: [1, 0.43], square: [1, 0.46], wide: [0.4, 1], banner: [0.36, 1] }) }),
    logo,
  },
});
