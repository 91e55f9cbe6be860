/** Words and numbers to show the template with. */
export default {
  copy: {
    label: 'Design tokens',
    headline: 'Your brand in one file.',
    sub: 'Change a colour, and just its pictures are made again.',
    price: 'Free and open source, MIT licence',
  },
};
