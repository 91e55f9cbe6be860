import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CandidateList, PickReport } from '../../pick-picture.ts';
import type { CommandInput } from '../command.ts';
import { formatDollars } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals pick <asset> [digest]`: lists the bought candidates of an asset, or chooses one. */
export async function runPick(input: CommandInput): Promise<number> {
  const [asset = '', digest] = input.operands;
  const { slot } = input.flags;
  const { pickPicture } = await import('../../pick-picture.ts');
  return runReport(
    input,
    (options) => pickPicture({ ...options, asset, ...(digest !== undefined && { digest }), ...(slot !== undefined && { slot }) }),
    formatPick,
  );
}

function formatPick(report: PickReport, palette: Palette): string {
  const { lists, picked, asset } = report;
  const next = picked === undefined ? '' : `Chose ${picked.slice(0, 12)}; the next build uses it, and buys nothing for it\n`;
  const hint =
    picked === undefined && lists.some(({ candidates }) => candidates.length > 1) ? `Choose with \`visuals pick ${cleanForTerminal(asset)} <digest>\`\n` : '';
  return `${lists.map((list) => formatList(list, palette)).join('')}${next}${hint}`;
}

function formatList({ art, width, height, undecided, candidates }: CandidateList, palette: Palette): string {
  const lines = candidates.map(({ digest, chosen, date, model, cost, path, from, fake, busyness, proposed }) => {
    const line = `${digest.slice(0, 12)}  ${date}  ${model}  ${formatDollars(cost)}  ${path}${from === undefined ? '' : `  edit of ${from.slice(0, 12)}`}${fake ? '  FAKE' : ''}`;
    const calm = busyness === undefined ? '' : `  busy ${busyness}${proposed ? palette.green('  calmest under the words') : ''}`;
    return `  ${chosen ? palette.green('●') : '○'} ${cleanForTerminal(line)}${calm}\n`;
  });
  const state = undecided ? palette.yellow('  two branches chose differently: choose one\n') : '';
  return `${palette.bold(cleanForTerminal(art))}  ${width}×${height}\n${state}${candidates.length === 0 ? '  nothing was bought yet\n' : lines.join('')}`;
}
