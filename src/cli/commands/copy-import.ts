import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { ImportCopyReport } from '../../import-copy.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { flagInvalid } from '../../diagnostics/usage.ts';
import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';

/** `visuals copy import <files…>`: checks translated files and takes their texts into the copy. */
export async function runCopyImport(input: CommandInput): Promise<number> {
  const { dryRun, noFit, selection } = input.flags;
  const [locale, ...more] = selection.locales ?? [];
  if (more.length > 0) throw new VisualsError(flagInvalid({ flag: '--locale', value: selection.locales!.join(','), expected: 'one locale' }));
  const { importCopy } = await import('../../import-copy.ts');
  return runReport(
    input,
    (options) => importCopy({ ...options, files: input.operands, dryRun, fit: !noFit, ...(locale !== undefined && { locale }) }),
    (report, palette) => formatImport(report, palette, dryRun),
  );
}

function formatImport({ exit, changes, written, unchanged, untranslated }: ImportCopyReport, palette: Palette, dryRun: boolean): string {
  if (!written && !(dryRun && exit === 0)) return changes.length === 0 ? '' : 'Nothing was written\n';
  const lines = changes.map(({ locale, key, before, after }) => {
    const change = before === undefined ? palette.green(show(after)) : `${show(before)} → ${palette.green(show(after))}`;
    return `  ${palette.bold(cleanForTerminal(key))} (${cleanForTerminal(locale)})  ${change}\n`;
  });
  const open = Object.values(untranslated).reduce((sum, keys) => sum + keys.length, 0);
  const state = `${dryRun ? 'Would change' : 'Changed'} ${formatCount(changes.length, 'message')}; ${unchanged} as they were, ${open} not translated\n`;
  return `${lines.join('')}${state}`;
}

function show(text: string): string {
  return JSON.stringify(cleanForTerminal(text));
}
