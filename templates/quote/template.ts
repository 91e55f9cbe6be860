import { defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'One sentence, set large, and who said it.',
  slots: {
    headline: text({
      role: 'headline',
      size: {
        tall: { smallest: 6.4, largest: 10.9 },
        square: { smallest: 5.4, largest: 10.6 },
        wide: { smallest: 7, largest: 12.4 },
        banner: { smallest: 9, largest: 15.5 },
      },
      lines: { tall: 7, square: 5, wide: 4, banner: 3 },
    }),
    author: text({
      role: 'label',
      size: {
        tall: { smallest: 3.4, largest: 4.2 },
        square: { smallest: 2.6, largest: 3.1 },
        wide: { smallest: 3.4, largest: 4.2 },
        banner: { smallest: 4.4, largest: 5.2 },
      },
    }),
    role: text({
      role: 'body',
      size: {
        tall: { smallest: 3.4, largest: 4.2 },
        square: { smallest: 2.6, largest: 3.1 },
        wide: { smallest: 3.4, largest: 4.2 },
        banner: { smallest: 4.4, largest: 5.2 },
      },
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
