import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals migrate drop <asset>`: forgets the other model's pictures. */
export async function runMigrateDrop(input: CommandInput): Promise<number> {
  const [asset = ''] = input.operands;
  const { to } = input.flags;
  const { dropShadow } = await import('../../drop-shadow.ts');
  return runReport(
    input,
    (options) => dropShadow({ ...options, asset, ...(to !== undefined && { to }) }),
    ({ dropped }) => {
      const lines = dropped.map((move) => cleanForTerminal(`${move.art}  ${move.to}${move.type === 'swap' ? ', which was accepted' : ''}`) + '\n');
      return lines.length === 0 ? '' : `Forgot\n${lines.map((line) => `  ${line}`).join('')}What was bought stays in the vault\n`;
    },
  );
}
