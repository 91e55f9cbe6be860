import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals migrate accept <asset...>`: uses the other model's pictures from now on. */
export async function runMigrateAccept(input: CommandInput): Promise<number> {
  const { to } = input.flags;
  const { acceptShadow } = await import('../../accept-shadow.ts');
  return runReport(
    input,
    (options) => acceptShadow({ ...options, assets: input.operands, ...(to !== undefined && { to }) }),
    ({ accepted }) => {
      const lines = accepted.map((move) => cleanForTerminal(`${move.art}  ${move.from} → ${move.to}`) + '\n');
      return lines.length === 0 ? '' : `${lines.join('')}The next build uses these pictures and buys nothing for them\n`;
    },
  );
}
