import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { LiveCell, LivePicture, LiveSession, LiveState } from '../../src/model/live.ts';
import { findBrowser, launchBrowser, openPage } from '../support/browser.ts';
import { recordFigure } from '../support/record-figure.ts';
import { serveSession } from '../support/watched-studio.ts';

const path = findBrowser();

/** 50 assets × 2 themes × 5 sizes × 10 languages. */
const [assets, themes, locales] = [50, ['light', 'dark'], ['en', 'de', 'fr', 'es', 'it', 'pt', 'ja', 'ar', 'hi', 'th']];
const sizes = [
  { name: 'og', width: 1200, height: 630 },
  { name: 'square', width: 1080, height: 1080 },
  { name: 'story', width: 1080, height: 1920 },
  { name: 'header', width: 1500, height: 500 },
  { name: 'slide', width: 1920, height: 1080 },
];
const states = ['unreviewed', 'approved', 'changed', 'draft', 'rejected'] as const;

function createCells(): readonly LiveCell[] {
  const names = Array.from({ length: assets }, (_, index) => `asset-${index}`);
  const all = names.flatMap((asset) => themes.flatMap((theme) => sizes.flatMap((size) => locales.map((locale) => ({ asset, theme, size, locale })))));
  return all.map(({ asset, theme, size, locale }, index) => {
    const id = `${asset}/${size.name}.${locale}.${theme}`;
    const raster = createHash('sha256').update(id).digest('hex');
    const direction = locale === 'ar' ? 'rtl' : 'ltr';
    const names = { id, asset, size: size.name, width: size.width, height: size.height, locale, direction, variant: { theme } } as const;
    return {
      ...names,
      alt: `Picture ${index}`,
      state: states[index % states.length]!,
      raster,
      picture: `${raster}.png`,
      thumb: `${raster}.thumb.webp`,
      cause: index % 7 === 0 ? 'copy headline' : '',
    };
  });
}

/** A session whose cells are generated; each thumbnail is a picture of its own colour. */
function createGeneratedSession(cells: readonly LiveCell[]): LiveSession & { readonly asked: Set<string> } {
  const known = new Map(cells.map((cell) => [cell.thumb, cell]));
  const asked = new Set<string>();
  const state: LiveState = {
    version: 1,
    project: 'thousands',
    phase: 'idle',
    milliseconds: 12,
    locales,
    cells,
    problems: [],
    purchases: [],
    spending: { month: 0 },
    reviewer: 'Ada Lovelace <ada@example.com>',
  };
  const picture = async (name: string): Promise<LivePicture | undefined> => {
    const cell = known.get(name);
    if (cell === undefined) return undefined;
    asked.add(name);
    const scale = 320 / Math.max(cell.width, cell.height);
    const background = `#${cell.raster.slice(0, 6)}`;
    const create = { width: Math.round(cell.width * scale), height: Math.round(cell.height * scale), channels: 3, background } as const;
    return { bytes: await sharp({ create }).webp({ effort: 0 }).toBuffer(), type: 'image/webp' };
  };
  const refused = async () => ({ ok: false, reason: 'refused', message: 'generated', fix: '' }) as const;
  return {
    asked,
    state: () => state,
    subscribe: () => () => undefined,
    detail: async () => undefined,
    picture,
    drawWithout: async () => undefined,
    focus: () => undefined,
    review: refused,
    pick: refused,
    editCopy: refused,
    generate: refused,
    close: async () => undefined,
  };
}

/** Runs in the page: scrolls a little with every frame, and tells how long each frame took. */
const scroll = (along: boolean): string => `new Promise((resolve) => {
  const matrix = document.querySelector('.matrix');
  const times = [];
  let last = performance.now();
  const step = (now) => {
    times.push(now - last);
    last = now;
    if (times.length > 120) resolve(times.slice(1));
    else { matrix.scrollBy(${along ? '90, 0' : '0, 140'}); requestAnimationFrame(step); }
  };
  requestAnimationFrame(step);
})`;

describe.skipIf(path === undefined)('thousands of cells, in Chromium (skipped where there is none)', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser(path!);
  });

  afterAll(() => browser.close());

  test('only those that are seen are in the page and fetched; it scrolls, filters and jumps', async () => {
    const session = createGeneratedSession(createCells());
    const studio = await serveSession(session);
    onTestFinished(() => studio.close());
    const { page, close, complaints } = await openPage(browser, studio.invite());
    onTestFinished(close);
    const cells = page.locator('[data-cell]');
    await cells.first().waitFor();
    expect(session.state().cells).toHaveLength(5000);
    expect(await cells.count()).toBeLessThan(80);
    const frames = [...(await page.evaluate<readonly number[]>(scroll(false))), ...(await page.evaluate<readonly number[]>(scroll(true)))].toSorted(
      (a, b) => a - b,
    );
    for (const share of [0.5, 0.95])
      recordFigure({ name: `studio: milliseconds a frame, share ${share}`, value: frames[Math.floor(frames.length * share)]!, of: '5,000 cells' });
    expect(await cells.count()).toBeLessThan(80);
    expect(session.asked.size).toBeLessThan(4000);
    // What came into view in a rush is drawn when it is over.
    await expect.poll(() => page.locator('.passing').count()).toBe(0);
    await expect.poll(() => page.locator('[data-cell] img').count()).toBeGreaterThan(10);

    await page.keyboard.press('/');
    await page.keyboard.type('asset-42 story.ar');
    await expect.poll(() => cells.count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect.poll(() => cells.count()).toBeGreaterThan(10);
    const focused = (): Promise<string> => page.evaluate<string>("document.activeElement.dataset.cell ?? ''");
    await page.keyboard.press('Home');
    await expect.poll(focused).toMatch(/^asset-0\/og/);
    await page.keyboard.press('End');
    await expect.poll(focused).toMatch(/slide\.th/);
    await page.keyboard.press('Control+a');
    await expect.poll(() => page.locator('.selection-bar p').textContent()).toBe('5,000 pictures selected');
    expect(complaints).toEqual([]);
  });
});
