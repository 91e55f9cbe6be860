import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sizes } from '../cards/design.mjs';
import { writeCardProject } from '../cards/write-card-project.mjs';
import { assertFresh } from '../support/assert-fresh.mjs';
import { measureBuild, measureBuildMemory } from '../support/measure-command.mjs';
import { formatMemory, formatTime } from '../support/report.mjs';
import { alternate, summarise } from '../support/statistics.mjs';
import { cardsOfMessage, changeMessage, writeTinyProject } from '../support/tiny-project.mjs';

/**
 * A project that is built from nothing, left alone, and changed.
 * @typedef {{ name: string, folder: string, outputs: number, colds: number, rounds: number, cardsOfMessage: number }} Project `colds`, `rounds`: how often each is measured
 *
 * @typedef {{ project: Project, cards: number, cold: import('../support/statistics.mjs').Sample, noOp: import('../support/statistics.mjs').Sample, change: import('../support/statistics.mjs').Sample }} Measured
 */

/**
 * A build from nothing, one with nothing to do, one after a single message changed, and the memory they take, as a project grows.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureChanges({ quick, command, folder, log }) {
  const measured = [];
  for (const project of await writeProjects(folder, quick)) {
    log(`${project.name}: ${project.outputs} outputs`);
    measured.push(await measureProject(project, command));
    await rm(project.folder, { recursive: true });
  }
  return { tables: [createTable(measured)], findings: [...measured.map(judgeChange), ...judgeMemory(measured.slice(1))] };
}

/**
 * Cards as people make them, and many that are so small that what is measured is the tool.
 * @param {string} folder
 * @param {boolean} quick
 * @returns {Promise<readonly Project[]>}
 */
async function writeProjects(folder, quick) {
  const formats = quick ? ['png'] : ['avif', 'webp', 'png'];
  const real = {
    name: 'real cards',
    folder: join(folder, 'real'),
    outputs: (quick ? 1 : 3) * 6 * sizes.length * formats.length,
    colds: quick ? 1 : 3,
    rounds: quick ? 2 : 7,
    cardsOfMessage: sizes.length,
  };
  await mkdir(real.folder);
  await writeCardProject(real.folder, { assets: quick ? 1 : 3, formats });
  const projects = [real];
  for (const outputs of quick ? [50, 100] : [100, 1000, 10_000]) {
    const tiny = {
      name: 'tiny cards',
      folder: join(folder, String(outputs)),
      outputs,
      colds: quick || outputs > 1000 ? 1 : 3,
      rounds: quick ? 2 : 7,
      cardsOfMessage,
    };
    await writeTinyProject(tiny.folder, { outputs });
    projects.push(tiny);
  }
  return projects;
}

/**
 * @param {Project} project
 * @param {string} command
 * @returns {Promise<Measured>}
 */
async function measureProject(project, command) {
  const { folder, colds, rounds } = project;
  const samples = [];
  for (let run = 0; run < colds; run += 1) {
    for (const made of ['.visuals', 'public']) await rm(join(folder, made), { recursive: true, force: true });
    samples.push(measureBuildMemory(command, folder));
  }
  const cards = assertFresh(command, folder);
  let version = 0;
  const measureChange = async () => {
    version += 1;
    await changeMessage(folder, String(version));
    return measureBuildMemory(command, folder);
  };
  const contenders = new Map([
    ['change', measureChange],
    ['noOp', () => measureBuild(command, folder)],
  ]);
  const medians = await alternate(contenders, { rounds });
  assertFresh(command, folder);
  return { project, cards, cold: summarise(samples), noOp: medians.get('noOp'), change: medians.get('change') };
}

/** @param {readonly Measured[]} measured */
function createTable(measured) {
  const rows = measured.map(({ project, cards, cold, noOp, change }) => [
    `${project.outputs.toLocaleString('en')} outputs, ${project.name}`,
    formatTime(cold.wall),
    formatTime(cold.wall / cards),
    formatMemory(cold.peak),
    formatTime(noOp.wall),
    formatTime(change.wall),
    String(project.cardsOfMessage),
    formatTime(change.cpu),
    formatMemory(change.peak),
  ]);
  return {
    title: 'From nothing, and after a change',
    head: ['', 'first build', 'a card of it', 'peak memory', 'nothing to do', 'one message changed', 'its cards', 'CPU', 'peak memory'],
    rows,
    notes: [
      `Real cards: ${sizes.map(({ name }) => name).join(' and ')} in three formats. Tiny cards: 4,800 pixels or so, png only. Memory is that of the main process; the bundler of the config has its own.`,
    ],
  };
}

/**
 * @param {Measured} measured
 * @returns {import('../support/report.mjs').Finding}
 */
function judgeChange({ project, cards, cold, noOp, change }) {
  const allowed = noOp.wall + (1.5 * project.cardsOfMessage * cold.wall) / cards;
  return {
    figure: `one message, ${project.outputs.toLocaleString('en')} outputs, ${project.name}`,
    ours: formatTime(change.wall),
    against: `no-op + 1.5 × its ${project.cardsOfMessage} cards in the first build ${formatTime(allowed)}`,
    ratio: change.wall / allowed,
    aim: { most: 1 },
  };
}

/**
 * The memory of every size beside that of the smallest.
 * @param {readonly Measured[]} measured from small to large
 * @returns {readonly import('../support/report.mjs').Finding[]}
 */
function judgeMemory([first, ...rest]) {
  return rest.map(({ project, cold }) => ({
    figure: `peak memory, ${project.outputs.toLocaleString('en')} outputs`,
    ours: formatMemory(cold.peak),
    against: `${first.project.outputs} outputs ${formatMemory(first.cold.peak)}`,
    ratio: cold.peak / first.cold.peak,
    aim: { most: 1.3 },
  }));
}
