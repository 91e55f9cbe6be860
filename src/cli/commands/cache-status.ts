import type { CommandInput } from '../command.ts';
import { formatBytes, formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals cache status`: what the cache holds. */
export async function runCacheStatus(input: CommandInput): Promise<number> {
  const { inspectCache } = await import('../../inspect-cache.ts');
  return runReport(input, inspectCache, ({ results, blobs, bytes, damaged }) => {
    const aside = damaged > 0 ? `, ${formatCount(damaged, 'damaged file')} set aside` : '';
    return `${formatCount(results, 'remembered result')}, ${formatCount(blobs, 'stored file')} of ${formatBytes(bytes)}${aside}\n`;
  });
}
