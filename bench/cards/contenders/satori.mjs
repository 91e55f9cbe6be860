import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import { createCardTree } from '../card-tree.mjs';
import { languages } from '../design.mjs';
import { encode } from '../encode.mjs';
import { listFormats } from '../formats.mjs';
import { root } from '../../support/environment.mjs';

/**
 * satori lays out, resvg paints; both work on the thread that calls them, so there is one process a core. Fonts, photograph and logo are prepared once.
 * @param {import('../contest.mjs').Setup} setup
 */
export async function createContender({ cards, art, size }) {
  const fonts = await loadFonts();
  const paint = async (/** @type {number} */ card) => {
    const svg = await satori(createCardTree(cards[card], size, art), { width: size.width, height: size.height, fonts });
    return new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  };
  return {
    draw: async (/** @type {readonly number[]} */ numbers, /** @type {import('../formats.mjs').Format} */ format) => {
      for (const number of numbers) await finish(await paint(number), format);
    },
    show: async (/** @type {number} */ card) => (await paint(card)).asPng(),
  };
}

/**
 * resvg writes its own png; the other formats are sharp's.
 * @param {import('@resvg/resvg-js').RenderedImage} image
 * @param {import('../formats.mjs').Format} format
 */
async function finish(image, format) {
  if (format === 'png') return image.asPng();
  const raster = { data: image.pixels, width: image.width, height: image.height };
  for (const each of listFormats(format)) await (each === 'png' ? image.asPng() : encode(raster, each));
  return raster.data;
}

async function loadFonts() {
  const faces = languages.flatMap(({ family, satori: lang, files }) =>
    files.map((file, index) => ({ name: family, file, weight: index === 0 ? 400 : 600, lang })),
  );
  return Promise.all(
    faces.map(async ({ name, file, weight, lang }) => ({ name, data: await readFile(join(root, file)), weight, style: 'normal', ...(lang && { lang }) })),
  );
}
