/** Words and numbers to show the template with. */
export default {
  copy: {
    day: '22',
    month: 'November 2026',
    headline: 'Version 0.1: the engine runs, end to end.',
    place: 'On your machine, without an API key',
  },
};
