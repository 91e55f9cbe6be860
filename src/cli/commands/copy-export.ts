import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { ExportCopyReport } from '../../export-copy.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals copy export`: a file per language for whoever translates. */
export async function runCopyExport(input: CommandInput): Promise<number> {
  const { format, out, noFit, selection } = input.flags;
  const { exportCopy } = await import('../../export-copy.ts');
  return runReport(
    input,
    (options) =>
      exportCopy({
        ...options,
        limits: !noFit,
        ...(format !== undefined && { format }),
        ...(out !== undefined && { out }),
        ...(selection.locales !== undefined && { locales: selection.locales }),
      }),
    formatExport,
  );
}

function formatExport({ files, pictures }: ExportCopyReport): string {
  const lines = files.map(({ path, units }) => {
    const open = units.filter(({ target }) => target === undefined).length;
    return `Wrote ${cleanForTerminal(path)}: ${formatCount(units.length, 'message')}, ${open} to translate\n`;
  });
  return `${lines.join('')}${pictures.length === 0 ? '' : `${formatCount(pictures.length, 'picture')} beside them\n`}`;
}
