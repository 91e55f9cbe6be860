import sharp from 'sharp';

/** Cells across and down of each layer of noise: finer ones weigh less, as in a photograph. */
const layers = [2, 4, 8, 16, 32, 64, 128, 256, 512];

/**
 * Something with the light, the shapes and the noise of a photograph, the same on every run: encoders take as long over it as over a real one.
 * @param {number} width
 * @param {number} height
 * @returns {Promise<Buffer>} jpeg
 */
export async function paintPhotograph(width, height) {
  const sum = new Float32Array(width * height * 3);
  for (const [depth, cells] of layers.entries()) {
    const noise = createNoise(cells * cells, depth + 1);
    const layer = await sharp(noise, { raw: { width: cells, height: cells, channels: 3 } })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer();
    const weight = 0.72 ** depth;
    for (const [at, value] of layer.entries()) sum[at] += (value - 128) * weight;
  }
  const pixels = Buffer.from(Uint8ClampedArray.from(sum, (value) => 128 + value * 0.62));
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}

/**
 * Pixels of a linear congruential generator (multiplier and increment of Numerical Recipes): much light and shade, a little colour.
 * @param {number} pixels
 * @param {number} seed
 */
function createNoise(pixels, seed) {
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const noise = new Uint8Array(pixels * 3);
  for (let at = 0; at < noise.length; at += 3) {
    const light = next();
    for (let channel = 0; channel < 3; channel += 1) noise[at + channel] = light * 0.75 + next() * 0.25;
  }
  return noise;
}
