/**
 * Builds a project in shards, as a build server's matrix does, and once in one place, and compares every byte: `node scripts/try-shards.mjs [--shards 3] [--project <folder>]`.
 * Each shard is a process of its own in a clone of its own; another clone merges what they made. Without `--project`, it is the campaign of this repository. Ends with 1 when a byte differs.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { shards: { type: 'string', default: '3' }, project: { type: 'string', default: root } } });
const count = Number(values.shards);
const source = resolve(values.project);
const command = join(root, 'dist', 'bin.cjs');
const folder = mkdtempSync(join(tmpdir(), 'visuals-shards-'));

try {
  process.exitCode = await compare();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare() {
  const shards = Array.from({ length: count }, (_, index) => ({ number: index + 1, place: clone(`shard-${index + 1}`) }));
  const begun = performance.now();
  const ends = await Promise.all(shards.map(({ number, place }) => run(place, ['build', '--shard', `${number}/${count}`, '--out', 'part', '--jobs', '1'])));
  for (const [index, end] of ends.entries()) tell(`shard ${index + 1}/${count}`, end);
  const middle = performance.now();
  const merging = clone('merged');
  tell('merge', await run(merging, ['merge', ...shards.map(({ place }) => join(place, 'part'))]));
  tell('once more', await run(merging, ['build']));
  const single = clone('single');
  tell('one build', await run(single, ['build']));
  const [merged, whole] = [hashOutputs(merging), hashOutputs(single)];
  const different = [...new Set([...merged.keys(), ...whole.keys()])].filter((path) => merged.get(path) !== whole.get(path));
  for (const path of different) console.log(`✗ ${path} differs`);
  console.log(`${different.length === 0 ? '✓' : '✗'} ${whole.size} files compared, ${different.length} different; shards together ${seconds(middle - begun)}`);
  return different.length === 0 && whole.size > 0 ? 0 : 1;
}

/** A clone of what is committed; packages are those of the repository. */
function clone(name) {
  const place = join(folder, name);
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', source, place], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  if (!existsSync(join(place, 'node_modules'))) symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  return place;
}

/** The variables of a build server, and no key. */
function run(cwd, words) {
  const begun = performance.now();
  const child = spawn(process.execPath, [command, ...words], { cwd, env: { PATH: process.env.PATH, HOME: folder, CI: 'true', NO_COLOR: '1' } });
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  child.stderr.on('data', (data) => (text += data));
  return new Promise((done) => {
    child.on('close', (exit) => done({ exit, text, milliseconds: performance.now() - begun }));
  });
}

function tell(name, { exit, text, milliseconds }) {
  const [first = '', ...more] = text.trim().split('\n');
  console.log(`${name}: exit ${exit} after ${seconds(milliseconds)}; ${exit === 0 ? first : [first, ...more].join('\n')}`);
}

function hashOutputs(place) {
  const dir = findManifestFolder(place);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(dir, path), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

/** The output folder, as the last build names its manifest. */
function findManifestFolder(place) {
  const { stdout } = spawnSync(process.execPath, [command, 'build', '--json'], { cwd: place, encoding: 'utf8' });
  const report = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .findLast(({ type }) => type === 'report');
  return join(place, dirname(report.report.manifest));
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
