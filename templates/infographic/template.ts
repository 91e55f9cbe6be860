import { data, defineTemplate, image, text } from 'visuals';

const small = {
  tall: { smallest: 2.6, largest: 3 },
  square: { smallest: 2.2, largest: 2.4 },
  wide: { smallest: 2.6, largest: 3 },
  banner: { smallest: 3.4, largest: 3.8 },
};

/** Names and values of the rows; `--row-text` in the style sheet is their largest size. */
const row = {
  tall: { smallest: 2.8, largest: 3.7 },
  square: { smallest: 2.2, largest: 2.8 },
  wide: { smallest: 2.8, largest: 3.7 },
  banner: { smallest: 3.4, largest: 4.4 },
};

export default defineTemplate({
  description: 'One figure and the bars that it comes from, with unit and source.',
  slots: {
    figure: text({
      role: 'number',
      size: {
        tall: { smallest: 18, largest: 25 },
        square: { smallest: 12, largest: 20 },
        wide: { smallest: 20, largest: 31 },
        banner: { smallest: 20, largest: 32 },
      },
    }),
    headline: text({
      role: 'headline',
      size: {
        tall: { smallest: 5, largest: 7 },
        square: { smallest: 3.6, largest: 5.2 },
        wide: { smallest: 4.4, largest: 6.4 },
        banner: { smallest: 5, largest: 7.4 },
      },
      lines: { tall: 3, square: 3, wide: 4, banner: 3 },
    }),
    source: text({ role: 'legal', size: small, lines: { tall: 3, square: 2, wide: 2, banner: 2 } }),
    label: text({ role: 'label', size: row, from: 'data' }),
    value: text({ role: 'number', size: row, from: 'data' }),
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
    /** Written after every value. */
    unit: data.text(),
    /** Value at which a bar is as long as it can be; bars start at zero. */
    most: data.number(),
    rows: data.list({ label: data.text(), value: data.number(), ours: data.boolean() }, { most: 6 }),
  },
});
