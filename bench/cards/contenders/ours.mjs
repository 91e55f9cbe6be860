import { listFormats } from '../formats.mjs';

/**
 * The engine of the source tree: one process, as many cards at once as there are cores.
 * @param {import('../contest.mjs').Setup} setup
 */
export async function createContender({ engine, project, size }) {
  const { openEngine } = await import(engine);
  const { draw, cellsOf } = await openEngine(project);
  const cells = cellsOf(size.name);
  return {
    draw: (/** @type {readonly number[]} */ cards, /** @type {import('../formats.mjs').Format} */ format) =>
      draw(
        cards.map((card) => cells[card]),
        format === 'raw' ? 'raw' : listFormats(format),
      ),
  };
}
