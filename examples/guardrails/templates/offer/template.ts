import { defineTemplate, text } from 'visuals';

export default defineTemplate({
  description: 'An offer and its button.',
  slots: {
    headline: text({ role: 'headline', size: { smallest: 14, largest: 20 }, lines: 3 }),
    action: text({ role: 'action', size: { smallest: 5, largest: 6 } }),
  },
});
