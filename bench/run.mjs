/**
 * `node bench/run.mjs [figure…] [--quick] [--write <file>] [--install]`: measures us beside our peers and prints Markdown.
 * `--quick` is a smoke test, whose numbers mean little. `--install` installs headless Chromium with apt-get when it is not there. Nothing is written but what `--write` asks for.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copyPackage, describeMachine, root } from './support/environment.mjs';
import { formatSummary, formatTable } from './support/report.mjs';

/** @typedef {(context: import('./support/report.mjs').Context) => Promise<import('./support/report.mjs').Report>} Figure */

/**
 * Each is loaded when it is its turn.
 * @type {Readonly<Record<string, () => Promise<Figure>>>}
 */
const figures = {
  startup: async () => (await import('./figures/startup.mjs')).measureStartup,
  'no-op': async () => (await import('./figures/no-op.mjs')).measureNoOp,
  cards: async () => (await import('./figures/cards.mjs')).measureCards,
  changes: async () => (await import('./figures/changes.mjs')).measureChanges,
  text: async () => (await import('./figures/text.mjs')).measureText,
  studio: async () => (await import('./figures/studio.mjs')).measureStudio,
  gallery: async () => (await import('./figures/gallery.mjs')).measureGallery,
  session: async () => (await import('./figures/session.mjs')).measureSession,
  sizes: async () => (await import('./figures/sizes.mjs')).measureSizes,
  catalogue: async () => (await import('./figures/sizes.mjs')).measureCatalogue,
};

/** Takes so long that it is measured only when it is named. */
const longest = 'catalogue';

const options = { quick: { type: 'boolean', default: false }, install: { type: 'boolean', default: false }, write: { type: 'string' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const names = positionals.length === 0 ? Object.keys(figures).filter((name) => name !== longest) : positionals;
const unknown = names.filter((name) => !Object.hasOwn(figures, name));

if (unknown.length > 0) stop(`There is no figure "${unknown[0]}": ${Object.keys(figures).join(', ')}.`);
else if (!existsSync(join(root, 'dist'))) stop('The command is not built: npm run prepare.');
else await runFigures();

async function runFigures() {
  const machine = describeMachine();
  const folder = await mkdtemp(join(tmpdir(), 'visuals-bench-'));
  const findings = [];
  const parts = [];
  const tell = (/** @type {string} */ text) => {
    parts.push(text);
    console.log(text);
  };
  try {
    const command = await copyPackage(join(folder, 'package'));
    for (const name of names) {
      const own = join(folder, name);
      await mkdir(own);
      const measure = await figures[name]();
      const report = await measure({ quick: values.quick, install: values.install, command, folder: own, log: (line) => console.error(`${name}: ${line}`) });
      for (const table of report.tables) tell(formatTable(table, machine));
      findings.push(...report.findings);
      await rm(own, { recursive: true });
    }
    tell(formatSummary(findings, machine));
    if (values.write !== undefined) await writeFile(values.write, parts.join('\n'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} message */
function stop(message) {
  console.error(message);
  process.exitCode = 2;
}
