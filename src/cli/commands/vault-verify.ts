import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { formatBytes, formatCount } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { runReport } from '../run-report.ts';
import type { VaultReport } from '../../verify-vault.ts';

/** `visuals vault verify`: whether every picture that the lock names is in the vault and whole. */
export async function runVaultVerify(input: CommandInput): Promise<number> {
  const { verifyVault } = await import('../../verify-vault.ts');
  return runReport(input, (options) => verifyVault({ ...options, repair: input.flags.repair }), formatVault);
}

function formatVault({ exit, pictures, bytes, missing, damaged, repaired, orphans }: VaultReport, palette: Palette): string {
  if (exit !== 0 && missing.length + damaged.length === 0) return '';
  const sound = pictures - missing.length - damaged.length;
  const mark = exit === 0 ? palette.green('✓') : palette.red('✗');
  const broken = [
    missing.length > 0 && `${missing.length} missing`,
    damaged.length > 0 && `${damaged.length} damaged`,
    repaired > 0 && `${repaired} back from the shared store`,
  ].filter((each) => each !== false);
  const head = `${mark} ${sound} of ${formatCount(pictures, 'bought picture')} sound, ${formatBytes(bytes)}${broken.map((each) => `, ${each}`).join('')}\n`;
  if (orphans.length === 0) return head;
  return `${head}${palette.yellow('!')} ${formatCount(orphans.length, 'file')} that the lock does not name, left alone:\n${orphans.map((path) => `  ${cleanForTerminal(path)}\n`).join('')}`;
}
