import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { createPage } from '../../src/report/create-page.ts';
import { html } from '../../src/project/html.ts';
import type { ReportCell, ReportData } from '../../src/report/report-data.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { findBrowser, launchBrowser } from '../support/browser.ts';

/** Would run, load or break out, wherever it were taken for markup. */
const poison = `"><img src=x onerror="window.hurt=1"></style></script><script>window.hurt=1</script>&lt;'`;

/** A grey picture of 2 × 1. */
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEElEQVR42mNoaGj4D8IMAAAfCgX/ZRfUMwAAAABJRU5ErkJggg==', 'base64');

const cell: ReportCell = {
  id: poison,
  asset: poison,
  size: poison,
  width: 200,
  height: 100,
  locale: 'ar',
  direction: 'rtl',
  variant: { theme: poison },
  alt: poison,
  state: 'rejected',
  picture: 'pictures/a.png',
  thumb: 'pictures/a.png',
  approvals: [{ by: poison, date: '2026-11-22', verdict: 'rejected', comment: poison }],
};

const side = { picture: 'pictures/a.png', width: 200, height: 100, draft: false };

const data: ReportData = {
  project: poison,
  locales: ['en', 'ar'],
  cells: [cell, { ...cell, id: 'b', asset: 'b', state: 'failed', picture: '', thumb: '', width: 3000, height: 1000 }],
  problems: [{ code: poison, severity: 'error', meaning: poison, cells: [poison, poison], file: poison, line: 3 }],
  purchases: [
    {
      art: poison,
      model: poison,
      width: 8,
      height: 8,
      quality: poison,
      pictures: 1,
      low: 0.01,
      high: 0.02,
      known: true,
      prompt: [{ title: poison, lines: [poison] }],
    },
  ],
  spending: { pictures: 2, cost: 0.21, month: { name: '2026-11', cost: 0.11, budget: 20 } },
  comparison: {
    since: poison,
    commit: '0123456789',
    unchanged: 3,
    groups: [
      {
        kind: 'changed',
        causes: [poison],
        changes: [
          {
            cell: poison,
            asset: poison,
            locale: 'ar',
            direction: 'rtl',
            alt: poison,
            state: 'changed',
            before: side,
            after: side,
            difference: { share: 0.123, regions: [{ slot: poison, share: 0.5 }], picture: 'pictures/a.png' },
            fields: [{ name: 'text.headline', before: poison, after: poison }],
          },
        ],
      },
      { kind: 'removed', causes: [], changes: [{ cell: 'gone', asset: 'gone', locale: 'en', direction: 'ltr', alt: '', before: side, fields: [] }] },
    ],
    alternatives: [{ cell: poison, locale: 'ar', direction: 'rtl', before: poison, after: poison }],
    bought: { pictures: 0, cost: 0 },
    work: { milliseconds: 1234, drawn: 4 },
  },
};

test('words stay words, markup made here stays markup', () =>
  expect(html`<b title="${`"<&>'`}">${[1, html`<i>${'<'}</i>`, undefined, false]}</b>`.markup).toBe('<b title="&quot;&lt;&amp;&gt;&#39;">1<i>&lt;</i></b>'));

const path = findBrowser();

describe.skipIf(path === undefined)('in a browser, opened from its folder', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(path!);
  });
  afterAll(() => browser.close());

  /** The page, and all that it complained of and asked for. */
  async function open(
    shown: ReportData,
    width = 1280,
    options: { readonly javaScriptEnabled?: boolean } = {},
  ): Promise<{ readonly page: Page; readonly noises: string[]; readonly requests: string[] }> {
    const folder = createTemporaryFolder();
    mkdirSync(join(folder, 'pictures'));
    writeFileSync(join(folder, 'pictures/a.png'), picture);
    writeFileSync(join(folder, 'index.html'), createPage(shown));
    const page = await browser.newPage({ viewport: { width, height: 800 }, ...options });
    const [noises, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => noises.push(message.text()));
    page.on('pageerror', (error) => noises.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    page.on('requestfailed', (request) => noises.push(request.url()));
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    return { page, noises, requests };
  }

  test('nothing of copy, names or comments becomes markup, and nothing is loaded from elsewhere', async () => {
    const { page, noises, requests } = await open(data);
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    await page.waitForTimeout(50);
    expect(await page.evaluate('window.hurt')).toBeUndefined();
    expect(noises).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(await page.locator('h1').textContent()).toBe(`What changed since ${poison}`);
    expect(await page.locator('.sheet img').first().getAttribute('alt')).toBe(poison);
    expect(await page.locator('img').count()).toBe(5);
  });

  test('words of a language run its way, and the notes round them run the way of English', async () => {
    const { page } = await open(data);
    const directions = (selector: string): Promise<string[]> =>
      page.locator(selector).evaluateAll((all) => [...new Set(all.map((each) => getComputedStyle(each as never).direction))]);
    expect(await page.evaluate('[document.documentElement.lang, document.documentElement.dir]')).toEqual(['en', 'ltr']);
    expect(await directions('.quiet, .note, h1, h2, th, td:first-child, footer')).toEqual(['ltr']);
    expect(await directions('.alt, td[lang="ar"]')).toEqual(['rtl']);
  });

  test('a page of pictures alone says so once, and a reader of headings finds no gap', async () => {
    const { comparison: _, ...alone } = data;
    const { page } = await open({ ...alone, problems: [], purchases: [] });
    expect(await page.getByText('All pictures', { exact: true }).count()).toBe(1);
    expect(await page.locator('h1, h2, h3').evaluateAll((all) => all.map(({ tagName }) => tagName))).toEqual(['H1', 'H2', 'H3', 'H3']);
    expect(await page.locator('nav').count()).toBe(0);
  });

  test('the policy stops a script that is not the page’s own', async () => {
    const { page, noises } = await open(data);
    await page.evaluate('{ const own = document.createElement("script"); own.textContent = "window.hurt = 1"; document.body.append(own); }');
    expect(await page.evaluate('window.hurt')).toBeUndefined();
    expect(noises.join('\n')).toContain('Content Security Policy');
  });

  test('the border between before and after follows the keyboard', async () => {
    const { page } = await open(data);
    const pair = page.locator('.pair');
    const range = pair.locator('input');
    expect(await range.getAttribute('aria-label')).toBe(`Border between before and after of ${poison}`);
    await range.focus();
    await page.keyboard.press('End');
    expect(await pair.evaluate((element) => getComputedStyle(element).getPropertyValue('--at'))).toBe('100%');
  });

  test('without scripts the two stand side by side', async () => {
    const { page } = await open(data, 1280, { javaScriptEnabled: false });
    const [first, second] = [await page.locator('.pair img').first().boundingBox(), await page.locator('.pair img').last().boundingBox()];
    expect(second!.x).toBeGreaterThan(first!.x + first!.width);
  });

  test('nothing sticks out of a small screen', async () => {
    const { page } = await open(data, 360);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing to complain of in %s', async (colorScheme) => {
    const { page } = await open(data);
    await page.emulateMedia({ colorScheme });
    // Run as the debugger does, which no policy of a page forbids.
    await page.evaluate(axe.source);
    const violations = await page.evaluate(
      'axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations.map((each) => each.id + ": " + each.nodes.map((node) => node.html.slice(0, 120)).join(" | ")))',
    );
    expect(violations).toEqual([]);
  });
});
