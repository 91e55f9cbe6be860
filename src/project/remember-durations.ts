import { readDurations, writeDurations } from '../store/durations.ts';
import type { Durations } from '../store/durations.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** Notes how long cells took, beside what is known of the others; cells that the config no longer has are forgotten. */
export function rememberDurations({ paths, writable }: Workspace, { matrix }: PreparedPlan, times: Durations): void {
  if (!writable || times.size === 0) return;
  const cells = new Set(matrix.flatMap((each) => each.cells.map(({ id }) => id)));
  const known = new Map<string, number>();
  for (const each of [readDurations(paths.durations), times]) for (const [cell, milliseconds] of each) if (cells.has(cell)) known.set(cell, milliseconds);
  writeDurations(paths.durations, known);
}
