import { chromium } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/find-chromium.mjs';
import { formatTime } from '../support/report.mjs';
import { startStudio } from '../support/studio-command.mjs';
import { percentile } from '../support/statistics.mjs';
import { writeTinyProject } from '../support/tiny-project.mjs';

/** Milliseconds that a frame may take for 95 of 100 of them: thirty a second on a machine without a graphics card. */
const frameAim = 34;
/** Milliseconds from a key or a click to the next picture on the screen, at most. */
const answerAim = 200;

/**
 * How the gallery of a real project with thousands of cells scrolls, filters and searches in Chromium.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureGallery({ quick, install, command, folder, log }) {
  const executablePath = findChromium({ install, log });
  if (executablePath === undefined)
    return { tables: [{ title: 'Gallery', head: ['not measured'], rows: [['there is no Chromium: `--install`']] }], findings: [] };
  const cells = quick ? 500 : 5000;
  await writeTinyProject(folder, { outputs: cells });
  const studio = await startStudio(command, folder, log);
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  try {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 })).newPage();
    await page.goto(studio.link);
    await page.locator('.phase.is-idle').waitFor({ timeout: 900_000, state: 'attached' });
    const opened = await measureOpening(page);
    await page.evaluate(watchAnswers);
    const down = await page.evaluate(scroll, { x: 0, y: 140 });
    const along = await page.evaluate(scroll, { x: 90, y: 0 });
    await filterAndSearch(page);
    return describe({ cells, opened, down, along, ...(await page.evaluate(readAnswers)) });
  } finally {
    await browser.close();
    await studio.stop();
  }
}

/**
 * Milliseconds until the first thumbnail is there, in a page that was opened before.
 * @param {import('playwright-core').Page} page
 */
async function measureOpening(page) {
  const start = performance.now();
  await page.reload();
  await page.locator('[data-cell] img').first().waitFor();
  return performance.now() - start;
}

/** @param {import('playwright-core').Page} page */
async function filterAndSearch(page) {
  const chip = page.locator('.chip').filter({ hasText: 'German' }).first();
  await chip.click();
  await chip.click();
  await page.keyboard.press('/');
  await page.keyboard.type('card-4 wide', { delay: 60 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
  await page.keyboard.press('Control+a');
  await page.waitForTimeout(500);
}

/** Runs in the page: scrolls a little with every frame, and tells how long each frame took. */
function scroll({ x, y }) {
  const matrix = document.querySelector('.matrix');
  matrix.scrollTo(0, 0);
  return new Promise((resolve) => {
    const times = [];
    let last = performance.now();
    const step = (now) => {
      times.push(now - last);
      last = now;
      if (times.length > 150) resolve(times.slice(1).toSorted((a, b) => a - b));
      else {
        matrix.scrollBy(x, y);
        requestAnimationFrame(step);
      }
    };
    requestAnimationFrame(step);
  });
}

/** Runs in the page: from here on, how long it is busy at a time and how soon it shows what a key or a click did. */
function watchAnswers() {
  globalThis.found = { tasks: [], answers: [] };
  new PerformanceObserver((list) => globalThis.found.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  const answers = new PerformanceObserver((list) => globalThis.found.answers.push(...list.getEntries().map(({ duration }) => duration)));
  answers.observe({ type: 'event', durationThreshold: 16 });
}

/** Runs in the page. */
function readAnswers() {
  return globalThis.found;
}

/** @param {{ cells: number, opened: number, down: readonly number[], along: readonly number[], tasks: readonly number[], answers: readonly number[] }} found */
function describe({ cells, opened, down, along, tasks, answers }) {
  const toRow = (/** @type {string} */ name, /** @type {readonly number[]} */ times) => [
    name,
    formatTime(percentile(times, 0.5)),
    formatTime(percentile(times, 0.95)),
    formatTime(times.at(-1)),
  ];
  const frame = percentile(down, 0.95);
  const answer = Math.max(16, ...answers);
  return {
    tables: [
      {
        title: `Gallery: ${cells.toLocaleString('en')} built cells in Chromium`,
        head: ['', 'p50', 'p95', 'most'],
        rows: [toRow('a frame while it scrolls down', down), toRow('a frame while it scrolls along', along)],
        notes: [
          `First thumbnail ${formatTime(opened)} after the page is loaded again. ${tasks.length} tasks over 50 ms, the longest ${formatTime(Math.max(0, ...tasks))}. ` +
            `From a key or click (filter, search, End, select all) to the next frame at most ${formatTime(answer)}.`,
        ],
      },
    ],
    findings: [
      { figure: 'gallery, a frame, p95', ours: formatTime(frame), against: `${frameAim} ms`, ratio: frame / frameAim, aim: { most: 1 } },
      {
        figure: 'gallery, key or click to the next frame, most',
        ours: formatTime(answer),
        against: `${answerAim} ms`,
        ratio: answer / answerAim,
        aim: { most: 1 },
      },
    ],
  };
}
