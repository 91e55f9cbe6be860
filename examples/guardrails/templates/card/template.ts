import { defineTemplate, image, text } from 'visuals';

const half = { width: 0.54, height: 1 };

export default defineTemplate({
  description: 'A sentence beside a picture.',
  slots: {
    headline: text({ role: 'headline', size: { smallest: 11, largest: 13 }, lines: 4 }),
    picture: image({ area: { tall: half, square: half, wide: half, banner: half } }),
  },
});
