import { data, defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes } from '../shared/slots.ts';

/** Square cards have the narrowest column. */
const noteLines = { tall: 2, square: 3, wide: 2, banner: 2 };

/** Name of a part, and what it does. */
const words = (lines: number | typeof noteLines) =>
  text({
    role: 'body',
    size: sizes({ tall: [2.9, 3.9], square: [2.2, 2.8], wide: [2.7, 3.5], banner: [3.6, 4.6] }),
    lines,
    from: 'data',
    balance: true,
    fitGroup: 'words',
  });

export default defineTemplate({
  description: 'A thing with its parts numbered, and beside it what each of them is and does.',
  slots: {
    headline: text({
      role: 'headline',
      size: sizes({ tall: [6.4, 10], square: [4.2, 5.8], wide: [6, 9], banner: [8, 13] }),
      lines: { tall: 3, square: 4, wide: 3, banner: 4 },
      locales: { cjk: { largest: { tall: 9, square: 5.2, wide: 8, banner: 10.6 } } },
    }),
    part: words(1),
    note: words(noteLines),
    mark: text({ role: 'number', size: sizes({ tall: [2.8, 3.2], square: [2.2, 2.4], wide: [2.6, 2.9], banner: [3.4, 3.8] }), from: 'data' }),
    /** Upright or square; it keeps its sides where the language runs from right to left. */
    picture: image({ fit: 'contain', area: areas({ tall: [0.7, 0.36], square: [0.46, 0.6], wide: [0.32, 0.8], banner: [0.24, 0.84] }) }),
    logo,
  },
  data: {
    /** Two to six: where each lies, in hundredths of the picture's width and height, and whether its number stands at the right of the picture. */
    parts: data.list({ mark: data.number(), x: data.number(), y: data.number(), right: data.boolean(), name: data.text(), note: data.text() }, { most: 6 }),
  },
});
