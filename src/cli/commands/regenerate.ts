import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { RegenerateReport } from '../../regenerate-asset.ts';
import type { CommandInput } from '../command.ts';
import { formatCount, formatPrice, formatSpendFlag } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { formatPurchaseList } from '../reporters/format-purchases.ts';
import { runReport } from '../run-report.ts';

/** `visuals regenerate <asset>`: lets the next build buy its art once more; buys nothing itself. */
export async function runRegenerate(input: CommandInput): Promise<number> {
  const [asset = ''] = input.operands;
  const { slot, verbose } = input.flags;
  const { regenerateAsset } = await import('../../regenerate-asset.ts');
  return runReport(
    input,
    (options) => regenerateAsset({ ...options, asset, ...(slot !== undefined && { slot }) }),
    (report, palette) => formatRegeneration(report, palette, verbose),
  );
}

function formatRegeneration({ raised, unbought, purchases, cost }: RegenerateReport, palette: Palette, verbose: boolean): string {
  const waiting = unbought.map((art) => cleanForTerminal(`${art} was not bought yet: there is nothing to ask for again`) + '\n').join('');
  if (raised.length === 0) return waiting;
  const names = cleanForTerminal(raised.map(({ art }) => art).join(', '));
  const price = `${formatCount(cost.pictures, 'picture')}, ${formatPrice(cost)}; buy with \`visuals build ${formatSpendFlag(cost)}\``;
  const head = `The next build asks for ${names} once more: ${price}\nThe old pictures stay in lock and vault\n`;
  return `${waiting}${head}${verbose ? formatPurchaseList({ purchases }, palette, true) : ''}`;
}
