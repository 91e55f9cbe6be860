/** Makes the pictures of `docs/recipes.md`, `docs/recipes/*.webp`, out of the project that the page itself holds: `node scripts/make-recipe-sheets.mjs`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const root = fileURLToPath(new URL('..', import.meta.url));
const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const docs = join(root, 'docs');
const page = readFileSync(join(docs, 'recipes.md'), 'utf8');
const [width, gap] = [1440, 16];

const project = mkdtempSync(join(tmpdir(), 'visuals-recipes-'));
try {
  writeProject();
  execFileSync(process.execPath, [join(root, bin.visuals), 'build', '--quiet'], { cwd: project, stdio: 'inherit' });
  const { assets } = JSON.parse(readFileSync(join(project, 'public/visuals/manifest.json'), 'utf8'));
  mkdirSync(join(docs, 'recipes'), { recursive: true });
  for (const [, name] of page.matchAll(/\]\(recipes\/([\w-]+)\.webp\)/g)) {
    const shown = Object.keys(assets).filter((id) => id === name || (name === 'slides' && id.startsWith('deck-')));
    await makeSheet(
      shown.flatMap((id) => assets[id].pictures),
      name,
    );
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}

function writeProject() {
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const [, file, text] of page.matchAll(/^```\w+ file=(\S+)\n([^]*?)^```$/gm)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
}

/** Rows of pictures, each row as wide as the sheet and all of it of one height; the widest go first where there are many. */
async function makeSheet(pictures, name) {
  const rows = pictures.length > 4 ? [pictures.filter((_, at) => at % 2 === 0), pictures.filter((_, at) => at % 2 === 1)] : [pictures];
  const layers = [];
  let top = 0;
  for (const row of rows) {
    const ratios = row.map((picture) => picture.width / picture.height);
    const height = Math.round((width - gap * (row.length - 1)) / ratios.reduce((sum, ratio) => sum + ratio, 0));
    let left = 0;
    for (const [at, picture] of row.entries()) {
      const across = at === row.length - 1 ? width - left : Math.round(height * ratios[at]);
      layers.push({ input: await resize(picture, across, height), left, top });
      left += across + gap;
    }
    top += height + gap;
  }
  await sharp({ create: { width, height: top - gap, channels: 3, background: '#fff' } })
    .composite(layers)
    .webp({ quality: 84, effort: 6 })
    .toFile(join(docs, 'recipes', `${name}.webp`));
}

function resize({ files }, width, height) {
  return sharp(join(project, 'public/visuals', files[0].src))
    .resize(width, height, { fit: 'fill' })
    .png()
    .toBuffer();
}
