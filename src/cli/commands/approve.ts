import type { ApproveReport, ReviewedPicture } from '../../approve-pictures.ts';
import type { ReviewState } from '../../model/approval.ts';
import { groupBy } from '../../model/group-by.ts';
import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals approve [pictures…]`: writes down that pictures are right, or with `--reject` that they are not; without words, tells where they stand. */
export async function runApprove(input: CommandInput): Promise<number> {
  const { all, reject, comment, selection } = input.flags;
  const { approvePictures } = await import('../../approve-pictures.ts');
  const pictures = all ? ['*'] : input.operands;
  const { locales, sizes } = selection;
  return runReport(
    input,
    (options) =>
      approvePictures({
        ...options,
        ...(pictures.length > 0 && { pictures }),
        ...(locales && { locales }),
        ...(sizes && { sizes }),
        ...(reject && { verdict: 'rejected' as const }),
        ...(comment !== undefined && { comment }),
      }),
    (report, palette) => (pictures.length > 0 ? formatWritten(report, reject, palette) : formatStates(report, palette)),
  );
}

function formatWritten({ pictures, written, exit }: ApproveReport, reject: boolean, palette: Palette): string {
  if (exit !== 0) return '';
  const done = reject ? 'rejected' : 'approved';
  const known = pictures.length - written;
  const rest = known > 0 ? `, ${known} ${known === 1 ? 'was' : 'were'} already` : '';
  return `${palette.green('✓')} ${formatCount(written, 'picture')} ${done}${rest}; commit visuals.lock.json\n`;
}

const states: readonly ReviewState[] = ['approved', 'changed', 'rejected', 'unreviewed'];

function formatStates({ pictures }: ApproveReport, palette: Palette): string {
  return [...groupBy(pictures, ({ cell }) => cell.slice(0, cell.indexOf('/')))]
    .map(([asset, list]) => `${palette.bold(cleanForTerminal(asset))}  ${formatTally(list, palette)}\n${formatComments(list)}`)
    .join('');
}

function formatTally(pictures: readonly ReviewedPicture[], palette: Palette): string {
  const parts = states.flatMap((state) => {
    const count = pictures.filter((each) => each.state === state).length;
    if (count === 0) return [];
    const text = `${count} ${state}`;
    return [state === 'approved' ? palette.green(text) : state === 'unreviewed' ? palette.dim(text) : palette.yellow(text)];
  });
  return parts.join(', ');
}

/** What was said against pictures, so that it can be mended. */
function formatComments(pictures: readonly ReviewedPicture[]): string {
  const rejected = pictures.filter(({ state }) => state === 'rejected');
  return rejected
    .flatMap(({ cell, approvals }) => approvals.filter(({ verdict }) => verdict === 'rejected').map(({ by, comment }) => ({ cell, by, comment })))
    .map(({ cell, by, comment }) => `  ${cleanForTerminal(`${cell}: ${comment === '' ? 'no reason given' : comment} (${by})`)}\n`)
    .join('');
}
