import { exitCode } from './diagnostics/define.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { checkQueueUrl } from './fleet/check-queue-url.ts';
import { distributeWork } from './fleet/distribute-work.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { BuildOptions, BuildReport } from './model/report.ts';
import { executeBuild } from './project/execute-build.ts';
import type { Slicing } from './project/prepare-plan.ts';
import { describeHost } from './project/host.ts';
import { mostCellsAtOnce } from './project/prepare-plan.ts';

/** A build whose work is done by workers. */
export interface FleetOptions extends Omit<BuildOptions, 'frozen' | 'draft' | 'batch'> {
  /** `redis://…`, `rediss://…` or `postgres://…`. */
  readonly queue: string;
}

/**
 * Builds with the help of workers: hands out what is to be bought and drawn, waits, and then builds here, where everything is found in the shared store. What no worker could do is drawn
 * here; nothing is bought here.
 */
export async function buildFleet({ queue, ...options }: FleetOptions, { mostCells = mostCellsAtOnce }: Slicing = {}): Promise<BuildReport> {
  const host = describeHost(options);
  const found: Diagnostic[] = [];
  const totals = { spent: 0, bought: 0 };
  const tell = (diagnostic: Diagnostic): void => {
    if (found.some(({ code, message }) => code === diagnostic.code && message === diagnostic.message)) return;
    found.push(diagnostic);
    options.onEvent?.({ type: 'diagnostic', diagnostic });
  };
  const report = await executeBuild(options, host, {
    free: true,
    leaveStanding: true,
    mostCells,
    prepare: async (prepared, workspace) => {
      checkQueueUrl(queue);
      const done = await distributeWork({ queue, prepared, workspace, options, tell });
      totals.spent += done.spent;
      totals.bought += done.bought;
    },
  });
  const diagnostics = [...found, ...report.diagnostics];
  const art = report.art && { ...report.art, bought: report.art.bought + totals.bought };
  const exit = report.exit === exitCode.interrupted ? report.exit : findWorstExit(diagnostics);
  return { ...report, exit, spent: report.spent + totals.spent, diagnostics, ...(art !== undefined && { art }) };
}
