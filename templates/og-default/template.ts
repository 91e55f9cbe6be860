import { defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'The picture of a page that has none of its own: section, title, and the plate of the brand.',
  slots: {
    label: text({
      role: 'label',
      size: {
        tall: { smallest: 3.4, largest: 4.2 },
        square: { smallest: 2.6, largest: 3.1 },
        wide: { smallest: 3.4, largest: 4.2 },
        banner: { smallest: 4.4, largest: 5.2 },
      },
    }),
    headline: text({
      role: 'headline',
      size: {
        tall: { smallest: 7, largest: 12 },
        square: { smallest: 5.4, largest: 9 },
        wide: { smallest: 7, largest: 12.5 },
        banner: { smallest: 9, largest: 16 },
      },
      lines: { tall: 4, square: 3, wide: 4, banner: 3 },
    }),
    picture: image({
      area: { tall: { width: 1, height: 0.43 }, square: { width: 1, height: 0.46 }, wide: { width: 0.4, height: 1 }, banner: { width: 0.36, height: 1 } },
    }),
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
