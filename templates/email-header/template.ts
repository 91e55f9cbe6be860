import { defineTemplate, image, text } from 'visuals';
import { areas, logo, nameSize, sizes } from '../shared/slots.ts';

export default defineTemplate({
  description: 'The head of a letter: whose it is, which one, what it is about, and a picture in an arch.',
  slots: {
    label: text({ role: 'label', size: { ...nameSize, strip: { smallest: 12, largest: 14 } } }),
    headline: text({
      role: 'headline',
      size: sizes({ tall: [7, 12.4], square: [5.4, 9.4], wide: [7, 12], banner: [9, 16], strip: [15, 30] }),
      lines: { tall: 4, square: 3, wide: 4, banner: 3, strip: 2 },
    }),
    sub: text({
      role: 'body',
      size: sizes({ tall: [3.6, 4.6], square: [2.8, 3.4], wide: [3.4, 4.3], banner: [4.6, 5.8], strip: [13, 17] }),
      lines: { tall: 3, square: 2, wide: 3, banner: 2, strip: 1 },
      optional: true,
    }),
    picture: image({ area: areas({ tall: [0.86, 0.52], square: [0.48, 0.54], wide: [0.35, 0.86], banner: [0.26, 0.9], strip: [0.1, 0.88] }) }),
    logo,
  },
});
