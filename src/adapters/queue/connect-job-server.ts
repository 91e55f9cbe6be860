import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as Bull from 'bullmq';
import { queueClock, queueLibraryMissing, queueUnreachable } from '../../diagnostics/fleet.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { readErrorCode } from '../../model/error-code.ts';
import type { JsonObject } from '../../model/json.ts';
import type { JobQueue, JobServer, JobWorker, TakenJob, WorkerSettings } from '../../spec/job-queue.ts';
import { awaitJob } from './await-job.ts';
import { measureClock } from './measure-clock.ts';

type Library = typeof Bull;
type Classes = Pick<Library, 'Queue' | 'Worker' | 'QueueEvents'>;

/**
 * Milliseconds. A worker that says nothing for so long is dead; it speaks up every half of it. Its job is handed out again at the next look, which each worker takes in turn: two intervals may
 * lie between two looks. So a job is in other hands six seconds after its worker's death at the latest.
 */
export const lockDuration = 4000;
/** Milliseconds between two looks for workers that died. */
export const stalledInterval = 1000;

/** How often a job may lose its worker. */
const mostDeaths = 1000;

/** Milliseconds until a job that was given back is handed out again. */
const later = 1000;

/** Seconds that ended jobs are kept: what workers noted of them is read when they are done once more. */
const keptSeconds = 86_400;

/** Milliseconds within which a server must answer for the first time. */
const patience = 5000;

/** Milliseconds that the clocks of a worker and of PostgreSQL may differ: little beside the time that a lock holds. */
const mostApart = 500;

/**
 * Connects to Redis or Valkey (`redis://`, `rediss://`) or PostgreSQL (`postgres://`) through BullMQ, an optional package that is loaded here and nowhere else.
 * @throws VisualsError `QUEUE_LIBRARY_MISSING`
 */
export async function connectJobServer(url: string): Promise<JobServer> {
  const { protocol, host } = new URL(url);
  const isPostgres = protocol.startsWith('postgres');
  const library = await loadLibrary(isPostgres ? 'pg' : 'ioredis');
  const sockets = new Set<Socket>();
  const connection = isPostgres ? { connectionString: url, migrate: true, max: 4, stream: () => openSocket(sockets) } : { url };
  const classes = (isPostgres ? library.withBackend(library.createPostgresBackend) : library) as Classes;
  const name = `${protocol}//${host}`;
  const server: Server = { classes, connection, name, sockets };
  return {
    name,
    openQueue: (queue) => openQueue(queue, server),
    openWorker: async (queue, settings) => {
      if (isPostgres) await checkClock(url, name);
      return openWorker(queue, settings, { ...server, library });
    },
  };
}

interface Server {
  readonly classes: Classes;
  readonly connection: object;
  readonly name: string;
  /** Connections to PostgreSQL. */
  readonly sockets: ReadonlySet<Socket>;
}

async function openQueue(name: string, { classes, connection, name: server, sockets }: Server): Promise<JobQueue> {
  const queue = new classes.Queue(name, { connection });
  const events = new classes.QueueEvents(name, { connection });
  queue.on('error', ignore);
  events.on('error', ignore);
  const close = (): Promise<void> => closeWithin([events, queue], sockets);
  await answerWithin(Promise.all([queue.waitUntilReady(), events.waitUntilReady()]), server, close);
  return {
    add: async (id, payload, isAnew) => {
      const job = await addJob(queue, { id, payload, isAnew });
      return {
        ended: () => awaitJob(id, queue, events),
        withdraw: async () => {
          // One that a worker has in its hands can't be taken away.
          await job.remove().catch(ignore);
        },
      };
    },
    countWorkers: () => queue.getWorkersCount(),
    close,
  };
}

function openSocket(sockets: Set<Socket>): Socket {
  const socket = new Socket();
  sockets.add(socket);
  return socket.once('close', () => sockets.delete(socket));
}

/** A server whose host is gone answers no farewell, and its connections would keep the process alive for as long as the system tries to send one. */
async function closeWithin(ends: readonly (Bull.Queue | Bull.QueueEvents)[], sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = Promise.allSettled(ends.map((end) => end.close())).then(() => true);
  if (await Promise.race([closed, sleep(patience, false, { ref: false })])) return;
  for (const end of ends) void end.disconnect().catch(ignore);
  for (const socket of sockets) socket.destroy();
}

