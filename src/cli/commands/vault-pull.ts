import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals vault pull`: fetches bought pictures that are missing here. */
export async function runVaultPull(input: CommandInput): Promise<number> {
  const { pullVault } = await import('../../pull-vault.ts');
  return runReport(input, pullVault, ({ exit, pictures, fetched }, palette) => {
    if (exit !== 0) return '';
    return `${palette.green('✓')} ${formatCount(fetched, 'bought picture')} fetched, ${pictures} in all\n`;
  });
}
