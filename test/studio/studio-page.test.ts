import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../src/watch/open-session.ts';
import { findBrowser, listViolations, openPage } from '../support/browser.ts';
import type { OpenedPage } from '../support/browser.ts';
import { createProject, tinySources } from '../support/create-project.ts';
import { createPaidProject } from '../support/paid-project.ts';
import { setStudioScene } from '../support/studio-scene.ts';
import { serveSession, watchProject } from '../support/watched-studio.ts';

const path = findBrowser();

describe.skipIf(path === undefined)('the studio’s page, in Chromium (skipped where there is none)', () => {
  const scene = setStudioScene(path);

  /** The gallery, on a page of its own that must have had nothing to complain of in the end. */
  async function visit(options: Parameters<typeof openPage>[2] = {}, served = scene().studio): Promise<OpenedPage & { readonly page: Page }> {
    const opened = await openPage(scene().browser, served.invite(), options);
    onTestFinished(async () => {
      await opened.close();
      expect(opened.complaints).toEqual([]);
    });
    await opened.page.locator('[data-cell]').first().waitFor();
    return opened;
  }

  const cellOf = (page: Page, id: string) => page.locator(`[data-cell="${id}"]`);
  const stateOf = (page: Page, id: string): Promise<string | null> => cellOf(page, id).locator('.state-word').textContent();
  const open = async (page: Page, id: string): Promise<void> => {
    await cellOf(page, id).click();
    await page.locator('.copy-editor').first().waitFor();
  };
  const rasterOf = (page: Page): Promise<string | null> => page.locator('.frame > .picture').getAttribute('data-raster');
  const greetings = (headline: string) => ({ hello: { headline, alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } });

  test('shows every picture in its row and column, with its state in words', async () => {
    const { page } = await visit();
    await expect.poll(() => page.locator('[data-cell]').count()).toBe(9);
    expect(await page.locator('.head-group').allTextContents()).toEqual(['wide', 'card']);
    expect(await page.locator('.head-column').allTextContents()).toEqual(['English', 'German', 'Arabic', 'English', 'German', 'Arabic']);
    expect(await cellOf(page, 'photo/wide.de').getAttribute('aria-label')).toBe('photo, wide, German: unreviewed, new. Ein Foto');
    const loaded = await page.evaluate<boolean>(
      'Promise.all([...document.querySelectorAll(".cell img")].map((each) => each.decode().then(() => each.naturalWidth > 0))).then((all) => all.every(Boolean))',
    );
    expect(loaded).toBe(true);
    await page.getByRole('button', { name: 'Languages' }).click();
    expect(await page.locator('.head-group').allTextContents()).toEqual(['English', 'German', 'Arabic']);
    await page.reload();
    await page.locator('[data-cell]').first().waitFor();
    expect(await page.locator('.head-group').allTextContents()).toEqual(['English', 'German', 'Arabic']);
  });

  test('filters by chips and by words, and counts under the other filters', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'German 3', exact: true }).click();
    await expect.poll(() => page.locator('[data-cell]').count()).toBe(3);
    await page.getByRole('button', { name: 'hello 2', exact: true }).click();
    await expect.poll(() => page.locator('.shown > p').textContent()).toBe('2 of 9 pictures');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('photo ar');
    expect(await page.locator('[data-cell]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-cell')))).toEqual(['photo/wide.ar']);
    await page.keyboard.type(' nothing');
    await expect.poll(() => page.locator('.empty').textContent()).toContain('None of the 9 pictures matches.');
  });

  test('approves and rejects, alone and many at once', async () => {
    const { page } = await visit();
    await open(page, 'photo/wide.en');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.locator('.verdicts .state-approved').waitFor();
    await page.getByRole('button', { name: 'Reject …' }).click();
    await page.getByLabel('Comment').fill('Too dark');
    await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
    await page.locator('.approvals blockquote').waitFor();
    await expect.poll(() => page.locator('.approvals').textContent()).toContain('Too dark');
    expect(scene().project.read('visuals.lock.json')).toContain('Too dark');
    await page.keyboard.press('Escape');
    await cellOf(page, 'photo/wide.de').click({ modifiers: ['Control'] });
    await cellOf(page, 'photo/wide.ar').click({ modifiers: ['Shift'] });
    await expect.poll(() => page.locator('.selection-bar p').textContent()).toBe('2 pictures selected');
    await page.getByRole('button', { name: 'Approve …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Approve 2' }).click();
    await cellOf(page, 'photo/wide.ar').locator('.state-approved').waitFor();
    expect([await stateOf(page, 'photo/wide.en'), await stateOf(page, 'photo/wide.de')]).toEqual(['rejected', 'approved']);
  });

  test('follows a saved file, compares with what was there before, and names the cause', async () => {
    const { page } = await visit();
    await open(page, 'hello/card.en');
    const before = await rasterOf(page);
    scene().project.write({ 'copy/en.json': greetings('Good evening') });
    await page.locator(`.frame > .picture:not([data-raster="${before}"])`).waitFor();
    await page.locator('.causes ins', { hasText: 'Good evening' }).waitFor();
    await page.keyboard.press('d');
    await page.locator('.shares .total td').waitFor();
    const shares = await page.locator('.shares tr').allTextContents();
    expect(shares[0]).toMatch(/^headline\d+\.\d+ %$/);
    expect(shares.at(-1)).toMatch(/^In all\d+\.\d+ %$/);
    expect(
      await page.evaluate<number>(
        '(() => { const mask = document.querySelector(".mask"); return mask.getContext("2d").getImageData(0, 0, mask.width, mask.height).data.filter((value, at) => at % 4 === 3 && value > 0).length; })()',
      ),
    ).toBeGreaterThan(100);
    await page.keyboard.press('s');
    await page.getByLabel('How much of the former picture is shown').fill('20');
    expect(await page.locator('.former').getAttribute('style')).toContain('inset(0px 80% 0px 0px)');
    await page.keyboard.press('[');
    expect(await page.locator('.frame > .picture').getAttribute('src')).toContain(before!);
    await page.keyboard.press(']');
    expect(await page.locator('.frame > .picture').getAttribute('src')).not.toContain(before!);
  });

  test('leaves layers out, and draws text boxes and the safe area over the picture', async () => {
    const { page } = await visit();
    await open(page, 'photo/wide.en');
    await page.keyboard.press('t');
    await page.keyboard.press('m');
    await expect.poll(() => page.locator('.text-box text').textContent()).toContain('headline · ');
    await expect.poll(() => page.locator('.safe-line').count()).toBe(1);
    const [whole, answered] = [await page.locator('.frame > .picture').getAttribute('src'), page.waitForResponse(/api\/layers/)];
    await page.getByRole('button', { name: 'Layer background' }).click();
    expect((await answered).status()).toBe(200);
    expect(await page.locator('.frame > .picture').getAttribute('src')).not.toBe(whole);
    await page.getByRole('button', { name: 'Layer background' }).click();
    expect(await page.locator('.frame > .picture').getAttribute('src')).toBe(whole);
  });

  test('keeps the pictures over a broken config, says what is wrong and where, and recovers', async () => {
    const { page } = await visit();
    const config = scene().project.read('visuals.config.ts');
    scene().project.write({ 'visuals.config.ts': config.replace('defineConfig(', 'defineConfig((') });
    const banner = page.locator('.banner.is-broken');
    await banner.waitFor();
    expect(await banner.textContent()).toMatch(/CONFIG_SYNTAX.*visuals\.config\.ts:\d+/s);
    await expect.poll(() => page.locator('[data-cell] img').count()).toBe(9);
    scene().project.write({ 'visuals.config.ts': config });
    await banner.waitFor({ state: 'detached' });
    await page.locator('.phase.is-idle').waitFor();
  });

  test('of a project that is broken from its start promises no pictures, and shows them when it is mended', async () => {
    const project = createProject({ ...tinySources(), 'copy/en.json': '{' });
    const own = await serveSession(await openSession({ root: project.root }));
    onTestFinished(() => own.close());
    await own.until(({ phase }) => phase === 'broken');
    const opened = await openPage(scene().browser, own.invite());
    onTestFinished(() => opened.close());
    const { page } = opened;
    await expect.poll(() => page.locator('.banner.is-broken .aside').last().textContent()).toBe('Pictures come when this is mended.');
    expect(await page.locator('.empty').textContent()).toBe('There are no pictures yet.');
    project.write({ 'copy/en.json': tinySources()['copy/en.json']! });
    await expect.poll(() => page.locator('[data-cell] img').count()).toBe(4);
  });

  test('edits copy in place, in the direction of its language, and shows a conflict', async () => {
    const { page } = await visit();
    await open(page, 'hello/card.ar');
    const box = page.locator('.copy-editor textarea');
    expect([await box.getAttribute('dir'), await box.getAttribute('lang'), await box.inputValue()]).toEqual(['rtl', 'ar', 'مرحبا']);
    const before = await rasterOf(page);
    await page.keyboard.press('e');
    await box.fill('أهلا');
    await page.keyboard.press('Control+Enter');
    await page.locator(`.frame > .picture:not([data-raster="${before}"])`).waitFor();
    expect(scene().project.read('copy/ar.json')).toContain('"أهلا"');
    await scene().studio.until(({ phase }) => phase === 'idle');
    await box.fill('{');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.locator('.refusal').textContent()).toContain('Mend the message');
    await box.fill('مساء');
    // Somebody else saves in the same moment; the page has not heard of it yet.
    scene().project.write({ 'copy/ar.json': scene().project.read('copy/ar.json').replace('أهلا', 'سلام') });
    await page.keyboard.press('Control+Enter');
    await page.locator('.refusal', { hasText: 'سلام' }).waitFor();
    expect(await box.inputValue()).toBe('مساء');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('.refusal').waitFor({ state: 'detached' });
    expect(scene().project.read('copy/ar.json')).toContain('"مساء"');
    await scene().studio.until(({ phase }) => phase === 'idle');
  });

  test('is used by the keyboard alone', async () => {
    const { page } = await visit();
    await page.keyboard.press('j');
    const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.dataset.cell ?? document.activeElement.tagName');
    await expect.poll(focused).toMatch(/^hello\/|^photo\//);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toBe('photo/wide.en');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowRight');
    await expect.poll(focused).toBe('hello/wide.de');
    await page.keyboard.press('Enter');
    await page.locator('.copy-editor').first().waitFor();
    await page.keyboard.press('a');
    await page.locator('.verdicts .state-approved').waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.locator('.detail h1').textContent()).toContain('Arabic');
    await page.keyboard.press('r');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Too small');
    await page.keyboard.press('Control+Enter');
    await page.locator('.verdicts .state-rejected').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(focused).toBe('hello/wide.ar');
    await expect.poll(() => page.locator('[data-cell][tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(() => page.locator('.selection-bar p').textContent()).toBe('2 pictures selected');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect.poll(() => page.getByRole('dialog', { name: 'Keys' }).locator('kbd').count()).toBeGreaterThan(20);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('hello/wide.de');
  });

  test.each(['ltr', 'rtl'])('fits on 360 pixels, %s', async (direction) => {
    const { page } = await visit({ viewport: { width: 360, height: 740 } });
    await page.evaluate(`document.documentElement.dir = ${JSON.stringify(direction)}`);
    const overflow = (): Promise<number> =>
      page.evaluate<number>(
        'Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll(".view, .detail")].map((each) => each.scrollWidth)) - innerWidth',
      );
    expect(await overflow()).toBe(0);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('button', { name: 'German 3', exact: true }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await open(page, 'hello/wide.de');
    expect(await overflow()).toBe(0);
    await page.getByRole('button', { name: 'Approve', exact: true }).scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'All pictures' }).click();
    await cellOf(page, 'hello/wide.de').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in %s', async (colorScheme) => {
    const { page } = await visit({ colorScheme });
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe(colorScheme);
    await cellOf(page, 'hello/card.de').click({ modifiers: ['Control'] });
    expect(await listViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await listViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await open(page, 'hello/card.de');
    await page.keyboard.press('t');
    expect(await listViolations(page)).toEqual([]);
    await page.locator('details').evaluateAll((all) => all.forEach((each) => each.setAttribute('open', '')));
    expect(await listViolations(page)).toEqual([]);
  });

  test('buys after it has named the price, and lets a person choose between what was bought', async () => {
    const paid = await createPaidProject({ art: { background: { kind: 'generate', prompt: 'A calm desk in morning light', quality: 'low', candidates: 2 } } });
    const own = await watchProject(paid.root);
    onTestFinished(() => own.close());
    const { page } = await visit({}, own);
    expect(await stateOf(page, 'photo/wide.en')).toBe('draft');
    await page.keyboard.press('g');
    const dialog = page.getByRole('dialog', { name: 'Buy missing art' });
    expect(await listViolations(page)).toEqual([]);
    expect(await dialog.textContent()).toContain('A calm desk in morning light');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(paid.server.posts).toHaveLength(0);
    await page.keyboard.press('g');
    await dialog.getByRole('button', { name: /^Buy 2 pictures for up to \$0\.\d+$/ }).click();
    await cellOf(page, 'photo/wide.en').locator('.state-unreviewed').waitFor();
    await open(page, 'photo/wide.en');
    await page.keyboard.press('c');
    await page.locator('.candidate img').nth(1).waitFor();
    await expect.poll(() => page.locator('.candidate').count()).toBe(2);
    expect(await listViolations(page)).toEqual([]);
    const before = await page.locator('.candidate.is-chosen img').getAttribute('src');
    await page.getByRole('button', { name: /^Use candidate/ }).click();
    await page.locator(`.candidate.is-chosen img:not([src="${before}"])`).waitFor();
  });

  test('says when the server is gone', async () => {
    const own = await watchProject(scene().project.root);
    const { page } = await visit({}, own);
    await own.close();
    await page.locator('.banner.is-lost').waitFor();
    await expect.poll(() => page.locator('[data-cell] img').count()).toBe(9);
  });
});