interface NewJob {
  readonly id: string;
  readonly payload: JsonObject;
  readonly isAnew: (answer: JsonObject | undefined) => boolean;
}

async function addJob(queue: Bull.Queue, { id, payload, isAnew }: NewJob): Promise<Bull.Job> {
  const before = await queue.getJob(id);
  const state = await before?.getState();
  const hasEnded = state === 'completed' || state === 'failed';
  if (before !== undefined && !hasEnded) return before;
  if (before !== undefined) await before.remove().catch(ignore);
  const noted = isAnew((before?.returnvalue ?? undefined) as JsonObject | undefined) ? undefined : (before?.data as JsonObject | undefined)?.['noted'];
  const data = { ...payload, ...(noted !== undefined && { noted }) };
  return queue.add('work', data, { jobId: id, removeOnComplete: { age: keptSeconds }, removeOnFail: { age: keptSeconds } });
}

async function openWorker(
  name: string,
  settings: WorkerSettings,
  { classes, connection, name: server, library }: Server & { readonly library: Library },
): Promise<JobWorker> {
  const { atOnce, perMinute, handle, onTrouble } = settings;
  const process = async (job: Bull.Job, token?: string): Promise<JsonObject> => {
    const result = await handle(describeTaken(job, token!));
    if (result !== 'later') return result;
    await job.moveToDelayed(Date.now() + later, token);
    throw new library.DelayedError();
  };
  const worker = new classes.Worker(name, process, {
    connection,
    concurrency: atOnce,
    lockDuration,
    stalledInterval,
    maxStalledCount: mostDeaths,
    // The limit is a fixed window: ten a second would let twenty through where two windows meet. One in a tenth of a second never does.
    ...(perMinute !== undefined && { limiter: { max: 1, duration: Math.ceil(60_000 / perMinute) } }),
  });
  worker.on('error', (error) => onTrouble(error.message));
  await answerWithin(worker.waitUntilReady(), server, () => worker.close(true));
  return { close: () => worker.close() };
}

/** A note counts only if the job was this worker's all the while: one that was asleep or cut off would write over what the next one noted, and then do what that one does. */
function describeTaken(job: Bull.Job, token: string): TakenJob {
  const keep = async (): Promise<void> => {
    if ((await job.extendLock(token, lockDuration)) !== 1) throw new Error('another worker has got this job');
  };
  return {
    payload: job.data as JsonObject,
    note: async (fields) => {
      await keep();
      await job.updateData({ ...(job.data as JsonObject), noted: fields });
      await keep();
    },
  };
}

/**
 * In PostgreSQL each worker writes by its own clock until when a job is its, and the others judge it by theirs: one that is ahead would be taken for alive long after its death, and one that is behind for
 * dead while it works. Redis and Valkey measure that time themselves.
 */
async function checkClock(url: string, server: string): Promise<void> {
  const ahead = await answerWithin(measureClock(url, patience), server, async () => undefined);
  if (Math.abs(ahead) > mostApart) throw new VisualsError(queueClock({ server, ahead: ahead / 1000 }));
}

/** The libraries go on trying for ever; somebody who mistyped an address wants to know. */
async function answerWithin<Answer>(ready: Promise<Answer>, server: string, close: () => Promise<unknown>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience);
  });
  try {
    return await Promise.race([ready, late]);
  } catch (error) {
    void close();
    ready.catch(ignore);
    throw new VisualsError(queueUnreachable({ server, reason: (error as Error).message }));
  } finally {
    clearTimeout(timer);
  }
}

async function loadLibrary(driver: string): Promise<Library> {
  try {
    await import(driver);
    const name = 'bullmq';
    const loaded = (await import(name)) as Library & { readonly default?: Library };
    return loaded.default ?? loaded;
  } catch (error) {
    if (readErrorCode(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new VisualsError(queueLibraryMissing({ driver }));
  }
}

function ignore(): void {
  // Told elsewhere, or of no consequence.
}
