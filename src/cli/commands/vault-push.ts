import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals vault push`: sends the bought pictures to the shared store. */
export async function runVaultPush(input: CommandInput): Promise<number> {
  const { pushVault } = await import('../../push-vault.ts');
  return runReport(input, pushVault, ({ exit, pictures, sent, known }, palette) => {
    if (exit !== 0) return '';
    return `${palette.green('✓')} ${formatCount(sent, 'bought picture')} sent, ${known} of ${pictures} were there\n`;
  });
}
