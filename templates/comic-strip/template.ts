import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes } from '../shared/slots.ts';

/** What is said in the three panels is of one size. */
const line = () =>
  text({
    role: 'label',
    size: sizes({ tall: [2.7, 4.4], square: [2.5, 3.4], wide: [2.9, 4.2], banner: [3.6, 5.4] }),
    lines: { tall: 5, square: 4, wide: 5, banner: 4 },
    balance: true,
    fitGroup: 'line',
  });

/** The first panel of a tall card is as wide as both others together, and in a very tall one all of them are: the others show the middle of so wide a picture. */
const panel = () => image({ area: areas({ tall: [0.86, 0.37], square: [0.42, 0.42], wide: [0.29, 0.66], banner: [0.22, 0.8] }) });

export default defineTemplate({
  description: 'A joke in three panels, with a balloon over who speaks in each; panels run from right to left where the language does.',
  slots: {
    headline: text({
      role: 'headline',
      size: sizes({ tall: [6, 9.6], square: [5, 9], wide: [5, 8], banner: [7, 12.5] }),
      lines: { tall: 2, square: 3, wide: 1, banner: 4 },
    }),
    line1: line(),
    line2: line(),
    line3: line(),
    panel1: panel(),
    panel2: panel(),
    panel3: panel(),
    logo,
  },
  quiet: { tall: 'top', square: 'top', wide: 'top', banner: 'top' },
});
