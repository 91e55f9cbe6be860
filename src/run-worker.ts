import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetVersion } from './diagnostics/fleet.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { checkQueueUrl } from './fleet/check-queue-url.ts';
import { computeFingerprint, listBuying, nameDrawing } from './fleet/fingerprint.ts';
import { createJobHandler } from './fleet/handle-job.ts';
import type { WorkerBench } from './fleet/worker-bench.ts';
import { leaveBought } from './fleet/leave-bought.ts';
import { openFleetStore } from './fleet/open-fleet-store.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { connectQueue } from './project/connect-queue.ts';
import { preparePlan } from './project/prepare-plan.ts';
import { openWorkspace } from './project/workspace.ts';
import type { Workspace } from './project/workspace.ts';
import { writeFileAtomic } from './store/write-file.ts';

/** How a worker works. */
export interface WorkerOptions extends ProjectOptions {
  /** `redis://…`, `rediss://…` or `postgres://…`. */
  readonly queue: string;
  /** How many pictures are in work at once; default the machine's parallelism. */
  readonly jobs?: number;
  /** Told when the worker listens, with the fingerprint of what it can do. */
  readonly onReady?: (fingerprint: string) => void;
}

/** What a worker did until it was stopped. */
export interface WorkerRunReport {
  readonly exit: number;
  readonly pictures: number;
  readonly failed: number;
  /** US dollars. */
  readonly spent: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Works for builds over a queue until it is stopped: draws cells and sends requests to image models, both by the plan of its own clone alone. Its clone is locked meanwhile.
 * What it makes goes to the shared store before a job counts as done; what it buys goes through its own journal, lock and vault as well.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerRunReport> {
  const host = describeHost(options);
  const diagnostics: Diagnostic[] = [];
  const totals = { pictures: 0, failed: 0, spent: 0 };
  const tell = (diagnostic: Diagnostic): void => {
    if (diagnostics.some((each) => each.code === diagnostic.code && each.message === diagnostic.message)) return;
    diagnostics.push(diagnostic);
    options.onEvent?.({ type: 'diagnostic', diagnostic });
  };
  try {
    checkQueueUrl(options.queue);
    const workspace = openWorkspace(host, undefined);
    await holdBuildLock(host, options, () => work(workspace, options, { tell, totals }));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    for (const diagnostic of error.diagnostics) tell(diagnostic);
  }
  return { exit: findWorstExit(diagnostics), ...totals, diagnostics };
}

async function work(workspace: Workspace, options: WorkerOptions, { tell, totals }: Pick<WorkerBench, 'tell' | 'totals'>): Promise<void> {
  const prepared = await preparePlan(workspace, {});
  for (const diagnostic of prepared.diagnostics) tell(diagnostic);
  const sharing = await openFleetStore(workspace, prepared, { writes: true, tell });
  const stop = new AbortController();
  const fingerprint = computeFingerprint(prepared);
  const refuse = (wanted: string): void => {
    tell(fleetVersion({ wanted, here: fingerprint }));
    stop.abort();
  };
  const signal = AbortSignal.any([stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const jobs = options.jobs ?? workspace.host.parallelism;
  const bench: WorkerBench = { workspace, prepared, sharing, fingerprint, self: identifyClone(workspace), jobs, tell, totals, signal, refuse };
  try {
    await leaveBought(bench);
    const server = await connectQueue(options.queue);
    const handle = createJobHandler(bench);
    const onTrouble = (): void => undefined;
    const { generators } = prepared.project.config;
    const buying = [...listBuying(fingerprint, prepared.plan)].map(([name, { request }]) => ({ name, perMinute: generators[request.generator]?.perMinute }));
    const opened = [
      await server.openWorker(nameDrawing(fingerprint), { atOnce: 1, handle, onTrouble }),
      ...(await Promise.all(
        buying.map(({ name, perMinute }) => server.openWorker(name, { atOnce: 1, ...(perMinute !== undefined && { perMinute }), handle, onTrouble })),
      )),
    ];
    options.onReady?.(fingerprint);
    await untilAborted(signal);
    await Promise.allSettled(opened.map((each) => each.close()));
  } finally {
    sharing.close();
  }
}

/** A name of this clone that outlives the process: whoever starts again here has the papers of what was begun. */
function identifyClone({ paths }: Workspace): string {
  const path = join(paths.folder, 'worker');
  if (!existsSync(path)) writeFileAtomic(path, randomUUID());
  return readFileSync(path, 'utf8');
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
