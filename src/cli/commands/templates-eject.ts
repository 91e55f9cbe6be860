import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals templates eject <name>`: a shipped template becomes the project's own. */
export async function runTemplatesEject(input: CommandInput): Promise<number> {
  const { ejectTemplate } = await import('../../eject-template.ts');
  const [name = ''] = input.operands;
  return runReport(
    input,
    (options) => ejectTemplate({ ...options, name }),
    ({ files }) => files.map((file) => `Wrote ${file}\n`).join(''),
  );
}
