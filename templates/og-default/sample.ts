/** Words and numbers to show the template with. */
export default {
  copy: {
    label: 'Documentation',
    headline: 'Pictures are build artefacts.',
  },
};
