import { defineTemplate, image, text } from 'visuals';
import { areas, logo, sizes } from '../shared/slots.ts';

/** All that stands below the rule is of one size. */
const line = (lines = 1) =>
  text({
    role: 'body',
    size: sizes({ tall: [3, 4], square: [2.2, 2.7], wide: [2.4, 3], banner: [3.4, 4.4] }),
    lines: { tall: lines, square: lines, wide: lines, banner: lines },
    fitGroup: 'line',
  });

export default defineTemplate({
  description: 'A sheet for a wall: one scene, very large letters, and below a rule when, where and why.',
  slots: {
    label: text({ role: 'label', size: sizes({ tall: [3.2, 4.2], square: [2.4, 3], wide: [2.8, 3.6], banner: [4, 5] }) }),
    headline: text({
      role: 'headline',
      size: sizes({ tall: [10, 22], square: [8, 17], wide: [9, 18], banner: [10, 20] }),
      lines: { tall: 3, square: 3, wide: 3, banner: 2 },
    }),
    date: line(),
    time: line(),
    place: line(),
    street: line(),
    note: line(2),
    scene: image({ area: areas({ tall: [1, 0.82], square: [1, 0.82], wide: [1, 0.82], banner: [1, 1] }) }),
    logo,
  },
  quiet: { tall: 'top', square: 'top', wide: 'start', banner: 'start' },
});
