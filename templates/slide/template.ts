import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes, usualLines } from '../shared/slots.ts';

/** What frames a slide, and is the same on all of a deck. */
const small = sizes({ tall: [2.8, 3.4], square: [2.2, 2.5], wide: [2.2, 2.7], banner: [3.4, 4] });

/** The points of a slide are of one size. */
const point = () =>
  text({
    role: 'body',
    size: sizes({ tall: [3.4, 4.5], square: [2.6, 3.3], wide: [2.9, 3.9], banner: [4, 5] }),
    lines: { tall: 3, square: 2, wide: 2, banner: 2 },
    balance: true,
    fitGroup: 'point',
  });

export default defineTemplate({
  description: 'One claim of a talk and the three points that carry it, with or without a picture.',
  slots: {
    section: text({ role: 'label', size: small }),
    headline: text({ role: 'headline', size: sizes({ tall: [6.4, 11], square: [5, 8.6], wide: [5.6, 10.5], banner: [8, 13.5] }), lines: usualLines }),
    point1: point(),
    point2: point(),
    point3: point(),
    footer: text({ role: 'legal', size: small }),
    page: text({ role: 'number', size: small }),
    picture: image({ optional: true, area: areas({ tall: [1, 0.3], square: [1, 0.3], wide: [0.34, 1], banner: [0.24, 1] }) }),
    logo,
  },
});
