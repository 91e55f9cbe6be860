/** Words and numbers to show the template with. */
export default {
  copy: {
    headline: 'One idea. Every size.',
    sub: 'Declare it once, in code. The build makes the rest.',
    action: 'npx visuals build',
  },
};
