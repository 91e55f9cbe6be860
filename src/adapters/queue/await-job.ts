import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue } from 'bullmq';
import type { JsonObject } from '../../model/json.ts';

/** Milliseconds of silence after which a server counts as gone. */
const patience = 60_000;

/**
 * Waits until a job has ended. Events tell it at once; but of two that PostgreSQL commits at the same moment one may never be read, and a server that was started anew has forgotten what it was asked.
 * So the job itself is looked at now and then.
 * @param lookEvery milliseconds between two looks at a job of which nothing was heard
 * @returns what its handler gave
 * @throws Error when it failed, when the server no longer has it, and when the server has not answered for a minute
 */
export async function awaitJob(id: string, queue: Queue, events: EventEmitter, lookEvery = 5000): Promise<JsonObject> {
  for (let heard = performance.now(); ;) {
    const news = listen(id, events, lookEvery);
    try {
      const job = await look(id, queue, lookEvery);
      if (job !== 'silence') {
        heard = performance.now();
        if (job === undefined) throw new Error('the queue no longer knows of it');
        if (job.finishedOn !== undefined) return takeAnswer(job);
      } else if (performance.now() - heard > patience) {
        throw new Error(`the queue has not answered for ${patience / 1000} s`);
      }
      await news.heard;
    } finally {
      news.stop();
    }
  }
}

interface News {
  /** When an event told that the job has ended, or when it is time to look again. */
  readonly heard: Promise<void>;
  stop(): void;
}

/** Listens from the moment it is called: what happens while somebody looks is heard. */
function listen(id: string, events: EventEmitter, longest: number): News {
  const names = [`completed:${id}`, `failed:${id}`] as const;
  let stop: () => void = () => undefined;
  const heard = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, longest);
    const hear = (): void => resolve();
    stop = () => {
      clearTimeout(timer);
      for (const name of names) events.off(name, hear);
      resolve();
    };
    for (const name of names) events.on(name, hear);
  });
  return { heard, stop: () => stop() };
}

/** A server whose host is gone neither answers nor refuses. */
function look(id: string, queue: Queue, longest: number): Promise<Job | undefined | 'silence'> {
  return Promise.race([queue.getJob(id), sleep(longest, 'silence' as const, { ref: false })]).catch(() => 'silence' as const);
}

function takeAnswer({ failedReason, returnvalue }: Job): JsonObject {
  if (failedReason !== undefined) throw new Error(failedReason);
  return returnvalue as JsonObject;
}
