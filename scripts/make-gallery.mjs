/**
 * Makes the picture that opens the README out of the campaign's own outputs: `npx visuals build && node scripts/make-gallery.mjs`.
 * Rows are assets, so that one idea is seen in several languages and shapes at a glance.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
const published = join(root, 'public', 'visuals');
const target = join(root, 'docs', 'gallery.webp');

/** Each row: pictures of one height, which together are as wide as the sheet. */
const rows = [
  ['launch/og.en.light', 'launch/story.ar.light', 'launch/instagram-square.ja.dark', 'launch/og.hi.dark'],
  ['brand/instagram-square.de', 'brand/og.th', 'promise/story.en.dark', 'promise/og.ar.dark'],
  ['release/og.ja.dark', 'release/instagram-square.en.dark', 'docs/story.de', 'docs/og.hi'],
  ['speed/og.en', 'speed/instagram-square.ar', 'docs/x-header.th'],
];
const width = 2000;
const gap = 20;

const pictures = await readPictures(published);
const background = { r: 247, g: 251, b: 248 };
let top = gap;
const layers = [];
for (const row of rows) {
  const { height, tiles } = layOutRow(row.map((cell) => pictures.get(cell)));
  let left = gap;
  for (const { picture, width: tileWidth } of tiles) {
    layers.push({ input: await sharp(picture.path).resize(tileWidth, height, { fit: 'fill' }).png().toBuffer(), left, top });
    left += tileWidth + gap;
  }
  top += height + gap;
}
await sharp({ create: { width, height: top, channels: 3, background } })
  .composite(layers)
  .webp({ quality: 84 })
  .toFile(target);

async function readPictures(folder) {
  const { assets } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
  const entries = Object.entries(assets).flatMap(([asset, { pictures: list }]) =>
    list.map((picture) => {
      const cell = `${asset}/${[picture.size, picture.locale, ...Object.values(picture.variant)].join('.')}`;
      return [cell, { ...picture, path: join(folder, picture.files.find(({ format }) => format === 'png').src) }];
    }),
  );
  return new Map(entries);
}

/** The height at which the row is exactly as wide as the sheet; the last tile takes what rounding leaves. */
function layOutRow(row) {
  const room = width - gap * (row.length + 1);
  const height = Math.round(room / row.reduce((sum, picture) => sum + picture.width / picture.height, 0));
  const widths = row.map((picture) => Math.round((height * picture.width) / picture.height));
  widths[widths.length - 1] = room - widths.slice(0, -1).reduce((sum, each) => sum + each, 0);
  return { height, tiles: row.map((picture, at) => ({ picture, width: widths[at] })) };
}
