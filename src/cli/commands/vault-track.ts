import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals vault track`: lets git keep bought pictures with LFS. */
export async function runVaultTrack(input: CommandInput): Promise<number> {
  const { trackVault } = await import('../../track-vault.ts');
  return runReport(input, trackVault, ({ file, added, exit }) => {
    if (exit !== 0) return '';
    if (added.length === 0) return `${file} stays as it is\n`;
    const lines = added.map((line) => `  ${cleanForTerminal(line)}\n`).join('');
    return `Added to ${file}\n${lines}Pictures that are committed already move with \`git add --renormalize visuals.vault\`\n`;
  });
}
