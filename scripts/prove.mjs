/**
 * Prints what the promises about bought art, fleets and workflow files come to, each as a number with its bound, and ends with 1 when one is broken:
 * `node scripts/prove.mjs [--kills 300] [--only <words>]`, where `--only fleet-kill/Valkey` or `--only paid` runs the parts of that name; `--list` names them.
 * The numbers are measured by the tests themselves, against the local server; nothing is bought. 300 kills of single purchases take about twelve minutes on two cores, and 300 over a fleet half an hour
 * over each of its three servers, where others work beside it. `VISUALS_FLEET_KILLS` says how many kills of fleets there are.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '300' }, only: { type: 'string', default: '' }, list: { type: 'boolean', default: false } },
});
const kills = Number(values.kills);

/** Servers of queues over which a fleet is tried. */
const servers = ['Redis', 'Valkey', 'PostgreSQL'];

/** Test files, one after the other, for a test that waits for the processor measures nothing else; and what has to be among their numbers: a test that no longer runs proves nothing. */
const parts = [
  tell('lock/lock-file', ['merges of two branches’ locks', 'lock entries lost in a merge']),
  tell('engine/purchase-pictures', [
    'random fault schedules',
    'POSTs without an attempt of their own',
    'dollars spent beyond a cap',
    'bought again without a word',
  ]),
  tell('end-to-end/paid-secrets', ['files and outputs that hold the key']),
  tell('end-to-end/paid-rescue', ['failing disks while a paid answer arrives or is put away', 'paid answers lost to a failing disk']),
  tell('end-to-end/paid-kill', [
    'kill -9 at random moments',
    'corrupt pictures',
    'received pictures lost',
    'received pictures bought again',
    'second POSTs that nobody asked for',
    'planted bugs that the harness caught',
  ]),
  tell('end-to-end/batch-kill', [
    'kill -9 while batches are ordered and collected',
    'pictures of batches ordered twice without a word',
    'pictures of batches lost or corrupt',
    'planted bugs of batches that the harness caught',
  ]),
  tell('end-to-end/collect-kill', ['kill -9 at changes on disk while a batch is collected']),
  ...servers.flatMap((server) => [
    tell('end-to-end/fleet-death', [`seconds until another worker drew what a killed one had begun, over ${server}`], server),
    tell(
      'end-to-end/fleet-kill',
      [
        `kill -9 over a fleet of three workers and ${server}`,
        `pictures that a fleet over ${server} bought again after they were received`,
        `jobs that a fleet over ${server} lost`,
        `dollars that a fleet over ${server} spent and its coordinator did not count`,
      ],
      server,
    ),
    tell('end-to-end/fleet-hosts', [`outages of hosts that a fleet over ${server} came through`], server),
  ]),
  tell('docs/workflows', ['jobs of workflow files that ended as they should']),
].filter(({ name }) => name.includes(values.only));

if (values.list) for (const { name } of parts) console.log(name);
else process.exitCode = await prove();

function tell(path, promised, server) {
  const file = `test/${path}.test.ts`;
  return { name: [basename(path), server ?? []].flat().join('/'), file, promised, env: server === undefined ? {} : { VISUALS_QUEUE: server } };
}

/** @returns exit code */
async function prove() {
  const folder = mkdtempSync(join(tmpdir(), 'visuals-figures-'));
  const counts = { figures: 0, bad: 0 };
  for (const part of parts) {
    const { figures, lines, bad } = await runPart(part, join(folder, 'figures.jsonl'));
    for (const line of lines) console.log(line);
    counts.figures += figures;
    counts.bad += bad;
  }
  rmSync(folder, { recursive: true });
  console.log(counts.bad === 0 ? `All ${counts.figures} numbers are within their bounds.` : `${counts.bad} of ${counts.figures} do not hold.`);
  return counts.bad === 0 && counts.figures > 0 ? 0 : 1;
}

async function runPart({ name, file, promised, env }, collected) {
  const { exit, output } = await runTests(file, { ...env, VISUALS_FIGURES: collected });
  const figures = existsSync(collected) ? readFigures(collected) : [];
  rmSync(collected, { force: true });
  const missing = promised.filter((promise) => !figures.some((figure) => figure.name === promise));
  const lines = [
    ...figures.map(formatFigure),
    ...missing.map((each) => `✗ ${each}: not measured`),
    ...(exit === 0 ? [] : [`✗ ${name} failed\n${output.slice(-3000)}`]),
  ];
  const bad = figures.filter((figure) => !isKept(figure)).length + missing.length + (exit === 0 ? 0 : 1);
  return { figures: figures.length + missing.length, lines, bad };
}

function readFigures(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

function runTests(file, variables) {
  const env = { ...process.env, VISUALS_KILLS: String(kills), NO_COLOR: '1', ...variables };
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
