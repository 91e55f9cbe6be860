import { exitCode } from '../../diagnostics/define.ts';
import type { CommandInput } from '../command.ts';
import { formatWhy } from '../reporters/format-why.ts';
import { runReport } from '../run-report.ts';

/** `visuals why <asset>`: which change made its pictures the last time, and which would now. */
export async function runWhy(input: CommandInput): Promise<number> {
  const [asset = ''] = input.operands;
  const { explainAsset } = await import('../../explain-asset.ts');
  return runReport(
    input,
    (options) => explainAsset({ ...options, asset }),
    // Of what can't be planned there is nothing to tell but why.
    (report, palette) => (report.exit === exitCode.usage ? '' : formatWhy(report, palette, input.flags.verbose)),
  );
}
