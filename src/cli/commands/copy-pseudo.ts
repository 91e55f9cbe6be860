import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals copy pseudo`: prints the messages of the pseudo-locales as JSON, or writes them into a folder. */
export async function runCopyPseudo(input: CommandInput): Promise<number> {
  const { out, selection } = input.flags;
  const { writePseudoCopy } = await import('../../write-pseudo-copy.ts');
  return runReport(
    input,
    (options) => writePseudoCopy({ ...options, ...(out !== undefined && { out }), ...(selection.locales !== undefined && { locales: selection.locales }) }),
    ({ messages, files }) => {
      if (Object.keys(messages).length === 0) return '';
      return files.length > 0 ? files.map((file) => `Wrote ${cleanForTerminal(file)}\n`).join('') : `${JSON.stringify(messages, undefined, 2)}\n`;
    },
  );
}
