import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { PseudoReport } from '../../build-pseudo.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals build --pseudo`: every picture in the pseudo-locales, beside what is published. */
export async function runPseudoBuild(input: CommandInput): Promise<number> {
  const { selection, jobs } = input.flags;
  const { buildPseudo } = await import('../../build-pseudo.ts');
  return runReport(input, (options) => buildPseudo({ ...options, ...selection, ...(jobs !== undefined && { jobs }) }), formatPseudo);
}

function formatPseudo({ exit, pictures, sheets, page }: PseudoReport, palette: Palette): string {
  if (pictures.length === 0) return '';
  const made = pictures.filter(({ path }) => path !== undefined).length;
  const mark = exit === 0 ? palette.green('✓') : palette.red('✗');
  const places = [...sheets, page].map((path) => `  ${cleanForTerminal(path)}\n`).join('');
  return `${mark} ${made} of ${formatCount(pictures.length, 'picture')} in en-XA and ar-XB; nothing was published\n${places}`;
}
