import { join } from 'node:path';
import { assertFresh } from '../support/assert-fresh.mjs';
import { createFloor, listFiles } from '../support/floor.mjs';
import { measureBuild } from '../support/measure-command.mjs';
import { createPeers } from '../support/peer-projects.mjs';
import { formatRatio, formatTime } from '../support/report.mjs';
import { alternate } from '../support/statistics.mjs';
import { writeTinyProject } from '../support/tiny-project.mjs';

const ours = '`visuals build`';
const floor = 'floor: Node and a stat of each file';

/**
 * A build that finds nothing to do, beside the least that Node could do about it and beside tools that look after as many files.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureNoOp({ quick, command, folder, log }) {
  const reports = [];
  for (const outputs of quick ? [200] : [1000, 10_000]) {
    const rounds = quick ? 3 : outputs > 1000 ? 11 : 21;
    reports.push(await measureAt(outputs, { folder: join(folder, String(outputs)), rounds, command, log }));
  }
  return { tables: reports.flatMap(({ tables }) => tables), findings: reports.flatMap(({ findings }) => findings) };
}

/**
 * @param {number} outputs
 * @param {{ folder: string, rounds: number, command: string, log: (line: string) => void }} options
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
async function measureAt(outputs, { folder, rounds, command, log }) {
  const project = join(folder, 'visuals');
  log(`building ${outputs} outputs`);
  await writeTinyProject(project, { outputs });
  measureBuild(command, project);
  const cells = assertFresh(command, project);
  if (cells !== outputs) throw new Error(`${cells} pictures were built instead of ${outputs}`);
  const measureFloor = await createFloor(project, join(folder, 'files.txt'));
  log('setting up peers');
  const pictures = join(project, 'public', 'visuals');
  const { peers, missing } = await createPeers({ source: pictures, paths: (await listFiles(pictures)).filter((path) => path.endsWith('.png')), folder });
  log(`${rounds} rounds`);
  const contenders = new Map([
    [floor, measureFloor],
    [ours, () => measureBuild(command, project)],
    ...peers.map(({ name, measure }) => /** @type {const} */ ([name, measure])),
  ]);
  return report(outputs, await alternate(contenders, { rounds }), missing);
}

/**
 * @param {number} outputs
 * @param {Map<string, import('../support/statistics.mjs').Sample>} medians
 * @param {readonly string[]} missing
 * @returns {import('../support/report.mjs').Report}
 */
function report(outputs, medians, missing) {
  const count = outputs.toLocaleString('en');
  const wall = (/** @type {string} */ name) => medians.get(name).wall;
  const rows = [...medians].map(([name, sample]) => [
    name,
    formatTime(sample.wall),
    formatTime(sample.cpu),
    formatRatio(sample.wall / wall(floor)),
    formatRatio(sample.wall / wall(ours)),
  ]);
  const turbo = [...medians.keys()].find((name) => name.startsWith('turbo'));
  const finding = { figure: `no-op, ${count} outputs`, ours: formatTime(wall(ours)) };
  return {
    tables: [
      {
        title: `Nothing to do, ${count} outputs`,
        head: ['', 'wall', 'CPU', '÷ floor', '÷ ours'],
        rows,
        notes: missing.length > 0 ? [`Not there: ${missing.join(', ')}.`] : [],
      },
    ],
    findings: [
      { ...finding, against: `floor ${formatTime(wall(floor))}`, ratio: wall(ours) / wall(floor), aim: { most: 1.5 } },
      ...(turbo === undefined ? [] : [{ ...finding, against: `${turbo} ${formatTime(wall(turbo))}`, ratio: wall(ours) / wall(turbo), aim: { most: 1 } }]),
    ],
  };
}
