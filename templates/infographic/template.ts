import { data, defineTemplate, text } from 'visuals';
import { logo, sizes } from '../shared/slots.ts';

const small = sizes({ tall: [2.6, 3], square: [2.2, 2.4], wide: [2.6, 3], banner: [3.4, 3.8] });

/** Names and values of the rows; `--row-text` in the style sheet is their largest size. */
const row = sizes({ tall: [2.8, 3.7], square: [2.2, 2.8], wide: [2.8, 3.7], banner: [3.4, 4.4] });

export default defineTemplate({
  description: 'One figure and the bars that it comes from, with unit and source.',
  slots: {
    figure: text({ role: 'number', size: sizes({ tall: [18, 25], square: [12, 20], wide: [20, 31], banner: [20, 32] }) }),
    headline: text({
      role: 'headline',
      size: sizes({ tall: [5, 7], square: [3.6, 5.2], wide: [4.4, 6.4], banner: [5, 7.4] }),
      lines: { tall: 3, square: 3, wide: 4, banner: 3 },
    }),
    source: text({ role: 'legal', size: small, lines: { tall: 3, square: 2, wide: 2, banner: 2 }, balance: true }),
    label: text({ role: 'label', size: row, from: 'data' }),
    value: text({ role: 'number', size: row, from: 'data' }),
    logo,
  },
  data: {
    /** Written after every value. */
    unit: data.text(),
    /** Value at which a bar is as long as it can be; bars start at zero. */
    most: data.number(),
    rows: data.list({ label: data.text(), value: data.number(), ours: data.boolean() }, { most: 6 }),
  },
});
