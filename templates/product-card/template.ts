import { defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'A thing on a field of colour, its name, what it does and what it costs.',
  slots: {
    label: text({
      role: 'label',
      size: {
        tall: { smallest: 3, largest: 3.6 },
        square: { smallest: 2.4, largest: 2.8 },
        wide: { smallest: 3, largest: 3.6 },
        banner: { smallest: 3.8, largest: 4.6 },
      },
    }),
    headline: text({
      role: 'headline',
      size: {
        tall: { smallest: 7, largest: 11 },
        square: { smallest: 5, largest: 8.2 },
        wide: { smallest: 7, largest: 11.5 },
        banner: { smallest: 9, largest: 14 },
      },
      lines: { tall: 3, square: 2, wide: 4, banner: 3 },
    }),
    sub: text({
      role: 'body',
      size: {
        tall: { smallest: 3.4, largest: 4.4 },
        square: { smallest: 2.6, largest: 3.2 },
        wide: { smallest: 3.3, largest: 4.2 },
        banner: { smallest: 4.2, largest: 5.2 },
      },
      lines: { tall: 4, square: 3, wide: 4, banner: 3 },
    }),
    price: text({
      role: 'label',
      size: {
        tall: { smallest: 3.4, largest: 4.4 },
        square: { smallest: 2.6, largest: 3.2 },
        wide: { smallest: 3.3, largest: 4.2 },
        banner: { smallest: 4.2, largest: 5.2 },
      },
    }),
    product: image({
      fit: 'contain',
      area: {
        tall: { width: 0.94, height: 0.5 },
        square: { width: 0.8, height: 0.56 },
        wide: { width: 0.5, height: 0.86 },
        banner: { width: 0.38, height: 0.92 },
      },
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
