import { defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'A day, as large as the card allows, and what happens on it.',
  slots: {
    day: text({
      role: 'number',
      size: {
        tall: { smallest: 36, largest: 48 },
        square: { smallest: 30, largest: 40 },
        wide: { smallest: 40, largest: 64 },
        banner: { smallest: 40, largest: 68 },
      },
    }),
    month: text({
      role: 'label',
      size: {
        tall: { smallest: 4, largest: 5.4 },
        square: { smallest: 3, largest: 3.8 },
        wide: { smallest: 3.8, largest: 4.8 },
        banner: { smallest: 4.6, largest: 5.6 },
      },
    }),
    headline: text({
      role: 'headline',
      size: {
        tall: { smallest: 7, largest: 12 },
        square: { smallest: 5, largest: 8.4 },
        wide: { smallest: 7, largest: 12 },
        banner: { smallest: 9, largest: 14 },
      },
      lines: { tall: 4, square: 3, wide: 4, banner: 3 },
    }),
    place: text({
      role: 'body',
      size: {
        tall: { smallest: 3.6, largest: 4.6 },
        square: { smallest: 2.8, largest: 3.4 },
        wide: { smallest: 3.6, largest: 4.4 },
        banner: { smallest: 4.6, largest: 5.6 },
      },
      lines: { tall: 2, square: 2, wide: 2, banner: 2 },
    }),
    background: image(),
    logo: image({
      fit: 'contain',
      area: {
        tall: { width: 0.4, height: 0.1 },
        square: { width: 0.35, height: 0.1 },
        wide: { width: 0.25, height: 0.1 },
        banner: { width: 0.2, height: 0.14 },
      },
    }),
  },
});
