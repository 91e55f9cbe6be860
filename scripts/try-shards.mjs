/**
 * Builds a project in shards, as a build server's matrix does, and once in one place, and compares every byte: `node scripts/try-shards.mjs [--shards 3] [--project <folder>] [--store <address>]`.
 * Each shard is a process of its own in a clone of its own, and all of them write to one shared store at once, signed with one key; another clone merges what they made, and one without a key builds
 * from the store alone. Without `--project`, it is the campaign of this repository; without `--store`, the store is a folder. Ends with 1 when a byte differs, or when something was made twice.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { shards: { type: 'string', default: '3' }, project: { type: 'string', default: root }, store: { type: 'string' } } });
const count = Number(values.shards);
const source = resolve(values.project);
const command = join(root, 'dist', 'bin.cjs');
const folder = mkdtempSync(join(tmpdir(), 'visuals-shards-'));
const keys = JSON.parse(spawnSync(process.execPath, [command, 'store', 'keygen', '--json'], { encoding: 'utf8' }).stdout);
const reader = { VISUALS_STORE_URL: values.store ?? join(folder, 'store'), VISUALS_STORE_TRUSTED: `main=${keys.public}` };
const writer = { ...reader, VISUALS_STORE_KEY: keys.secret };
if (values.store === undefined) mkdirSync(reader.VISUALS_STORE_URL);

try {
  process.exitCode = await compare();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare() {
  const shards = Array.from({ length: count }, (_, index) => ({ number: index + 1, place: clone(`shard-${index + 1}`) }));
  const begun = performance.now();
  const ends = await Promise.all(
    shards.map(({ number, place }) => run(place, ['build', '--shard', `${number}/${count}`, '--out', 'part', '--jobs', '1'], writer)),
  );
  for (const [index, end] of ends.entries()) tell(`shard ${index + 1}/${count}`, end);
  const middle = performance.now();
  const merging = clone('merged');
  tell('merge', await run(merging, ['merge', ...shards.map(({ place }) => join(place, 'part'))], writer));
  tell('once more', await run(merging, ['build'], reader));
  tell('cache push', await run(merging, ['cache', 'push'], writer));
  const laptop = clone('laptop');
  const drawn = countDrawn(await run(laptop, ['build', '--json'], reader));
  console.log(`${drawn === 0 ? '✓' : '✗'} a clone without a key drew ${drawn} pictures`);
  const single = clone('single');
  tell('one build', await run(single, ['build'], {}));
  const whole = hashOutputs(single);
  const different = { merge: compareFiles(hashOutputs(merging), whole), laptop: compareFiles(hashOutputs(laptop), whole) };
  for (const [name, paths] of Object.entries(different)) for (const path of paths) console.log(`✗ ${path} differs in ${name}`);
  const isSame = different.merge.length + different.laptop.length === 0;
  console.log(
    `${isSame ? '✓' : '✗'} ${whole.size} files compared, ${different.merge.length} and ${different.laptop.length} different; shards together ${seconds(middle - begun)}`,
  );
  return isSame && drawn === 0 && whole.size > 1 ? 0 : 1;
}

function compareFiles(files, others) {
  return [...new Set([...files.keys(), ...others.keys()])].filter((path) => files.get(path) !== others.get(path));
}

/** Pictures that a build composed or encoded, as its report counts them. */
function countDrawn({ text }) {
  const { ran } = findReport(text);
  return (ran.compose ?? 0) + (ran.encode ?? 0);
}

/** A clone of what is committed; packages are those of the repository. */
function clone(name) {
  const place = join(folder, name);
  const { status, stderr } = spawnSync('git', ['clone', '--quiet', '--no-hardlinks', source, place], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  if (!existsSync(join(place, 'node_modules'))) symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  return place;
}

/** The variables of a build server, and those of the store. */
function run(cwd, words, store) {
  const begun = performance.now();
  const child = spawn(process.execPath, [command, ...words], { cwd, env: { PATH: process.env.PATH, HOME: folder, CI: 'true', NO_COLOR: '1', ...store } });
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
  const { stdout } = spawnSync(process.execPath, [command, 'build', '--json'], { cwd: place, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } });
  return join(place, dirname(findReport(stdout).manifest));
}

function findReport(text) {
  const lines = text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  return lines.findLast(({ type }) => type === 'report').report;
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
