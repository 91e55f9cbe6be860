import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { UpgradeReport } from '../../project/execute-upgrade.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals upgrade`: what the installed renderer and codec change in the published pictures. */
export async function runUpgrade(input: CommandInput): Promise<number> {
  const { upgradeProject } = await import('../../upgrade-project.ts');
  const { selection, tolerance, jobs } = input.flags;
  return runReport(
    input,
    (options) =>
      upgradeProject({ ...options, ...selection, ...(tolerance !== undefined && { tolerance: tolerance / 100 }), ...(jobs !== undefined && { jobs }) }),
    formatUpgrade,
  );
}

function formatUpgrade({ renderer, pictures, carried, sheet }: UpgradeReport, palette: Palette): string {
  if (renderer === '') return '';
  const count = (state: UpgradeReport['pictures'][number]['state']): number => pictures.filter((each) => each.state === state).length;
  const parts = [
    `${count('identical')} identical`,
    `${count('similar')} within the tolerance`,
    `${count('different')} different`,
    ...(count('edited') > 0 ? [`${count('edited')} with other sources than when they were built`] : []),
    ...(count('absent') > 0 ? [`${count('absent')} not comparable`] : []),
  ];
  const head = `${count('different') === 0 ? palette.green('✓') : palette.yellow('!')} ${cleanForTerminal(renderer)}: ${parts.join(', ')}\n`;
  const rolled = carried > 0 ? `  ${formatCount(carried, 'approval')} carried over; commit visuals.lock.json\n` : '';
  const list = pictures
    .filter(({ state }) => state === 'different')
    .map(({ cell, share, most }) => `  ${cleanForTerminal(cell)}  ${(share * 100).toFixed(3)} %, by ${most} of 255 at most\n`);
  return `${head}${rolled}${list.join('')}${sheet === undefined ? '' : `  before and after: ${sheet}\n`}`;
}
