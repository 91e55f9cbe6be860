import { encode } from '../encode.mjs';
import { listFormats } from '../formats.mjs';
import { runLanes } from '../run-lanes.mjs';

/**
 * sharp's encoders on the same pixels, drawn before the clock runs: nothing that ends in a file can be faster.
 * @param {import('../contest.mjs').Setup} setup
 */
export async function createContender({ engine, project, size, count, cores }) {
  const { openEngine } = await import(engine);
  const { cellsOf, compose, codec, encode: options } = await openEngine(project);
  const rasters = [];
  for (const cell of cellsOf(size.name).slice(0, count)) rasters.push(await compose(cell));
  for (const format of listFormats('all')) {
    const [theirs, ours] = await Promise.all([encode(rasters[0], format), codec.encode(rasters[0], format, options[format])]);
    if (!theirs.equals(ours)) throw new Error(`bench/cards/encode.mjs encodes ${format} with other settings than the engine`);
  }
  return {
    draw: (/** @type {readonly number[]} */ cards, /** @type {import('../formats.mjs').Format} */ format) =>
      runLanes(cards, cores, async (card) => {
        for (const each of listFormats(format)) await encode(rasters[card], each);
      }),
  };
}
