import { data, defineTemplate, image, text } from 'visuals';

export default defineTemplate({
  description: 'A headline, a line below it and one action, beside a picture that stands free on a quiet ground.',
  slots: {
    headline: text({
      role: 'headline',
      size: {
        tall: { smallest: 7, largest: 13 },
        square: { smallest: 5.5, largest: 10 },
        wide: { smallest: 8, largest: 13.5 },
        banner: { smallest: 10, largest: 16 },
      },
      lines: { tall: 4, square: 3, wide: 4, banner: 3 },
    }),
    sub: text({
      role: 'body',
      size: {
        tall: { smallest: 3.6, largest: 4.6 },
        square: { smallest: 2.8, largest: 3.5 },
        wide: { smallest: 3.6, largest: 4.6 },
        banner: { smallest: 4.6, largest: 5.8 },
      },
      lines: { tall: 4, square: 3, wide: 4, banner: 3 },
    }),
    action: text({
      role: 'action',
      size: {
        tall: { smallest: 3.4, largest: 4.2 },
        square: { smallest: 2.6, largest: 3.1 },
        wide: { smallest: 3.4, largest: 4.2 },
        banner: { smallest: 4.4, largest: 5.4 },
      },
    }),
    background: image(),
    subject: image({
      fit: 'contain',
      area: { tall: { width: 0.9, height: 0.5 }, square: { width: 0.72, height: 0.6 }, wide: { width: 0.56, height: 0.86 }, banner: { width: 0.4, height: 1 } },
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
  data: {
    /** Whether the background is a photograph, which needs quieting under the words; procedural art is calm there by itself. */
    photo: data.boolean({ optional: true }),
  },
});
