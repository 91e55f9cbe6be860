import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import { usageInvalid } from '../../diagnostics/usage.ts';
import type { MigrateReport } from '../../migrate-model.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { formatCount, formatDollars } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { readConsent } from '../read-consent.ts';
import { formatPurchaseList } from '../reporters/format-purchases.ts';
import { formatViews } from '../reporters/format-views.ts';
import { runReport } from '../run-report.ts';

/** `visuals migrate --to <model>`: buys art from another model beside what is used. */
export async function runMigrate(input: CommandInput): Promise<number> {
  const { flags, io } = input;
  const { to, spend, jobs, buyAgain, verbose, selection } = flags;
  if (to === undefined) throw new VisualsError(usageInvalid({ problem: 'the model is missing: --to <model>', help: 'visuals migrate --help' }));
  const { migrateModel } = await import('../../migrate-model.ts');
  return runReport(
    input,
    (options) =>
      migrateModel({
        ...options,
        ...readConsent(flags, io, options.signal ?? new AbortController().signal),
        to,
        buyAgain,
        ...(selection.only && { only: selection.only }),
        ...(spend !== undefined && { spend }),
        ...(jobs !== undefined && { jobs }),
      }),
    (report, palette) => formatMigration(report, palette, verbose),
  );
}

function formatMigration({ to, views, bought, spent, missing, sheet, exit }: MigrateReport, palette: Palette, verbose: boolean): string {
  if (views.length === 0) return exit === 0 ? cleanForTerminal(`Nothing to buy: all of this art is asked of ${to} already\n`) : '';
  const done = bought > 0 ? `Bought ${formatCount(bought, 'picture')} by ${cleanForTerminal(to)}, spent ${formatDollars(spent)}; no output was changed\n` : '';
  if (missing.length > 0) return `${done}${formatPurchaseList({ purchases: missing }, palette, verbose, 'visuals migrate')}`;
  return `${done}${formatViews(views, sheet, palette)}Use them with \`visuals migrate accept <asset>\`, or \`visuals migrate drop <asset>\`\n`;
}
