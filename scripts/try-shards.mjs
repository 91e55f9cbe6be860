/**
 * Builds a project in shards, as a build server's matrix does, and once in one place, and compares every byte: `node scripts/try-shards.mjs [--shards 3] [--project <folder>] [--store <address>]`.
 * Each shard is a process of its own in a clone of its own, and all of them write to one shared store at once, signed with one key; another clone merges what they made, and one without a key builds
 * from the store alone. Without `--project`, it is the campaign of this repository; without `--store`, the store is a folder. Ends with 1 when a byte differs, or when something was made twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compareFiles, countDrawn, createStore, createTrial, findReport, formatSeconds, root, tell } from './clone-trials.mjs';

const { values } = parseArgs({ options: { shards: { type: 'string', default: '3' }, project: { type: 'string', default: root }, store: { type: 'string' } } });
const count = Number(values.shards);
const folder = mkdtempSync(join(tmpdir(), 'visuals-shards-'));
const { clone, run, hashOutputs } = createTrial(folder, resolve(values.project));
const { reader, writer } = createStore(folder, values.store);

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
  const drawn = countDrawn(findReport((await run(laptop, ['build', '--json'], reader)).text));
  console.log(`${drawn === 0 ? '✓' : '✗'} a clone without a key drew ${drawn} pictures`);
  const single = clone('single');
  tell('one build', await run(single, ['build'], {}));
  const whole = await hashOutputs(single);
  const different = { merge: compareFiles(await hashOutputs(merging), whole), laptop: compareFiles(await hashOutputs(laptop), whole) };
  for (const [name, paths] of Object.entries(different)) for (const path of paths) console.log(`✗ ${path} differs in ${name}`);
  const isSame = different.merge.length + different.laptop.length === 0;
  console.log(
    `${isSame ? '✓' : '✗'} ${whole.size} files compared, ${different.merge.length} and ${different.laptop.length} different; shards together ${formatSeconds(middle - begun)}`,
  );
  return isSame && drawn === 0 && whole.size > 1 ? 0 : 1;
}
