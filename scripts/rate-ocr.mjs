/**
 * Prints how often the checks of text in pictures are right: words as they should be, words with a letter wrong, plates with and without stray text.
 * `node scripts/rate-ocr.mjs [--data <folder>] [--verbose]`; data of further languages is looked for in that folder's `node_modules` first.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { data: { type: 'string' }, verbose: { type: 'boolean', default: false }, only: { type: 'string' } } });

// The sources are TypeScript, and their packages are looked for from where the bundle lies.
const folder = await mkdtemp(join(root, 'node_modules', '.visuals-rate-'));
try {
  const outfile = join(folder, 'rate-text-checks.mjs');
  await build({
    entryPoints: [join(root, 'test/support/rate-text-checks.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
  });
  const { rateTextChecks } = await import(pathToFileURL(outfile).href);
  await rateTextChecks({ root, data: resolve(values.data ?? root), isVerbose: values.verbose, only: values.only, print: console.log });
} finally {
  await rm(folder, { recursive: true, force: true });
}
