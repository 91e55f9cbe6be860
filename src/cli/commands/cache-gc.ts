import type { CommandInput } from '../command.ts';
import { formatBytes, formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals cache gc`: makes the cache smaller. */
export async function runCacheGc(input: CommandInput): Promise<number> {
  const { collectGarbage } = await import('../../collect-garbage.ts');
  const { maxSize, maxAge } = input.flags;
  const limits = { ...(maxSize !== undefined && { maxSize }), ...(maxAge !== undefined && { maxAge }) };
  return runReport(
    input,
    (options) => collectGarbage({ ...options, ...limits }),
    ({ exit, removed, freed, blobs, bytes }, palette) => {
      if (exit !== 0) return '';
      return `${palette.green('✓')} ${formatCount(removed, 'stored file')} of ${formatBytes(freed)} removed; ${blobs} of ${formatBytes(bytes)} stay\n`;
    },
  );
}
