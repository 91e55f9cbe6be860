/** Words and numbers to show the template with. */
export default {
  copy: {
    headline: 'Only what changed is made again. The rest stays, byte for byte.',
    author: 'The promise',
    role: 'Page one of the design notes',
  },
};
