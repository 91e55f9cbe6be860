import { findWorstExit } from './diagnostics/worst-exit.ts';
import { checkQueueUrl } from './fleet/check-queue-url.ts';
import { nameDrawing } from './fleet/queue-names.ts';
import { readAnswer, readJob } from './fleet/jobs.ts';
import type { Workshop } from './fleet/open-workshop.ts';
import { startWorkshop } from './fleet/start-workshop.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { JsonObject } from './model/json.ts';
import type { ProjectOptions } from './model/report.ts';
import { connectQueue } from './project/connect-queue.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import type { JobHandler, JobServer, JobWorker } from './spec/job-queue.ts';

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
    await holdBuildLock(host, options, () => work(options, { tell, totals }));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    for (const diagnostic of error.diagnostics) tell(diagnostic);
  }
  return { exit: findWorstExit(diagnostics), ...totals, diagnostics };
}

/** What a worker tells while it runs and at its end. */
interface Account {
  readonly tell: (diagnostic: Diagnostic) => void;
  readonly totals: { pictures: number; failed: number; spent: number };
}

async function work({ queue, signal, onReady, root, config, jobs }: WorkerOptions, { tell, totals }: Account): Promise<void> {
  const stop = new AbortController();
  const broken: Error[] = [];
  const quit = (error?: Error): void => {
    if (error !== undefined) broken.push(error);
    stop.abort();
  };
  const stopped = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
  const place = { ...(root !== undefined && { root }), ...(config !== undefined && { config }), ...(jobs !== undefined && { jobs }) };
  const workshop = await startWorkshop(place, { tell, quit, signal: stopped });
  try {
    const listening = await listen(await connectQueue(queue), workshop, totals);
    onReady?.(workshop.offer.fingerprint);
    await untilAborted(stopped);
    await Promise.allSettled(listening.map((each) => each.close()));
  } finally {
    await workshop.close();
  }
  for (const error of broken) throw error;
}

/** One worker a queue: drawing goes on while the rate of an account is waited for. */
async function listen(server: JobServer, { offer, handle }: Workshop, totals: Account['totals']): Promise<readonly JobWorker[]> {
  const counted: JobHandler = async (job) => {
    const answer = await handle(job);
    if (answer !== 'later') count(job.payload, answer, totals);
    return answer;
  };
  const settings = { atOnce: 1, handle: counted, onTrouble: () => undefined };
  return Promise.all([
    server.openWorker(nameDrawing(offer.fingerprint), settings),
    ...offer.buying.map(({ name, ...rate }) => server.openWorker(name, { ...settings, ...rate })),
  ]);
}

function count(payload: JsonObject, value: JsonObject, totals: Account['totals']): void {
  const { done, failed, spent } = readAnswer(value);
  totals.spent += spent;
  if (readJob(payload)?.kind !== 'draw') return;
  totals.pictures += done;
  totals.failed += failed;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
