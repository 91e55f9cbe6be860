import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assertFresh } from '../support/assert-fresh.mjs';
import { createFloor } from '../support/floor.mjs';
import { measureBuild, measureBuildMemory } from '../support/measure-command.mjs';
import { formatMemory, formatTime } from '../support/report.mjs';
import { alternate } from '../support/statistics.mjs';
import { changeMessage, writeTinyProject } from '../support/tiny-project.mjs';

/**
 * What a command took at one size.
 * @typedef {{ what: string, sample: import('../support/statistics.mjs').Sample }} Step
 *
 * @typedef {{ outputs: number, steps: readonly Step[], floor: import('../support/statistics.mjs').Sample, noOp: import('../support/statistics.mjs').Sample, state: string }} Measured
 */

/**
 * A project as it grows: every command's time and memory, the state that it leaves, and its first build on several machines.
 * @param {import('../support/report.mjs').Context} context
 */
export function measureSizes(context) {
  return measureAll(context.quick ? [50, 100] : [1000, 10_000], [2, 4], context);
}

/**
 * The same at a size that takes half an hour.
 * @param {import('../support/report.mjs').Context} context
 */
export function measureCatalogue(context) {
  return measureAll(context.quick ? [200] : [100_000], [2, 4], context);
}

/**
 * @param {readonly number[]} sizes
 * @param {readonly number[]} splits
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
async function measureAll(sizes, splits, { quick, command, folder, log }) {
  const measured = [];
  for (const outputs of sizes) {
    const own = join(folder, String(outputs));
    await mkdir(own);
    const rounds = quick ? 1 : outputs > 10_000 ? 3 : 5;
    measured.push(await measureSize({ outputs, splits, rounds, command, folder: own, log: (line) => log(`${outputs} outputs: ${line}`) }));
    await rm(own, { recursive: true });
  }
  return { tables: measured.map(createTable), findings: measured.map(judgeNoOp) };
}

/**
 * @param {{ outputs: number, splits: readonly number[], rounds: number, command: string, folder: string, log: (line: string) => void }} options
 * @returns {Promise<Measured>}
 */
async function measureSize({ outputs, splits, rounds, command, folder, log }) {
  const project = join(folder, 'project');
  const sources = join(folder, 'sources');
  await writeTinyProject(sources, { outputs });
  await cp(sources, project, { recursive: true });
  const steps = [];
  const take = (/** @type {string} */ what, /** @type {import('../support/statistics.mjs').Sample} */ sample) => {
    log(`${what}: ${formatTime(sample.wall)}, ${formatMemory(sample.peak)}`);
    steps.push({ what, sample });
  };
  take('first build', measureBuildMemory(command, project));
  assertFresh(command, project);
  const measureFloor = await createFloor(project, join(folder, 'files.txt'));
  const idle = await alternate(
    new Map([
      ['floor', measureFloor],
      ['noOp', () => measureBuild(command, project)],
    ]),
    { rounds },
  );
  take('nothing to do', idle.get('noOp'));
  let version = 0;
  const change = async () => {
    version += 1;
    await changeMessage(project, String(version));
  };
  await change();
  take('`plan` after a change', measureBuildMemory(command, project, ['plan']));
  const measureChange = async () => {
    await change();
    return measureBuildMemory(command, project);
  };
  take('one message changed', (await alternate(new Map([['change', measureChange]]), { rounds })).get('change'));
  assertFresh(command, project);
  const state = await describeState(project);
  await rm(project, { recursive: true });
  for (const of of splits) for (const [what, sample] of await measureShards({ of, sources, folder: join(folder, `in-${of}`), command })) take(what, sample);
  return { outputs, steps, floor: idle.get('floor'), noOp: idle.get('noOp'), state };
}

/**
 * Every shard in a clone of its own, one after the other, so that each has the machine to itself; then the merge, in one more.
 * @param {{ of: number, sources: string, folder: string, command: string }} options
 * @returns {Promise<readonly (readonly [string, import('../support/statistics.mjs').Sample])[]>}
 */
async function measureShards({ of, sources, folder, command }) {
  const samples = [];
  const results = [];
  for (let shard = 1; shard <= of; shard += 1) {
    const clone = join(folder, String(shard));
    const result = join(folder, `result-${shard}`);
    await cp(sources, clone, { recursive: true });
    samples.push(measureBuildMemory(command, clone, ['build', '--shard', `${shard}/${of}`]));
    await cp(join(clone, '.visuals/shards'), result, { recursive: true });
    results.push(result);
    await rm(clone, { recursive: true });
  }
  const merging = join(folder, 'merge');
  await cp(sources, merging, { recursive: true });
  for (const result of results) await cp(result, join(merging, '.visuals/shards'), { recursive: true });
  const merge = measureBuildMemory(command, merging, ['merge', '.visuals/shards']);
  assertFresh(command, merging);
  await rm(folder, { recursive: true });
  const longest = samples.toSorted((a, b) => b.wall - a.wall)[0];
  return [
    [`first build in ${of} shards, the longest`, longest],
    [`merging ${of} shards`, merge],
  ];
}

/**
 * Sizes of what lies in `.visuals`, but for the pictures.
 * @param {string} project
 */
async function describeState(project) {
  const paths = ['snapshot.json', 'assets', 'keys', 'durations', 'cache/v1/actions.log'];
  const there = new Set(await readdir(join(project, '.visuals'), { recursive: true }));
  const sizes = await Promise.all(
    paths.filter((path) => there.has(path)).map(async (path) => `${path} ${formatSize((await stat(join(project, '.visuals', path))).size)}`),
  );
  return sizes.join(', ');
}

/** @param {number} bytes */
function formatSize(bytes) {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1000)} kB`;
}

/** @param {Measured} measured */
function createTable({ outputs, steps, floor, state }) {
  const rows = [
    ...steps.map(({ what, sample }) => [what, formatTime(sample.wall), formatTime(sample.cpu), formatMemory(sample.peak)]),
    ['floor: Node and a stat of each file', formatTime(floor.wall), formatTime(floor.cpu), '–'],
  ];
  return {
    title: `${outputs.toLocaleString('en')} outputs`,
    head: ['', 'time', 'CPU', 'peak memory'],
    rows,
    notes: [`Tiny cards, png only. State: ${state}.`],
  };
}

/**
 * @param {Measured} measured
 * @returns {import('../support/report.mjs').Finding}
 */
function judgeNoOp({ outputs, floor, noOp }) {
  return {
    figure: `no-op, ${outputs.toLocaleString('en')} outputs`,
    ours: formatTime(noOp.wall),
    against: `floor ${formatTime(floor.wall)}`,
    ratio: noOp.wall / floor.wall,
    aim: { most: 1.5 },
  };
}
