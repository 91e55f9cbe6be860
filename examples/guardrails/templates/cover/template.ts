import { defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'A sentence over a picture.',
  slots: {
    headline: text({ role: 'headline', size: { smallest: 11, largest: 14 }, lines: 3 }),
    picture: image(),
  },
});
