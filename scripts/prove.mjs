/**
 * Prints what the promises about bought art come to, each as a number with its bound, and ends with 1 when one is broken: `node scripts/prove-paid.mjs [--kills 300]`.
 * The numbers are measured by the tests themselves, against the local server; nothing is bought. 300 kills of single purchases take about
 * twelve minutes on two cores, and 300 over a fleet half an hour where others work beside it: `VISUALS_FLEET_KILLS` says how many of these there are.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { kills: { type: 'string', default: '300' } } });
const kills = Number(values.kills);

/** One after the other, for a test that waits for the processor measures nothing else. */
const files = [
  'test/lock/lock-file.test.ts',
  'test/engine/purchase-pictures.test.ts',
  'test/end-to-end/paid-secrets.test.ts',
  'test/end-to-end/paid-rescue.test.ts',
  'test/end-to-end/paid-kill.test.ts',
  'test/end-to-end/batch-kill.test.ts',
  'test/end-to-end/collect-kill.test.ts',
  'test/end-to-end/fleet-death.test.ts',
  'test/end-to-end/fleet-kill.test.ts',
];

/** What has to be among the numbers: a test that no longer runs proves nothing. */
const promised = [
  'merges of two branches’ locks',
  'lock entries lost in a merge',
  'random fault schedules',
  'POSTs without an attempt of their own',
  'dollars spent beyond a cap',
  'bought again without a word',
  'files and outputs that hold the key',
  'failing disks while a paid answer arrives or is put away',
  'paid answers lost to a failing disk',
  'kill -9 at random moments',
  'corrupt pictures',
  'received pictures lost',
  'received pictures bought again',
  'second POSTs that nobody asked for',
  'kill -9 at changes on disk while a batch is collected',
  'seconds until another worker drew what a killed one had begun',
  'kill -9 over a fleet of three workers',
  'pictures that a fleet bought again after they were received',
  'jobs that a fleet lost',
  'dollars that a fleet spent and its coordinator did not count',
  'planted bugs that the harness caught',
  'kill -9 while batches are ordered and collected',
  'pictures of batches ordered twice without a word',
  'pictures of batches lost or corrupt',
  'planted bugs of batches that the harness caught',
];

const folder = mkdtempSync(join(tmpdir(), 'visuals-figures-'));
const collected = join(folder, 'figures.jsonl');
const failed = [];
for (const file of files) {
  const { exit, output } = await runTests(file);
  if (exit !== 0) failed.push({ file, output });
}
const figures = existsSync(collected)
  ? readFileSync(collected, 'utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  : [];
rmSync(folder, { recursive: true });

for (const figure of figures) console.log(formatFigure(figure));
const missing = promised.filter((name) => !figures.some((figure) => figure.name === name));
for (const name of missing) console.log(`✗ ${name}: not measured`);
for (const { file, output } of failed) console.log(`✗ ${file} failed\n${output.slice(-3000)}`);
const broken = figures.filter((figure) => !isKept(figure));
const bad = broken.length + missing.length + failed.length;
console.log(bad === 0 ? `All ${figures.length} numbers are within their bounds.` : `${bad} of ${figures.length + missing.length + failed.length} do not hold.`);
process.exitCode = bad === 0 ? 0 : 1;

function runTests(file) {
  const env = { ...process.env, VISUALS_KILLS: String(kills), VISUALS_FIGURES: collected, NO_COLOR: '1' };
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', file], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data));
  return new Promise((resolve) => child.on('close', (exit) => resolve({ exit, output })));
}

function isKept({ value, least = -Infinity, most = Infinity }) {
  return value >= least && value <= most;
}

function formatFigure(figure) {
  const { name, value, least, most, of } = figure;
  const bounds = [least === undefined ? [] : `at least ${least}`, most === undefined ? [] : most === 0 ? 'none' : `at most ${most}`].flat();
  return `${isKept(figure) ? '✓' : '✗'} ${name}: ${value} (bound: ${bounds.join(', ')})${of === undefined ? '' : `, ${of}`}`;
}
