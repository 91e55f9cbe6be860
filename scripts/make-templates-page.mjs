/**
 * Makes `docs/templates.md`, its sheets, one a template, and the overview `docs/templates.webp`, out of the pictures that the tool built:
 * `npx visuals build --config examples/gallery/visuals.config.ts && node scripts/make-templates-page.mjs`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { loadTemplates } from './load-templates.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const published = join(root, 'public', 'gallery');
const docs = join(root, 'docs');
const background = { r: 255, g: 255, b: 255 };
const gap = 16;

const templates = await loadTemplates();
const { assets } = JSON.parse(await readFile(join(published, 'manifest.json'), 'utf8'));
await mkdir(join(docs, 'templates'), { recursive: true });
for (const name of Object.keys(templates)) await makeSheet(name, 1440);
await makeOverview(2000);
await writeFile(join(docs, 'templates.md'), writePage());

/** Tall at the start; square and wide above the banner beside it, all edges flush. */
async function makeSheet(name, width) {
  // The right column is w wide, and high: (w - gap) / (1 + 16 / 9) + gap + w / 3; the tall card is as high, at 9 : 16.
  const [byWidth, fixed] = [9 / 25 + 1 / 3, gap - (gap * 9) / 25];
  const right = Math.round((width - gap - (fixed * 9) / 16) / (1 + (byWidth * 9) / 16));
  const [upper, lower] = [Math.round(((right - gap) * 9) / 25), Math.round(right / 3)];
  const [left, height] = [width - gap - right, upper + gap + lower];
  const tiles = [
    { size: 'tall', left: 0, top: 0, width: left, height },
    { size: 'square', left: left + gap, top: 0, width: upper, height: upper },
    { size: 'wide', left: left + gap + upper + gap, top: 0, width: right - gap - upper, height: upper },
    { size: 'banner', left: left + gap, top: upper + gap, width: right, height: lower },
  ];
  await compose(
    { width, height },
    tiles.map((tile) => ({ ...tile, name })),
    join(docs, 'templates', `${name}.webp`),
  );
}

/** All of them in the wide shape, four in a row. */
async function makeOverview(width) {
  const across = Math.floor((width - gap * 3) / 4);
  const down = Math.round((across * 9) / 16);
  const names = Object.keys(templates);
  const tiles = names.map((name, at) => ({
    name,
    size: 'wide',
    left: (at % 4) * (across + gap),
    top: Math.floor(at / 4) * (down + gap),
    width: across,
    height: down,
  }));
  const height = Math.ceil(names.length / 4) * (down + gap) - gap;
  await compose({ width: across * 4 + gap * 3, height }, tiles, join(docs, 'templates.webp'));
}

async function compose(size, tiles, target) {
  const layers = tiles.map(async ({ name, size: shape, left, top, width, height }) => ({
    input: await sharp(findPicture(name, shape)).resize(width, height, { fit: 'fill' }).png().toBuffer(),
    left,
    top,
  }));
  await sharp({ create: { ...size, channels: 3, background } })
    .composite(await Promise.all(layers))
    .webp({ quality: 84, effort: 6 })
    .toFile(target);
}

function findPicture(name, size) {
  const picture = assets[name].pictures.find((each) => each.size === size);
  return join(published, picture.files[0].src);
}

function writePage() {
  const names = Object.keys(templates);
  return `${[
    '# Templates',
    `![${names.length} templates in their wide shape](templates.webp)`,
    `${names.length} templates ship with the tool, each designed for tall, square, wide and banner shapes from 1:3 to 3:1, for both directions, for light and dark; \`ad-banner\` and \`email-header\` for strips too, such as 728 × 90 and 320 × 50. The words below are those of an invented maker of lamps; \`sample.ts\` of each template holds them in English, German, Arabic and Japanese.`,
    'A sheet shows Arabic in the tall shape, German in the square one, English in the wide one and Japanese in the banner, two of them dark. All of it is built by [examples/gallery](../examples/gallery/visuals.config.ts).',
    "Every template has a `prompt.hbs` too: a blueprint for the picture that it wants, to be copied into your project's prompts, with your own subject in place of the lamp. (`infographic` shows no picture; its blueprint is for the one beside it.) `visuals templates` lists them, `visuals templates show <name>` tells all about one, and `visuals templates eject <name>` copies it into your project, where you may change it.",
    names.map((name) => `[${name}](#${name})`).join(' · '),
    ...names.flatMap(writeSection),
  ].join('\n\n')}\n`;
}

function writeSection(name) {
  const { description, slots, data = {} } = templates[name].definition;
  return [
    `## ${name}`,
    description,
    `![${name} in four shapes](templates/${name}.webp)`,
    writeSlots(Object.entries(slots)),
    ...writeData(Object.entries(data)),
  ];
}

function writeSlots(slots) {
  const rows = slots.map(([slot, contract]) => `| \`${slot}\` | ${contract.type === 'image' ? 'picture' : contract.role} | ${describeSlot(contract)} |`);
  return ['| slot | is | |', '|---|---|---|', ...rows].join('\n');
}

function describeSlot(slot) {
  const notes =
    slot.type === 'image'
      ? [slot.fit === 'contain' ? 'shown whole' : 'fills its place']
      : [describeLines(slot.lines), ...(slot.from === 'data' ? ['from `data`'] : [])];
  return [...notes, ...(slot.optional ? ['may be absent'] : [])].join(', ');
}

function describeLines(lines) {
  const values = typeof lines === 'number' ? [lines] : Object.values(lines);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return most === 1 ? 'one line' : least === most ? `at most ${most} lines` : `at most ${least} to ${most} lines, by shape`;
}

function writeData(fields) {
  return fields.length === 0 ? [] : [`Data: ${fields.map(([name, field]) => describeField(name, field)).join(', ')}.`];
}

function describeField(name, { type, of, most, optional }) {
  const kind =
    type === 'list'
      ? `at most ${most} rows of ${Object.keys(of)
          .map((each) => `\`${each}\``)
          .join(', ')}`
      : type;
  return `\`${name}\` (${kind}${optional ? ', may be absent' : ''})`;
}
