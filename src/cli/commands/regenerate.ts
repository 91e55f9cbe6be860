import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { EditPictureReport } from '../../edit-picture.ts';
import type { RegenerateReport } from '../../regenerate-asset.ts';
import type { CommandInput } from '../command.ts';
import { formatCount, formatDollars, formatPrice, formatSpendFlag } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { readConsent } from '../read-consent.ts';
import { formatPurchaseList } from '../reporters/format-purchases.ts';
import { runReport } from '../run-report.ts';

/** `visuals regenerate <asset>`: lets the next build buy its art once more; buys nothing itself. With `--edit` it buys an edit of the picture in use. */
export async function runRegenerate(input: CommandInput): Promise<number> {
  const [asset = ''] = input.operands;
  const { slot, verbose, edit } = input.flags;
  if (edit !== undefined) return runEdit(input, asset, edit);
  const { regenerateAsset } = await import('../../regenerate-asset.ts');
  return runReport(
    input,
    (options) => regenerateAsset({ ...options, asset, ...(slot !== undefined && { slot }) }),
    (report, palette) => formatRegeneration(report, palette, verbose),
  );
}

async function runEdit(input: CommandInput, asset: string, instruction: string): Promise<number> {
  const { flags, io } = input;
  const { slot, spend, buyAgain, verbose } = flags;
  const { editPicture } = await import('../../edit-picture.ts');
  return runReport(
    input,
    (options) =>
      editPicture({
        ...options,
        ...readConsent(flags, io, options.signal ?? new AbortController().signal),
        asset,
        instruction,
        buyAgain,
        ...(slot !== undefined && { slot }),
        ...(spend !== undefined && { spend }),
      }),
    (report, palette) => formatEdit(report, palette, verbose),
  );
}

function formatEdit({ edited, spent, missing, following, asset }: EditPictureReport, palette: Palette, verbose: boolean): string {
  const command = `visuals regenerate ${cleanForTerminal(asset)} --edit …`;
  const open = missing.length > 0 ? formatPurchaseList({ purchases: missing }, palette, verbose, command) : '';
  const lines = edited.map(({ art, from, digest, path }) => cleanForTerminal(`${art}  ${from.slice(0, 12)} → ${digest.slice(0, 12)}  ${path}`) + '\n').join('');
  if (lines === '') return open;
  const more =
    following.length > 0 ? `Art that is made from it is bought anew by the next build:${formatPurchaseList({ purchases: following }, palette, verbose)}` : '';
  return `${lines}Spent ${formatDollars(spent)}; the next build shows the edit. \`visuals pick ${cleanForTerminal(asset)}\` goes back\n${more}`;
}

function formatRegeneration({ raised, unbought, purchases, cost }: RegenerateReport, palette: Palette, verbose: boolean): string {
  const waiting = unbought.map((art) => cleanForTerminal(`${art} was not bought yet: there is nothing to ask for again`) + '\n').join('');
  if (raised.length === 0) return waiting;
  const names = cleanForTerminal(raised.map(({ art }) => art).join(', '));
  const price = `${formatCount(cost.pictures, 'picture')}, ${formatPrice(cost)}; buy with \`visuals build ${formatSpendFlag(cost)}\``;
  const head = `The next build asks for ${names} once more: ${price}\nThe old pictures stay in lock and vault\n`;
  return `${waiting}${head}${verbose ? formatPurchaseList({ purchases }, palette, true) : ''}`;
}
