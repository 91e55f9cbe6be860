import { usageInvalid } from '../../diagnostics/usage.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import type { CommandInput } from '../command.ts';
import { formatCount, formatDollars } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals worker --queue <url>`: makes pictures for builds until it is stopped. */
export async function runWorkerCommand(input: CommandInput): Promise<number> {
  const { flags, io } = input;
  const queue = flags.queue ?? io.env['VISUALS_QUEUE_URL'];
  if (queue === undefined)
    throw new VisualsError(usageInvalid({ problem: '--queue is missing, and VISUALS_QUEUE_URL is not set', help: 'visuals worker --help' }));
  const { runWorker } = await import('../../run-worker.ts');
  const onReady = (fingerprint: string): void => {
    if (!flags.quiet) io.stderr.write(`Working for ${fingerprint}; stop with Ctrl-C\n`);
  };
  return runReport(
    input,
    (options) => runWorker({ ...options, queue, onReady, ...(flags.jobs !== undefined && { jobs: flags.jobs }) }),
    ({ pictures, failed, spent }) => `${formatCount(pictures, 'picture')} made, ${failed} failed, spent ${formatDollars(spent)}\n`,
  );
}
