import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { languages, sizes } from '../cards/design.mjs';
import { writeCardProject } from '../cards/write-card-project.mjs';
import { root } from '../support/environment.mjs';
import { measureCommand } from '../support/measure-command.mjs';
import { formatTime } from '../support/report.mjs';
import { summarise } from '../support/statistics.mjs';

/** What is asked: so many cells within a minute, and a word that can't fit told within two seconds. */
const most = { whole: 60_000, change: 2000 };

/**
 * Every text of every cell measured, as `visuals check --text` does it: from nothing, once more, and after one message changed so that it can't fit.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureText({ quick, command, folder, log }) {
  const assets = quick ? 10 : Math.ceil(10_000 / (languages.length * sizes.length));
  const cells = assets * languages.length * sizes.length;
  const project = join(folder, 'cells');
  await mkdir(project);
  await writeCardProject(project, { assets, formats: ['png'] });
  log(`${cells} cells`);
  const whole = measureCommand([process.execPath, command, 'check', '--text'], { cwd: project });
  log(`${formatTime(whole.wall)}, once more`);
  const again = measureCommand([process.execPath, command, 'check', '--text'], { cwd: project });
  await rm(project, { recursive: true });
  log("a word too many in this repository's own campaign");
  const change = await measureChange(command, join(folder, 'campaign'), quick ? 2 : 5);
  return { tables: [createTable(cells, { whole, again, change })], findings: judge(cells, { whole, change }) };
}

/**
 * Writes a word into one message that can't fit, and waits for the answer: from an unchanged project that was checked before.
 * @param {string} command
 * @param {string} folder
 * @param {number} rounds
 */
async function measureChange(command, folder, rounds) {
  await mkdir(folder);
  for (const part of ['art', 'brand', 'copy', 'templates', 'visuals.config.ts']) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const check = [process.execPath, command, 'check', '--text'];
  measureCommand(check, { cwd: folder });
  const file = join(folder, 'copy', 'de.json');
  const copy = JSON.parse(await readFile(file, 'utf8'));
  const samples = [];
  for (let round = 0; round < rounds; round += 1) {
    copy.launch.headline = `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ${round}`;
    await writeFile(file, JSON.stringify(copy));
    // The command must fail, which is what is measured; any other end is none of ours.
    samples.push(measureCommand(['bash', '-c', '"$@"; test $? = 1', 'check', ...check], { cwd: folder }));
  }
  return summarise(samples);
}

/**
 * @param {number} cells
 * @param {{ whole: import('../support/statistics.mjs').Sample, again: import('../support/statistics.mjs').Sample, change: import('../support/statistics.mjs').Sample }} samples
 * @returns {import('../support/report.mjs').Table}
 */
function createTable(cells, { whole, again, change }) {
  const count = cells.toLocaleString('en');
  const row = (/** @type {string} */ name, /** @type {import('../support/statistics.mjs').Sample} */ { wall, cpu }, perSecond = '–') => [
    name,
    formatTime(wall),
    formatTime(cpu),
    perSecond,
  ];
  const rate = (/** @type {number} */ wall) => Math.round(cells / (wall / 1000)).toLocaleString('en');
  return {
    title: `Texts of ${count} cells`,
    head: ['`visuals check --text`', 'wall', 'CPU', 'cells a second'],
    rows: [
      row(`${count} cells, nothing known`, whole, rate(whole.wall)),
      row(`${count} cells, once more`, again, rate(again.wall)),
      row('this repository’s campaign, a message that can’t fit', change),
    ],
    notes: ['The first two are single runs.'],
  };
}

/**
 * @param {number} cells
 * @param {{ whole: import('../support/statistics.mjs').Sample, change: import('../support/statistics.mjs').Sample }} samples
 * @returns {readonly import('../support/report.mjs').Finding[]}
 */
function judge(cells, { whole, change }) {
  const limit = (most.whole * cells) / 10_000;
  return [
    {
      figure: `texts of ${cells.toLocaleString('en')} cells`,
      ours: formatTime(whole.wall),
      against: formatTime(limit),
      ratio: whole.wall / limit,
      aim: { most: 1 },
    },
    { figure: 'a message that can’t fit', ours: formatTime(change.wall), against: formatTime(most.change), ratio: change.wall / most.change, aim: { most: 1 } },
  ];
}
