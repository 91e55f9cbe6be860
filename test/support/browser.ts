import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../scripts/find-chromium.mjs';

/** The path of this machine's Chromium; undefined where there is none, and tests that need one skip. */
export function findBrowser(): string | undefined {
  return findChromium({ install: false });
}

/** Starts it. */
export function launchBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: chromiumFlags });
}

/** A page with its own cookies, and what it complained of. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors that scripts threw, and what the browser refused. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens an address in a context of its own. */
export async function openPage(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
  });
  page.setDefaultTimeout(15_000);
  await page.goto(address);
  return { page, complaints, close: () => context.close() };
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds wrong with a page, a line each; nothing when a screen reader and weak eyes get along with it. */
export async function listViolations(page: Page): Promise<readonly string[]> {
  const path = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  // Evaluated by the protocol: the page's own policy lets no script in.
  await page.evaluate(readFileSync(path, 'utf8'));
  const violations = await page.evaluate<readonly Violation[]>('axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)');
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${impact} ${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
