import { fleetIdle, fleetJobFailed } from '../diagnostics/fleet.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { BuildOptions } from '../model/report.ts';
import type { Treasury } from '../project/open-paid-art.ts';
import type { Sharing } from '../project/open-sharing.ts';
import type { PreparedPlan } from '../project/prepare-plan.ts';
import type { Workspace } from '../project/workspace.ts';
import type { AddedJob, JobQueue, JobServer } from '../spec/job-queue.ts';
import { readAnswer } from './jobs.ts';
import type { BuyJob, DrawJob, JobAnswer } from './jobs.ts';
import { nameDrawing } from './queue-names.ts';
import { surveyProject } from './survey-project.ts';

/** A build that hands its work out. */
export interface Commission {
  readonly prepared: PreparedPlan;
  readonly workspace: Workspace;
  readonly options: BuildOptions;
  readonly sharing: Sharing;
  readonly treasury: Treasury;
  readonly tell: (diagnostic: Diagnostic) => void;
}

/** A coordinator's line to its workers. */
export interface Office extends Commission {
  readonly fingerprint: string;
  /** Adds a job and waits for its answer. One that can't be done is told: what it was for is missing, and the build goes on without it. */
  readonly order: (name: string, job: DrawJob | BuyJob) => Promise<JobAnswer>;
  readonly close: () => Promise<void>;
}

/** Milliseconds between two looks whether anybody works. */
const lookEvery = 5000;

/** Opens the office of a build. Closed, it takes back what nobody has begun: a build that was stopped buys nothing more. */
export async function openOffice(commission: Commission, server: JobServer): Promise<Office> {
  const { fingerprint } = await surveyProject(commission.prepared.project, commission.prepared.pause);
  const openQueue = rememberQueues(server);
  const stopWatching = watchWorkers(await openQueue(nameDrawing(fingerprint)), () => commission.tell(fleetIdle({ server: server.name, fingerprint })));
  const pending = new Set<AddedJob>();
  const send = async (name: string, job: DrawJob | BuyJob): Promise<JobAnswer> => {
    const { signal } = commission.options;
    signal?.throwIfAborted();
    const added = await (await openQueue(name)).add(nameJob(job), { ...job }, (answer) => isOver(job, answer));
    pending.add(added);
    try {
      return readAnswer(await untilAborted(added.ended(), signal));
    } finally {
      pending.delete(added);
    }
  };
  return {
    ...commission,
    fingerprint,
    order: (name, job) => send(name, job).catch((error: Error) => describeLoss(error, job, commission)),
    close: async () => {
      stopWatching();
      await Promise.allSettled([...pending].map((job) => job.withdraw()));
      await openQueue.close();
    },
  };
}

/** The same work of two coordinators, or of two builds, is one job, whatever may be spent on it and whoever gave a word. Names of jobs hold no colon: the library refuses it. */
function nameJob(job: DrawJob | BuyJob): string {
  const work = job.kind === 'draw' ? job.cells : [job.task, job.number];
  return computeDigest(JSON.stringify([job.kind, job.fingerprint, work])).slice(0, 32);
}

/**
 * Whether nobody has to know who began a job that is done once more: its picture was handed over, or a person was told that its outcome is unknown and wants another one. What a worker holds that could
 * not hand it over is not unknown: it will be found there.
 */
function isOver(job: DrawJob | BuyJob, answer: JsonObject | undefined): boolean {
  if (job.kind === 'draw' || answer === undefined) return job.kind === 'draw';
  const { code } = readAnswer(answer);
  return code === '' || (job.buyAgain && code === 'PURCHASE_UNKNOWN');
}

interface Queues {
  (name: string): Promise<JobQueue>;
  readonly close: () => Promise<void>;
}

function rememberQueues(server: JobServer): Queues {
  const queues = new Map<string, Promise<JobQueue>>();
  const open = (name: string): Promise<JobQueue> => {
    const opened = queues.get(name) ?? server.openQueue(name);
    queues.set(name, opened);
    return opened;
  };
  const close = async (): Promise<void> => {
    for (const queue of queues.values()) await (await queue).close();
  };
  return Object.assign(open, { close });
}

/** Tells once when nobody listens. @returns what ends the watch */
function watchWorkers(queue: JobQueue, tellIdle: () => void): () => void {
  let isTold = false;
  const look = async (): Promise<void> => {
    if (isTold || (await queue.countWorkers()) > 0) return;
    isTold = true;
    tellIdle();
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookEvery);
  return () => clearInterval(timer);
}

function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  work.catch(() => undefined);
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
  ]);
}

function describeLoss(error: Error, job: DrawJob | BuyJob, { options, tell }: Commission): JobAnswer {
  if (options.signal?.aborted) throw error;
  tell(fleetJobFailed({ job: job.kind === 'draw' ? `${job.cells.length} pictures` : job.task, reason: error.message }));
  return { done: 0, failed: 1, spent: 0, key: '', code: 'FLEET_JOB_FAILED', message: '' };
}
