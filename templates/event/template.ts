import { defineTemplate, image, text } from 'visuals';
import { logo, sizes, usualLines } from '../shared/slots.ts';

export default defineTemplate({
  description: 'A day, as large as the card allows, and what happens on it.',
  slots: {
    day: text({ role: 'number', size: sizes({ tall: [36, 48], square: [30, 40], wide: [40, 64], banner: [40, 68] }) }),
    month: text({ role: 'label', size: sizes({ tall: [4, 5.4], square: [3, 3.8], wide: [3.8, 4.8], banner: [4.6, 5.6] }) }),
    headline: text({ role: 'headline', size: sizes({ tall: [7, 12], square: [5, 8.4], wide: [7, 12], banner: [9, 14] }), lines: usualLines }),
    place: text({ role: 'body', size: sizes({ tall: [3.6, 4.6], square: [2.8, 3.4], wide: [3.6, 4.4], banner: [4.6, 5.6] }), lines: 2 }),
    background: image(),
    logo,
  },
});
