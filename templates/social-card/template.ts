import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes, usualLines } from '../shared/slots.ts';

export default defineTemplate({
  description: 'A headline, a line below it and one action, beside a picture that stands free on a quiet ground.',
  slots: {
    headline: text({ role: 'headline', size: sizes({ tall: [7, 13], square: [5.5, 10], wide: [8, 13.5], banner: [10, 16] }), lines: usualLines }),
    sub: text({ role: 'body', size: sizes({ tall: [3.6, 4.6], square: [2.8, 3.5], wide: [3.6, 4.6], banner: [4.6, 5.8] }), lines: usualLines }),
    action: text({ role: 'action', size: sizes({ tall: [3.4, 4.2], square: [2.6, 3.1], wide: [3.4, 4.2], banner: [4.4, 5.4] }) }),
    background: image(),
    subject: image({ fit: 'contain', area: areas({ tall: [0.9, 0.5], square: [0.72, 0.6], wide: [0.56, 0.86], banner: [0.4, 1] }) }),
    logo,
  },
});
