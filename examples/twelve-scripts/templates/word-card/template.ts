import { defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'One sentence, as large as it can be, and the name of its language.',
  slots: {
    language: text({ role: 'label', size: { smallest: 5, largest: 5 } }),
    headline: text({ role: 'headline', size: { smallest: 8, largest: 16 }, lines: 3 }),
    mark: image({ fit: 'contain', area: { wide: { width: 0.1, height: 0.1 } } }),
  },
});
