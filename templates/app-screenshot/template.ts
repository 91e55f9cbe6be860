import { defineTemplate, image, text } from 'visuals';
import { areas, logo, nameSize, sizes } from '../shared/slots.ts';

export default defineTemplate({
  description: 'An app on the phone that it runs on, what it does in a headline, and where to get it.',
  slots: {
    headline: text({
      role: 'headline',
      size: sizes({ tall: [8, 12.5], square: [4.6, 7.6], wide: [7, 12.5], banner: [9, 16] }),
      lines: { tall: 3, square: 5, wide: 4, banner: 3 },
      // Square characters are wide: a phrase stays whole at a smaller size.
      locales: { cjk: { largest: { tall: 10.4, square: 5.2, wide: 10, banner: 13 } } },
    }),
    sub: text({
      role: 'body',
      size: sizes({ tall: [3.8, 4.8], square: [2.8, 3.5], wide: [3.4, 4.4], banner: [4.6, 5.8] }),
      lines: { tall: 3, square: 5, wide: 3, banner: 2 },
    }),
    label: text({ role: 'label', size: nameSize, optional: true }),
    screen: image({ fit: 'contain', area: areas({ tall: [0.72, 0.7], square: [0.42, 0.84], wide: [0.26, 0.88], banner: [0.2, 0.88] }) }),
    background: image(),
    logo,
  },
  quiet: { tall: 'top', square: 'start', wide: 'start', banner: 'start' },
});
