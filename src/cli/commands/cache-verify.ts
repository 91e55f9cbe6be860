import type { CommandInput } from '../command.ts';
import { formatBytes, formatCount } from '../format-count.ts';
import { runReport } from '../run-report.ts';

/** `visuals cache verify`: reads all that the cache holds; what is damaged is set aside and made again by the next build. */
export async function runCacheVerify(input: CommandInput): Promise<number> {
  const { inspectCache } = await import('../../inspect-cache.ts');
  return runReport(
    input,
    (options) => inspectCache({ ...options, verify: true, repair: input.flags.repair }),
    ({ blobs, bytes, repaired, diagnostics }, palette) => {
      const mark = diagnostics.length > 0 ? palette.yellow('!') : palette.green('✓');
      const back = repaired > 0 ? `, ${repaired} of them back from the shared store` : '';
      return `${mark} ${formatCount(blobs, 'stored file')} of ${formatBytes(bytes)} ${blobs === 1 ? 'is' : 'are'} sound${back}\n`;
    },
  );
}
