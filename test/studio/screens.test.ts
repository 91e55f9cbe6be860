import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { findBrowser, openPage } from '../support/browser.ts';
import { repository } from '../support/create-project.ts';
import { setStudioScene } from '../support/studio-scene.ts';

const path = findBrowser();

/** Share of the pixels that may differ: versions of Chromium smooth edges differently. `UPDATE_GOLDEN=1` writes them anew; look at each before it is committed. */
const tolerance = 0.001;
/** How far two colours may lie apart (0–1) before they count as different. */
const threshold = 0.08;

/** One font on every machine, whatever its system has; and nothing that is another one in each run. */
const font = readFileSync(join(repository, 'node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')).toString('base64');
const steady = `@font-face { font-family: Golden; src: url(data:font/ttf;base64,${font}) } * { font-family: Golden !important; caret-color: transparent !important } .project, .phase { visibility: hidden }`;

interface Screen {
  readonly name: string;
  readonly options: BrowserContextOptions;
  /** What a person does before they look. */
  readonly act?: (page: Page) => Promise<void>;
}

const desk = { viewport: { width: 1100, height: 700 } };
const openPicture = async (page: Page): Promise<void> => {
  await page.locator('[data-cell="hello/card.en"]').click();
  await page.locator('.copy-editor').first().waitFor();
};

const screens: readonly Screen[] = [
  { name: 'gallery-light', options: { ...desk, colorScheme: 'light' } },
  { name: 'gallery-dark', options: { ...desk, colorScheme: 'dark' } },
  { name: 'picture-light', options: { ...desk, colorScheme: 'light' }, act: openPicture },
  { name: 'gallery-phone', options: { viewport: { width: 360, height: 720 }, colorScheme: 'light' } },
  { name: 'picture-phone-dark', options: { viewport: { width: 360, height: 720 }, colorScheme: 'dark' }, act: openPicture },
];

describe.skipIf(path === undefined)('what people looked at, in Chromium (skipped where there is none)', () => {
  const scene = setStudioScene(path);

  test.each(screens)('$name', async ({ name, options, act }) => {
    const seen = await shoot(options, act);
    const golden = join(import.meta.dirname, 'screens', `${name}.webp`);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, await sharp(seen).webp({ lossless: true, effort: 6 }).toBuffer());
    expect(existsSync(golden), 'UPDATE_GOLDEN=1 writes what is missing').toBe(true);
    expect(await compare(golden, seen)).toBeLessThanOrEqual(tolerance);
  });

  async function shoot(options: BrowserContextOptions, act?: Screen['act']): Promise<Buffer> {
    const { page, close } = await openPage(scene().browser, scene().studio.invite(), { ...options, bypassCSP: true });
    await page.addStyleTag({ content: steady });
    await page.locator('[data-cell] img').first().waitFor();
    await act?.(page);
    await page.evaluate('document.fonts.ready.then(() => Promise.all([...document.images].map((each) => each.decode().catch(() => undefined))))');
    const picture = await page.screenshot({ animations: 'disabled' });
    await close();
    return picture;
  }
});

/** Share of the pixels that differ. */
async function compare(golden: string, seen: Buffer): Promise<number> {
  const read = (input: string | Buffer) => sharp(input).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const [before, now] = await Promise.all([read(golden), read(seen)]);
  const { width, height } = before.info;
  expect(now.info).toMatchObject({ width, height });
  return pixelmatch(before.data, now.data, undefined, width, height, { threshold }) / (width * height);
}
