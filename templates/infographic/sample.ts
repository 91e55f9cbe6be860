/** Words and numbers to show the template with. */
export default {
  copy: {
    figure: '22×',
    headline: 'as fast as satori with resvg',
    source: 'CPU time for one card of 1200 × 630, raw pixels, two cores. Own measurement, November 2026.',
  },
  data: {
    unit: 'ms',
    most: 436,
    rows: [
      { label: 'Skia canvas, no text layout', value: 15.6, ours: false },
      { label: 'visuals, with Takumi', value: 19.7, ours: true },
      { label: 'librsvg, no line wrapping', value: 101, ours: false },
      { label: 'satori with resvg', value: 436, ours: false },
    ],
  },
};
