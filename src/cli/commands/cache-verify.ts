import type { CommandInput } from '../command.ts';
import { formatBytes, formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals cache verify`: reads all that the cache holds; what is damaged is set aside and made again by the next build. */
export async function runCacheVerify(input: CommandInput): Promise<number> {
  const { inspectCache } = await import('../../inspect-cache.ts');
  return runReport(
    input,
    (options) => inspectCache({ ...options, verify: true }),
    ({ blobs, bytes, diagnostics }, palette) => {
      const mark = diagnostics.length > 0 ? palette.yellow('!') : palette.green('✓');
      return `${mark} ${formatCount(blobs, 'stored file')} of ${formatBytes(bytes)} ${blobs === 1 ? 'is' : 'are'} sound\n`;
    },
  );
}
