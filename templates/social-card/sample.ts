export default {
  copy: {
    headline: 'One idea. Every size, every language.',
    sub: 'Declare a picture once, in code beside your site. The build makes all the others.',
    action: 'npx visuals build',
  },
};
