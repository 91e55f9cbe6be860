import { measureCommand } from '../support/measure-command.mjs';
import { formatRatio, formatTime } from '../support/report.mjs';
import { alternate } from '../support/statistics.mjs';

/**
 * What it takes to tell the version, beside a Node that does nothing.
 * @param {import('../support/report.mjs').Context} context
 * @returns {Promise<import('../support/report.mjs').Report>}
 */
export async function measureStartup({ quick, command, folder }) {
  const options = { cwd: folder };
  const medians = await alternate(
    new Map([
      ['`node -e 0`', () => measureCommand([process.execPath, '-e', '0'], options)],
      ['`visuals --version`', () => measureCommand([process.execPath, command, '--version'], options)],
      ['`visuals --help`', () => measureCommand([process.execPath, command, '--help'], options)],
    ]),
    { rounds: quick ? 5 : 41 },
  );
  const floor = medians.get('`node -e 0`');
  const ours = medians.get('`visuals --version`');
  const rows = [...medians].map(([name, { wall, cpu }]) => [name, formatTime(wall), formatTime(cpu), formatRatio(wall / floor.wall)]);
  return {
    tables: [{ title: 'Start-up', head: ['', 'wall', 'CPU', 'wall ÷ floor'], rows }],
    findings: [
      {
        figure: '`--version`',
        ours: formatTime(ours.wall),
        against: `\`node -e 0\` ${formatTime(floor.wall)}`,
        ratio: ours.wall / floor.wall,
        aim: { most: 1.3 },
      },
    ],
  };
}
