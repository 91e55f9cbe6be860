import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { awaitJob } from '../../../src/adapters/queue/await-job.ts';
import { connectJobServer } from '../../../src/adapters/queue/connect-job-server.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { JobHandler, TakenJob } from '../../../src/spec/job-queue.ts';
import { hasRedis, startRedis } from '../../support/queue-server.ts';
import type { QueueServer } from '../../support/queue-server.ts';

describe.skipIf(!hasRedis())('jobs over Redis', () => {
  let server: QueueServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.stop());

  /** A queue, and workers of it that end with the test. */
  async function openQueue(name: string): Promise<{ readonly add: () => Promise<JsonObject>; readonly work: (handle: JobHandler) => Promise<void> }> {
    const client = await connectJobServer(server.url);
    const queue = await client.openQueue(name);
    onTestFinished(() => queue.close());
    return {
      add: async () => {
        const added = await queue.add('job', {}, () => true);
        return added.ended();
      },
      work: async (handle) => {
        const worker = await client.openWorker(name, { atOnce: 1, handle, onTrouble: () => undefined });
        onTestFinished(() => worker.close());
      },
    };
  }

  test('a worker that was taken for dead can note nothing more about its job', async () => {
    const redis = new Redis(server.url);
    onTestFinished(() => redis.disconnect());
    const { add, work } = await openQueue('asleep');
    let wake: () => void = () => undefined;
    const ended = add();
    const first = await new Promise<TakenJob>((resolve) => {
      const handle: JobHandler = (job) => new Promise((done) => (resolve(job), (wake = () => done({}))));
      void work(handle);
    });
    await first.note({ begunBy: 'first' });
    const second = new Promise<JsonObject>((resolve) => {
      void work(async (job) => (resolve(job.payload), await job.note({ begunBy: 'second' }), {}));
    });
    // What becomes of a lock that is not renewed in time.
    await redis.del('bull:asleep:job:lock');
    expect(await second).toEqual({ noted: { begunBy: 'first' } });
    await expect(first.note({ begunBy: 'first' })).rejects.toThrow('another worker has got this job');
    await ended;
    expect(JSON.parse((await redis.hget('bull:asleep:job', 'data'))!)).toEqual({ noted: { begunBy: 'second' } });
    wake();
  });

  test('a job of whose end nobody was told is found ended, and one that the server lost is told', async () => {
    const { add, work } = await openQueue('deaf');
    const queue = new Queue('deaf', { connection: { url: server.url } });
    onTestFinished(() => queue.close());
    void add();
    const deaf = awaitJob('job', queue, new EventEmitter(), 100);
    await work(async () => ({ done: 1 }));
    expect(await deaf).toEqual({ done: 1 });
    const other = await queue.add('work', {}, { jobId: 'other', delay: 60_000 });
    const lost = awaitJob('other', queue, new EventEmitter(), 100);
    await Promise.all([expect(lost).rejects.toThrow('no longer knows of it'), sleep(50).then(() => other.remove())]);
  });
});
