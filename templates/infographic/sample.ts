/** Words and numbers to show the template with. */
export default {
  copy: {
    figure: '9×',
    headline: 'as fast as satori with resvg',
    source: 'CPU time for one card of 1200 × 630, raw pixels, two cores. Own measurement, November 2026.',
  },
  data: {
    unit: 'ms',
    most: 351,
    rows: [
      { label: 'visuals, with Takumi', value: 36, ours: true },
      { label: 'satori with resvg', value: 316, ours: false },
      { label: 'headless Chromium', value: 351, ours: false },
    ],
  },
};
