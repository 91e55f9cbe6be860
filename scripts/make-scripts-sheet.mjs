/**
 * Makes the sheet of one card in twelve scripts out of the pictures that the tool built:
 * `npx visuals build --config examples/twelve-scripts/visuals.config.ts && node scripts/make-scripts-sheet.mjs`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
const published = join(root, 'public', 'twelve-scripts');
const target = join(root, 'docs', 'scripts.webp');

const rows = [
  ['en', 'ar', 'ja'],
  ['ru', 'hi', 'zh-Hans'],
  ['th', 'el', 'ko'],
  ['he', 'zh-Hant', 'vi'],
];
const width = 2000;
const gap = 16;
const background = { r: 247, g: 251, b: 248 };

const { assets } = JSON.parse(await readFile(join(published, 'manifest.json'), 'utf8'));
const pictures = new Map(assets.card.pictures.map((picture) => [picture.locale, picture]));
const columns = rows[0].length;
const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
const { width: ownWidth, height: ownHeight } = pictures.get('en');
const tileHeight = Math.round((tileWidth * ownHeight) / ownWidth);
const tiles = rows.flatMap((row, down) =>
  row.map(async (locale, across) => ({
    input: await sharp(join(published, pictures.get(locale).files[0].src))
      .resize(tileWidth, tileHeight)
      .png()
      .toBuffer(),
    left: across * (tileWidth + gap),
    top: down * (tileHeight + gap),
  })),
);
const height = rows.length * tileHeight + (rows.length - 1) * gap;
await sharp({ create: { width: columns * tileWidth + (columns - 1) * gap, height, channels: 3, background } })
  .composite(await Promise.all(tiles))
  .webp({ quality: 86 })
  .toFile(target);
