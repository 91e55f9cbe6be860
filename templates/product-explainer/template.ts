import { defineTemplate, image, text } from 'visuals';
import { areas, logo, nameSize, sizes } from '../shared/slots.ts';

/** The three figures are of one size, and so are the lines that say what they are. */
const figure = () => text({ role: 'number', size: sizes({ tall: [4.4, 7], square: [3.4, 5.4], wide: [3.8, 6.4], banner: [4.8, 8.4] }), fitGroup: 'figure' });
const fact = () =>
  text({
    role: 'body',
    size: sizes({ tall: [3, 3.9], square: [2.2, 2.7], wide: [2.9, 3.6], banner: [4, 5] }),
    lines: { tall: 2, square: 3, wide: 2, banner: 2 },
    balance: true,
    fitGroup: 'fact',
  });

export default defineTemplate({
  description: 'A thing, a claim about it, and the three figures that bear it out.',
  slots: {
    label: text({ role: 'label', size: nameSize }),
    headline: text({
      role: 'headline',
      size: sizes({ tall: [6, 9.6], square: [4.6, 7.4], wide: [6, 9.6], banner: [7.6, 10.8] }),
      lines: { tall: 3, square: 2, wide: 3, banner: 4 },
    }),
    figure1: figure(),
    fact1: fact(),
    figure2: figure(),
    fact2: fact(),
    figure3: figure(),
    fact3: fact(),
    product: image({ fit: 'contain', area: areas({ tall: [0.8, 0.36], square: [0.46, 0.42], wide: [0.32, 0.84], banner: [0.22, 0.84] }) }),
    logo,
  },
});
