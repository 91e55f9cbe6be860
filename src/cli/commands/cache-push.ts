import type { CommandInput } from '../command.ts';
import { formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals cache push`: sends what the project is made of to the shared store. */
export async function runCachePush(input: CommandInput): Promise<number> {
  const { pushCache } = await import('../../push-cache.ts');
  return runReport(input, pushCache, ({ exit, results, sent, known }, palette) => {
    if (exit !== 0) return '';
    return `${palette.green('✓')} ${formatCount(sent, 'result')} sent, ${known} of ${results} were there\n`;
  });
}
