import { existsSync } from 'node:fs';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { VisualsError } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { TakenJob } from '../spec/job-queue.ts';
import { openWorkshop } from './open-workshop.ts';
import type { Workshop, WorkshopKeeper, WorkshopOffer, WorkshopPlace } from './open-workshop.ts';
import type { Acknowledgement, JobWord, ThreadOrder, ThreadWord } from './workshop-exchange.ts';

/**
 * Opens a workshop in a thread of its own: however long a card keeps that thread, the calling one is free to tell the queue that somebody works. The thread is a file of the package
 * that lies beside this one's bundle; from sources, where it isn't built, the calling thread works itself.
 * @throws VisualsError as {@link openWorkshop}
 */
export async function startWorkshop(
  place: WorkshopPlace,
  keeper: WorkshopKeeper,
  workerFile: URL = new URL('./workshop-worker.js', import.meta.url),
): Promise<Workshop> {
  if (!existsSync(workerFile)) return openWorkshop(place, keeper);
  const thread = new Worker(workerFile, { workerData: place });
  const ended = new Promise((resolve) => thread.once('exit', resolve));
  const say = (order: ThreadOrder): void => thread.postMessage(order);
  const offer = await untilOpen(thread, keeper);
  const stop = (): void => say('stop');
  if (keeper.signal.aborted) stop();
  else keeper.signal.addEventListener('abort', stop, { once: true });
  return {
    offer,
    handle: (job) => handIn(job, thread),
    close: async () => {
      say('close');
      await ended;
    },
  };
}

/** What the thread says is passed on, also later: a thread that breaks is the end of the worker. */
function untilOpen(thread: Worker, { tell, quit }: WorkshopKeeper): Promise<WorkshopOffer> {
  return new Promise((resolve, reject) => {
    thread.on('message', (word: ThreadWord) => {
      if (word === 'quit') quit();
      else if ('diagnostic' in word) tell(word.diagnostic);
      else if ('offer' in word) resolve(word.offer);
      else reject(new VisualsError(word.refused));
    });
    thread.on('error', (error: Error) => {
      reject(error);
      quit(error);
    });
  });
}

/** Each job has a line of its own, which breaks when the thread does. */
function handIn(job: TakenJob, thread: Worker): Promise<JsonObject | 'later'> {
  const { port1: own, port2: line } = new MessageChannel();
  return new Promise<JsonObject | 'later'>((resolve, reject) => {
    own.on('close', () => reject(new Error('the thread that worked on it ended')));
    own.on('message', (word: JobWord) => {
      if ('note' in word) void acknowledge(job.note(word.note), own);
      else if ('answer' in word) resolve(word.answer);
      else reject(new Error(word.failure));
    });
    const order: ThreadOrder = { payload: job.payload, line };
    thread.postMessage(order, [line]);
  }).finally(() => own.close());
}

async function acknowledge(written: Promise<void>, own: MessagePort): Promise<void> {
  const answer = await written.then(
    (): Acknowledgement => ({}),
    (error: Error): Acknowledgement => ({ failure: error.message }),
  );
  own.postMessage(answer);
}
