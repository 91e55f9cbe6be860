import { defineTemplate, image, text } from 'visuals';
import { logo, nameSize, sizes } from '../shared/slots.ts';

export default defineTemplate({
  description: 'One sentence, set large, and who said it.',
  slots: {
    headline: text({
      role: 'headline',
      size: sizes({ tall: [6.4, 10.9], square: [5.4, 10.6], wide: [7, 12.4], banner: [9, 15.5] }),
      lines: { tall: 7, square: 5, wide: 4, banner: 3 },
    }),
    author: text({ role: 'label', size: nameSize }),
    role: text({ role: 'body', size: nameSize }),
    background: image(),
    logo,
  },
});
