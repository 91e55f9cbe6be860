/**
 * Makes the pictures of the studio in `docs/` out of the campaign of this repository, in Debian's Chromium: `npm run prepare && node scripts/shoot-studio.mjs`.
 * The campaign is copied first: what is approved and edited for a picture is written into the copy.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { chromiumFlags, findChromium } from './find-chromium.mjs';
import { copyPackage } from '../bench/support/environment.mjs';
import { startStudio } from '../bench/support/studio-command.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const executablePath = findChromium({ install: false });
if (executablePath === undefined) throw new Error('There is no Chromium here.');
const { folder, target: project } = await copyCampaign();
const studio = await startStudio(await copyPackage(join(folder, 'package')), project, console.error);
const browser = await chromium.launch({ executablePath, args: chromiumFlags });
try {
  await shootAll(await openStudio());
} finally {
  await browser.close();
  await studio.stop();
  await rm(folder, { recursive: true, force: true });
}

/** @param {import('playwright-core').Page} page */
async function shootAll(page) {
  const press = (/** @type {string} */ keys) => page.keyboard.press(keys);
  await page.getByRole('button', { name: 'promise 24', exact: true }).click();
  await page.getByRole('button', { name: /^Approve these/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Approve/ })
    .click();
  await page.locator('.cell .state-approved').first().waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.locator('[data-cell="launch/og.en.light"]').click();
  await page.locator('.copy-editor').first().waitFor();
  await press('a');
  await page.locator('.verdicts .state-approved').waitFor();
  const copy = join(project, 'copy', 'en.json');
  const messages = JSON.parse(await readFile(copy, 'utf8'));
  await writeFile(copy, JSON.stringify({ ...messages, launch: { ...messages.launch, headline: 'One idea. Any size.' } }, undefined, 2));
  await page.locator('.causes ins').first().waitFor();
  await page.locator('.phase.is-idle').waitFor({ state: 'attached' });
  await press('t');
  await press('m');
  await shoot(page, 'studio-picture');
  await press('t');
  await press('m');
  await press('d');
  await page.locator('.shares .total').waitFor();
  await shoot(page, 'studio-differences');
  await press(']');
  await press('Escape');
  await shoot(page, 'studio-gallery');
  await page.getByRole('button', { name: 'Colours: as the system' }).click();
  await page.getByRole('button', { name: 'Colours: light' }).click();
  await page.getByRole('button', { name: 'Languages' }).click();
  await shoot(page, 'studio-dark');
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
async function shoot(page, name) {
  await page.locator('.announcer .notice').waitFor({ state: 'detached', timeout: 20_000 });
  await page.mouse.move(720, 890);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))).then(() => undefined));
  await page.waitForTimeout(300);
  await sharp(await page.screenshot())
    .webp({ quality: 86, effort: 6 })
    .toFile(join(root, 'docs', `${name}.webp`));
}

async function copyCampaign() {
  const folder = await mkdtemp(join(tmpdir(), 'visuals-shots-'));
  const target = join(folder, 'campaign');
  for (const part of ['visuals.config.ts', 'art', 'brand', 'copy', 'templates']) await cp(join(root, part), join(target, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(target, 'node_modules'));
  // The page shows PNG: what takes longest to encode is left out.
  const config = join(target, 'visuals.config.ts');
  await writeFile(config, (await readFile(config, 'utf8')).replace(/formats: \[[^\]]*\]/, "formats: ['webp', 'png']").replace(/, encode: \{.*\} \}/, ' }'));
  for (const words of [
    ['init', '-q'],
    ['config', 'user.name', 'Ada Lovelace'],
    ['config', 'user.email', 'ada@example.com'],
  ])
    spawnSync('git', words, { cwd: target });
  return { folder, target };
}

async function openStudio() {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(studio.link);
  await page.locator('.phase.is-idle').waitFor({ timeout: 300_000 });
  return page;
}
