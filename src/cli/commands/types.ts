import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals types`: writes the declarations that let the editor complete ids, slots, tokens and copy keys. */
export async function runTypes(input: CommandInput): Promise<number> {
  const { writeTypes } = await import('../../write-types.ts');
  return runReport(input, writeTypes, ({ exit, file }) => (exit === 0 ? `Wrote ${file}\n` : ''));
}
