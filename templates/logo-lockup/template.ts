import { defineTemplate, image, text } from 'visuals';
import { areas, sizes } from '../shared/slots.ts';

export default defineTemplate({
  description: 'The logo, large and with room round it, the line that belongs to it, and where to find the house.',
  slots: {
    tagline: text({
      role: 'headline',
      size: sizes({ tall: [4.4, 6.6], square: [3.4, 5], wide: [4.4, 6.6], banner: [6, 9.4] }),
      lines: { tall: 3, square: 2, wide: 3, banner: 3 },
    }),
    detail: text({ role: 'legal', size: sizes({ tall: [2.8, 3.4], square: [2.2, 2.6], wide: [2.8, 3.4], banner: [3.8, 4.6] }), optional: true }),
    background: image(),
    logo: image({ fit: 'contain', area: areas({ tall: [0.66, 0.24], square: [0.56, 0.28], wide: [0.36, 0.34], banner: [0.34, 0.42] }) }),
  },
  quiet: { tall: 'center', square: 'center', wide: 'center', banner: 'center' },
});
