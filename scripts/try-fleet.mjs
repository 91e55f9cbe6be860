/**
 * Builds product cards by a fleet, and once by one build, and compares every byte: `node scripts/try-fleet.mjs [--cards 5000] [--workers 4] [--queue <address>] [--project <folder>]`.
 * Each worker is a process of its own in a clone of its own, and so is the coordinator; they share a queue and a signed store, which is a folder. Without `--queue`, a `redis-server` is started for it; without `--project`, it is the example of this repository.
 * Ends with 1 when a byte differs, or when the coordinator had to draw something.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareFiles, countDrawn, createStore, createTrial, findReport, formatSeconds, root } from './clone-trials.mjs';

const { values } = parseArgs({
  options: {
    cards: { type: 'string', default: '5000' },
    workers: { type: 'string', default: '4' },
    queue: { type: 'string' },
    project: { type: 'string', default: root },
  },
});
const example = 'examples/product-cards';
const config = ['--config', `${example}/visuals.config.ts`];
const folder = mkdtempSync(join(tmpdir(), 'visuals-fleet-'));
const trial = createTrial(folder, resolve(values.project));
const { writer } = createStore(folder);
const redis = values.queue === undefined ? await startRedis() : undefined;
const queue = ['--queue', values.queue ?? redis.address];

try {
  process.exitCode = await compare();
} finally {
  redis?.child.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function compare() {
  const workers = await Promise.all(Array.from({ length: Number(values.workers) }, (_, index) => startWorker(`worker-${index + 1}`)));
  const coordinator = prepare('coordinator');
  const fleet = await trial.run(coordinator, ['build', '--json', ...config, ...queue], writer);
  for (const { child } of workers) child.kill('SIGTERM');
  const shares = await Promise.all(workers.map(({ ended }) => ended));
  const drawn = countDrawn(findReport(fleet.text));
  console.log(`${workers.length} workers: exit ${fleet.exit} after ${formatSeconds(fleet.milliseconds)}; ${shares.map(describeShare).join(' + ')} cards`);
  console.log(`${drawn === 0 ? '✓' : '✗'} the coordinator drew ${drawn} pictures`);
  const single = prepare('single');
  const alone = await trial.run(single, ['build', '--quiet', ...config]);
  console.log(`one build: exit ${alone.exit} after ${formatSeconds(alone.milliseconds)} ${alone.text}`);
  const whole = await trial.hashOutputs(single, config);
  const different = compareFiles(await trial.hashOutputs(coordinator, config), whole);
  for (const path of different) console.log(`✗ ${path} differs`);
  console.log(`${different.length === 0 ? '✓' : '✗'} ${whole.size} files compared, ${different.length} different`);
  return different.length === 0 && drawn === 0 && fleet.exit === 0 && whole.size > Number(values.cards) ? 0 : 1;
}

/** A clone with its products. */
function prepare(name) {
  const place = trial.clone(name);
  spawnSync(process.execPath, [join(place, example, 'make-products.mjs'), values.cards]);
  return place;
}

/** A worker that listens. */
async function startWorker(name) {
  const worker = trial.start(prepare(name), ['worker', '--jobs', '1', ...config, ...queue], writer);
  await new Promise((resolve, reject) => {
    worker.child.stderr.on('data', (data) => {
      if (String(data).includes('Working for')) resolve();
    });
    void worker.ended.then(({ text }) => reject(new Error(text)));
  });
  return worker;
}

/** How many cards a worker made, as it says at its end. */
function describeShare({ text }) {
  return /([\d,]+) pictures? made/.exec(text)?.[1] ?? 'none';
}

/** A Redis that keeps nothing, on a free port. */
async function startRedis() {
  const port = await findFreePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (data) => {
      if (String(data).includes('Ready to accept connections')) resolve();
    });
    child.on('error', reject);
  });
  return { child, address: `redis://127.0.0.1:${port}` };
}

function findFreePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
