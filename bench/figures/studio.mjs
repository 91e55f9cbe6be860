import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/find-chromium.mjs';
import { root } from '../support/environment.mjs';
import { formatTime } from '../support/report.mjs';
import { percentile } from '../support/statistics.mjs';
import { startStudio } from '../support/studio-command.mjs';

/** The picture that somebody looks at: 1200 × 630. */
const cell = 'launch/og.en.light';

/** Milliseconds in which new pixels are to be on the screen, for 95 of 100 saves. */
const aim = 150;

/**
 * From before a message is saved until its pixels are painted in Chromium: the file system's event, the drawing, the server-sent event, the picture's way to the page, its
 * decoding, and a frame. Once with a session at rest, and once in the middle of publishing the save before.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureStudio({ quick, install, command, folder, log }) {
  const executablePath = findChromium({ install, log });
  if (executablePath === undefined)
    return { tables: [{ title: 'Studio', head: ['not measured'], rows: [['there is no Chromium: `--install`']] }], findings: [] };
  const project = await copyCampaign(folder);
  const studio = { ...(await startStudio(command, project, log)), copy: join(project, 'copy', 'en.json') };
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const screen = await openPicture(browser, studio.link);
    const count = quick ? 5 : 40;
    const rested = await measureSaves(screen, studio, { count, wait: () => screen.untilIdle() });
    const hurried = await measureSaves(screen, studio, { count, wait: () => rest(400) });
    return describe({ rested, hurried });
  } finally {
    await browser.close();
    await studio.stop();
  }
}

/** @param {string} folder */
async function copyCampaign(folder) {
  for (const part of ['visuals.config.ts', 'art', 'brand', 'copy', 'templates']) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  // AVIF takes most of a build and nothing of what is measured: a round would take ten times as long.
  const config = join(folder, 'visuals.config.ts');
  await writeFile(config, (await readFile(config, 'utf8')).replace(/formats: \[[^\]]*\]/, "formats: ['webp', 'png']").replace(/, encode: \{.*\} \}/, ' }'));
  return folder;
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} link
 */
async function openPicture(browser, link) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 })).newPage();
  /** @type {(() => void) | undefined} */
  let tell;
  await page.exposeFunction('tellPainted', () => tell?.());
  await page.goto(link);
  await page.locator('.phase.is-idle').waitFor({ timeout: 300_000, state: 'attached' });
  await page.goto(`${new URL(link).origin}/#${cell}`);
  await page.locator('.copy-editor').first().waitFor();
  await page.evaluate(watchPicture);
  return {
    /** Resolves when the next picture is painted. */
    painted: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('No new pixels within 30 s.')), 30_000);
        tell = () => {
          clearTimeout(timer);
          resolve(performance.now());
        };
      }),
    untilIdle: async () => {
      await rest(350);
      await page.locator('.phase.is-idle').waitFor({ timeout: 120_000, state: 'attached' });
      await rest(100);
    },
  };
}

/** Runs in the page: a frame with the new picture has been painted when the task after its animation frame runs. */
function watchPicture() {
  let shown = document.querySelector('.frame > .picture').src;
  const look = async () => {
    const picture = document.querySelector('.frame > .picture');
    if (picture === null || picture.src === shown) return;
    shown = picture.src;
    await picture.decode();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', () => globalThis.tellPainted());
      channel.port1.start();
      channel.port2.postMessage('');
    });
  };
  new MutationObserver(() => void look()).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['src'] });
}

/** Every save has words that were never there, so that nothing comes out of a cache. */
let saves = 0;

/**
 * @param {Awaited<ReturnType<typeof openPicture>>} screen
 * @param {{ copy: string }} studio
 * @param {{ count: number, wait: () => Promise<unknown> }} plan
 */
async function measureSaves(screen, { copy }, { count, wait }) {
  const messages = JSON.parse(await readFile(copy, 'utf8'));
  const times = [];
  // The first save warms up and does not count.
  for (let round = -1; round < count; round += 1) {
    await wait();
    saves += 1;
    const text = JSON.stringify({ ...messages, launch: { ...messages.launch, headline: `One idea. Every ${saves}.` } }, undefined, 2);
    const painted = screen.painted();
    const start = performance.now();
    await writeFile(copy, text);
    const time = (await painted) - start;
    if (round >= 0) times.push(time);
  }
  return times.toSorted((a, b) => a - b);
}

/** @param {number} milliseconds */
function rest(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @param {Readonly<Record<'rested' | 'hurried', readonly number[]>>} times */
function describe({ rested, hurried }) {
  const toRow = (/** @type {string} */ name, /** @type {readonly number[]} */ times) => [
    name,
    formatTime(percentile(times, 0.5)),
    formatTime(percentile(times, 0.95)),
    formatTime(times.at(-1)),
  ];
  const slow = percentile(rested, 0.95);
  return {
    tables: [
      {
        title: 'Studio: from saving a message to its pixels in Chromium, 1200 × 630',
        head: ['', 'p50', 'p95', 'most'],
        rows: [toRow('session at rest', rested), toRow('400 ms after the save before', hurried)],
        notes: [`${rested.length} saves each; the campaign of this repository, whose other pictures are published meanwhile as WebP and PNG.`],
      },
    ],
    findings: [{ figure: 'studio, save to pixels, p95', ours: formatTime(slow), against: `${aim} ms`, ratio: slow / aim, aim: { most: 1 } }],
  };
}
