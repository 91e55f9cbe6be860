import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { MigrationReport } from '../../inspect-migration.ts';
import type { CommandInput } from '../command.ts';
import type { Palette } from '../palette.ts';
import { formatViews } from '../reporters/format-views.ts';
import { runReport } from '../run-report.ts';

/** `visuals migrate status`: what waits for a word, side by side, and what was accepted. */
export async function runMigrateStatus(input: CommandInput): Promise<number> {
  const { inspectMigration } = await import('../../inspect-migration.ts');
  return runReport(input, inspectMigration, formatStatus);
}

function formatStatus({ views, accepted, void: gone, sheet, exit }: MigrationReport, palette: Palette): string {
  if (views.length + accepted.length + gone.length === 0) return exit === 0 ? 'No art was bought from another model\n' : '';
  const done = accepted.map(({ art, from, to }) => cleanForTerminal(`  ${art}  ${from} → ${to}`) + '\n').join('');
  const idle = gone.map(({ art, to }) => cleanForTerminal(`  ${art}  ${to}`) + '\n').join('');
  return [
    formatViews(views, sheet, palette),
    done === '' ? '' : `${palette.bold('accepted')}\n${done}`,
    idle === '' ? '' : `${palette.bold('without effect: the config has moved on')}\n${idle}`,
  ].join('');
}
