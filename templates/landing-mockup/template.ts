import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes, usualLines } from '../shared/slots.ts';

export default defineTemplate({
  description: 'A page in a browser window that runs on over the edge, and the news about it.',
  slots: {
    headline: text({ role: 'headline', size: sizes({ tall: [7, 12.5], square: [5.4, 9.4], wide: [6.6, 10.4], banner: [9, 15] }), lines: usualLines }),
    sub: text({ role: 'body', size: sizes({ tall: [3.6, 4.6], square: [2.8, 3.5], wide: [3.5, 4.4], banner: [4.6, 5.8] }), lines: usualLines }),
    address: text({ role: 'label', size: sizes({ tall: [2.3, 2.7], square: [1.5, 1.8], wide: [1.9, 2.3], banner: [2.8, 3.4] }) }),
    screen: image({ fit: 'contain', area: areas({ tall: [1, 0.6], square: [1, 0.7], wide: [0.66, 0.9], banner: [0.5, 1] }) }),
    background: image(),
    logo,
  },
  quiet: { tall: 'top', square: 'top', wide: 'start', banner: 'start' },
});
