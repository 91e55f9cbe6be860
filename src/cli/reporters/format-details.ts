import type { BuildReport } from '../../model/report.ts';
import { formatDuration } from '../format-count.ts';
import type { Palette } from '../palette.ts';
import { formatChangeList } from './format-change-list.ts';

/** What `--verbose` adds to a build's summary: each picture that was made and why, each file that was removed, and the work behind it. */
export function formatDetails({ made, removed, ran, milliseconds }: BuildReport, palette: Palette): string {
  const tasks = Object.entries(ran).flatMap(([kind, count]) => (count > 0 ? [`${count} ${kind}`] : []));
  const work = `tasks run: ${tasks.length > 0 ? tasks.join(', ') : 'none'}; the build itself took ${formatDuration(milliseconds)}`;
  return `${formatChangeList(made, palette, true)}${removed.map((path) => `removed ${path}\n`).join('')}${palette.dim(work)}\n`;
}
