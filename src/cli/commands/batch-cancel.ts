import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { CommandInput } from '../command.ts';
import { runReport } from '../run-report.ts';

/** `visuals batch cancel <batch>`: lets the provider stop; what is done by then is collected by the next build. */
export async function runBatchCancel(input: CommandInput): Promise<number> {
  const [batch = ''] = input.operands;
  const { cancelBatch } = await import('../../cancel-batch.ts');
  return runReport(
    input,
    (options) => cancelBatch({ ...options, batch }),
    ({ cancelled }) =>
      cancelled === undefined
        ? ''
        : cleanForTerminal(`${cancelled.batch.slice(0, 8)} is ${cancelled.status}; the next build collects what is done, and the rest is not billed`) + '\n',
  );
}
