/** The page's one script: lays the two pictures of a pair over each other and moves the border with the range input. Without it they stand side by side. */
export const pageScript = `
for (const pair of document.querySelectorAll('.pair')) {
  const range = pair.querySelector('input');
  const move = () => pair.style.setProperty('--at', range.value + '%');
  range.addEventListener('input', move);
  pair.classList.add('live');
  move();
}
`;
