import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { bundleEngine } from '../cards/bundle-engine.mjs';
import { startContender } from '../cards/contest.mjs';
import { languages, sizes } from '../cards/design.mjs';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { formats } from '../cards/formats.mjs';
import { logo, writeCardProject } from '../cards/write-card-project.mjs';
import { formatRatio, formatTime } from '../support/report.mjs';
import { alternate } from '../support/statistics.mjs';

/** @typedef {Map<string, import('../support/statistics.mjs').Sample>} Medians */

const formatNames = { raw: 'raw pixels', png: 'png', webp: 'webp', all: 'avif + webp + png' };

/** What is asked of our cards a second, as a multiple of another's. */
const aims = {
  'satori + resvg': { raw: 18, png: 7 },
  Chromium: { png: 2 },
  'encoder alone': { png: 0.6, webp: 0.75, all: 0.9 },
};

/**
 * Cards a second, all cores busy, everything that can be loaded before loaded before: the same card by every contender.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureCards({ quick, install, folder, log }) {
  const browser = findChromium({ install, log });
  if (browser === undefined) log('Chromium is not there and is left out; --install installs it');
  const assets = quick ? 1 : 6;
  const project = join(folder, 'project');
  const engine = await bundleEngine(await makeFolder(folder, 'engine'));
  await writeCardProject(await makeFolder(folder, 'project'), { assets, formats: ['avif', 'webp', 'png'] });
  const { openEngine } = await import(engine);
  const opened = await openEngine(project);
  const reports = [];
  for (const size of quick ? sizes.slice(0, 1) : sizes) {
    const cells = opened.cellsOf(size.name);
    const setup = { engine, project, size, count: cells.length, cores: availableParallelism(), browser, ...(await describeCards(opened, cells)) };
    reports.push(await measureSize(setup, { quick, log }));
  }
  return { tables: reports.flatMap(({ tables }) => tables), findings: reports.flatMap(({ findings }) => findings) };
}

/**
 * @param {import('../cards/contest.mjs').Setup} setup
 * @param {{ quick: boolean, log: (line: string) => void }} options
 */
async function measureSize(setup, { quick, log }) {
  log(`${setup.size.name}: starting contenders`);
  const rounds = quick ? { rounds: 1, warmups: 0 } : { rounds: 3 };
  const contenders = await startContenders(setup, quick);
  try {
    const reports = [];
    for (const format of formats) {
      log(`${setup.size.name}: ${formatNames[format]}, ${rounds.rounds} rounds of ${setup.count} cards`);
      const taking = contenders.filter((each) => each.formats.includes(format));
      const medians = await alternate(new Map(taking.map(({ name, contender }) => [name, () => contender.draw(format)])), rounds);
      reports.push(report(setup, format, medians));
    }
    return { tables: reports.map(({ table }) => table), findings: reports.flatMap(({ findings }) => findings) };
  } finally {
    for (const { contender } of contenders) contender.close();
  }
}

/**
 * Ours, the peers as people use them, and, unless it has to be quick, peers that are made it easier for, where that makes a difference.
 * @param {import('../cards/contest.mjs').Setup} setup
 * @param {boolean} quick
 */
async function startContenders(setup, quick) {
  const { cores, browser, art } = setup;
  const easier = quick ? [] : formats.slice(0, 2);
  const starts = [
    { name: 'visuals', formats, start: () => startContender('ours', setup) },
    { name: 'satori + resvg', formats, start: () => startContender('satori', setup, cores) },
    { name: 'satori + resvg, no shadows', formats: easier, start: () => startContender('satori', { ...setup, art: { ...art, plain: true } }, cores) },
    { name: 'Chromium', formats: browser === undefined ? [] : formats, start: () => startContender('chromium', setup) },
    {
      name: 'Chromium, fastest and larger png',
      formats: browser === undefined ? [] : easier,
      start: () => startContender('chromium', { ...setup, isFast: true }),
    },
    { name: 'encoder alone', formats: formats.slice(1), start: () => startContender('encoders', setup) },
  ];
  const contenders = [];
  for (const each of starts) if (each.formats.length > 0) contenders.push({ ...each, contender: await each.start() });
  return contenders;
}

/**
 * @param {import('../cards/contest.mjs').Setup} setup
 * @param {import('../cards/formats.mjs').Format} format
 * @param {Medians} medians
 */
function report({ size, count, browser }, format, medians) {
  const ours = medians.get('visuals');
  const rate = (/** @type {{ wall: number }} */ { wall }) => 1000 / wall;
  const formatRate = (/** @type {{ wall: number }} */ sample) => `${rate(sample).toFixed(1)}/s`;
  const rows = [...medians].map(([name, sample]) => [
    name,
    formatRate(sample),
    formatTime(sample.wall),
    formatTime(sample.cpu),
    formatRatio(sample.wall / ours.wall),
    formatRatio(sample.cpu / ours.cpu),
  ]);
  const findings = [...medians].flatMap(([name, sample]) => {
    const least = aims[name]?.[format];
    const figure = `${size.name} ${formatNames[format]}`;
    return least === undefined
      ? []
      : [{ figure, ours: formatRate(ours), against: `${name} ${formatRate(sample)}`, ratio: sample.wall / ours.wall, aim: { least } }];
  });
  const table = {
    title: `Cards ${size.name}, ${formatNames[format]}`,
    head: ['', 'cards', 'wall a card', 'CPU a card', 'ours is faster, wall', 'CPU'],
    rows,
    notes: [
      `${count} cards a run in ${languages.length} languages, all cores busy. The others are given font sizes that fit and art at its final size; ours finds and checks them for every card.${browser === undefined ? ' Chromium is not there.' : ''}`,
    ],
  };
  return { table, findings };
}

/**
 * What the others need to draw the same cards: they are given the words, the font sizes that ours found, and art at its final size.
 * @param {{ describe: (cell: object) => Promise<any> }} engine
 * @param {readonly any[]} cells
 */
async function describeCards(engine, cells) {
  const described = [];
  for (const each of cells) {
    const { texts, fontSizes } = await engine.describe(each);
    described.push({ locale: each.cell.locale, direction: languages.find(({ locale }) => locale === each.cell.locale).direction, texts, fontSizes });
  }
  const { art } = await engine.describe(cells[0]);
  const toJpeg = async (/** @type {Uint8Array} */ png) => formatDataUrl('image/jpeg', await sharp(png).jpeg({ quality: 88 }).toBuffer());
  return {
    cards: described,
    art: { photograph: await toJpeg(art.photograph), picture: await toJpeg(art.picture), logo: formatDataUrl('image/svg+xml', Buffer.from(logo)) },
  };
}

/**
 * @param {string} type
 * @param {Buffer} bytes
 */
function formatDataUrl(type, bytes) {
  return `data:${type};base64,${bytes.toString('base64')}`;
}

/**
 * @param {string} folder
 * @param {string} name
 */
async function makeFolder(folder, name) {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  return path;
}
