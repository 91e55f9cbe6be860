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
    (report, palette) => formatWhy(report, palette, input.flags.verbose),
  );
}
