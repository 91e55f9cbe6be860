import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { createCardTree, createWords, listFamilies } from '../card-tree.mjs';
import { languages } from '../design.mjs';
import { decode, encode } from '../encode.mjs';
import { chromiumFlags } from '../../../scripts/find-chromium.mjs';
import { listFormats } from '../formats.mjs';
import { runLanes } from '../run-lanes.mjs';
import { root } from '../../support/environment.mjs';

/**
 * One browser with a page a core, which stays open: fonts and pictures are loaded once, only words change from card to card. Screenshots are taken by
 * playwright's `screenshot`, or, with `isFast`, by the protocol's own call with the encoder's fast setting, which is the quickest way there is. There is no
 * other way to webp, and none to pixels but to decode a png.
 * @param {import('../contest.mjs').Setup} setup
 */
export async function createContender({ cards, art, size, cores, browser: executablePath, isFast }) {
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  const pages = await Promise.all(Array.from({ length: cores }, () => openPage(browser, cards[0], size, art)));
  const unit = Math.min(size.width, size.height) / 100;
  const shoot = async (/** @type {number} */ card, /** @type {number} */ lane, /** @type {'png' | 'webp'} */ format) => {
    const { page, session } = pages[lane];
    await page.evaluate(showCard, createUpdate(cards[card], unit));
    if (format === 'png' && !isFast) return page.screenshot({ type: 'png' });
    const { data } = await session.send('Page.captureScreenshot', { format, ...(format === 'webp' && { quality: 82 }), optimizeForSpeed: isFast ?? false });
    return Buffer.from(data, 'base64');
  };
  return {
    draw: (/** @type {readonly number[]} */ numbers, /** @type {import('../formats.mjs').Format} */ format) =>
      runLanes(numbers, cores, async (number, lane) => {
        const shot = await shoot(number, lane, format === 'webp' ? 'webp' : 'png');
        if (format === 'png' || format === 'webp') return;
        const raster = await decode(shot);
        for (const each of listFormats(format)) if (each !== 'png') await encode(raster, each);
      }),
    show: (/** @type {number} */ card) => shoot(card, 0, 'png'),
    childrenCpu: () => readDescendantsCpu(process.pid),
    close: () => browser.close(),
  };
}

async function openPage(browser, card, size, art) {
  const context = await browser.newContext({ viewport: { width: size.width, height: size.height }, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const reset = '* { box-sizing: border-box; margin: 0 } body { font-synthesis: none }';
  await page.setContent(`<!doctype html><style>${reset}${await createFontFaces()}</style><body>${formatTree(createCardTree(card, size, art))}</body>`);
  await page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())).then(() => undefined));
  return { page, session: await context.newCDPSession(page) };
}

/** Runs in the page. */
function showCard({ words, row, lang, family }) {
  const root = document.body.firstElementChild;
  root.lang = lang;
  root.style.fontFamily = family;
  document.querySelector('#top').style.flexDirection = row;
  document.querySelector('#words').outerHTML = words;
}

/**
 * @param {import('../card-tree.mjs').Card} card
 * @param {number} unit
 */
function createUpdate(card, unit) {
  const row = card.direction === 'rtl' ? 'row-reverse' : 'row';
  return { words: formatTree(createWords(card, unit)), row, lang: card.locale, family: listFamilies(card.locale) };
}

/**
 * @param {import('../card-tree.mjs').Tree} tree
 * @returns {string}
 */
function formatTree({ type, props: { style, children, ...attributes } }) {
  const declarations = Object.entries(style).map(
    ([name, value]) => `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${formatValue(name, value)}`,
  );
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  const inner = typeof children === 'string' ? children.replaceAll('&', '&amp;').replaceAll('<', '&lt;') : (children ?? []).map(formatTree).join('');
  const open = `<${type}${written.join('')} style="${declarations.join('; ').replaceAll('"', '&quot;')}">`;
  return type === 'img' ? open : `${open}${inner}</${type}>`;
}

/**
 * @param {string} name
 * @param {string | number} value
 */
function formatValue(name, value) {
  return typeof value === 'string' || name === 'lineHeight' || name === 'fontWeight' ? value : `${value}px`;
}

async function createFontFaces() {
  const faces = languages.flatMap(({ family, files }) => files.map((file, index) => ({ family, file, weight: index === 0 ? 400 : 600 })));
  const rules = faces.map(async ({ family, file, weight }) => {
    const data = (await readFile(join(root, file))).toString('base64');
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/ttf;base64,${data}) }`;
  });
  return (await Promise.all(rules)).join('');
}

/** Microseconds of a tick, in which Linux counts CPU time. */
const tick = 10_000;

/**
 * CPU time of all processes below one, in microseconds; undefined where there is no /proc.
 * @param {number} pid
 */
async function readDescendantsCpu(pid) {
  const numbers = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const processes = (await Promise.all(numbers.map(readProcess))).filter((each) => each !== undefined);
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const each of processes) if (family.has(each.parent)) family.add(each.pid);
  }
  return numbers.length === 0
    ? undefined
    : processes.filter((each) => each.pid !== pid && family.has(each.pid)).reduce((sum, each) => sum + each.ticks * tick, 0);
}

/** @param {string} number */
async function readProcess(number) {
  const stat = await readFile(`/proc/${number}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? undefined : { pid: Number(number), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}
