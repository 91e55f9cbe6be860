import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockDuration, stalledInterval } from '../../src/adapters/queue/connect-job-server.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { tinySize, tinySources } from '../support/create-project.ts';
import { openFleet, reportOf } from '../support/fleet.ts';
import { chooseQueueServer } from '../support/queue-server.ts';
import type { QueueServer } from '../support/queue-server.ts';
import { recordFigure } from '../support/record-figure.ts';
import type { CommandOptions } from '../support/run-command.ts';

/** One picture: one job, of a project that no other worker works for. */
const createSources = (headline: string): Sources => ({
  ...tinySources({ locales: { source: 'en' }, assets: { hello: { template: 'note', sizes: [tinySize], copy: 'hello', alt: 'hello.alt' } } }),
  'copy/en.json': { hello: { headline, alt: 'A greeting' } },
});

/** A worker that tells in its clone what it paints, and keeps the thread it paints in for so many milliseconds each time. */
const slowFor = (milliseconds: number): CommandOptions => ({
  node: ['--import', join(import.meta.dirname, '../support/slow-drawing.mjs')],
  env: { VISUALS_TEST_SLOW: String(milliseconds) },
});

/** How often a worker is killed in the middle of a job, to see how soon another begins it. */
const deaths = Number(process.env['VISUALS_KILLS'] ?? 1) > 1 ? 5 : 1;

const { server, has, start } = chooseQueueServer();

describe.skipIf(!has())(`over ${server}, a worker that is slow, and one that is dead`, () => {
  let queue: QueueServer;
  beforeAll(async () => {
    queue = await start();
  });
  afterAll(() => queue.stop());

  test('a job that blocks its thread for longer than its lock holds is done once', async () => {
    const fleet = openFleet(queue, createSources('Slow'));
    const [slow, idle] = [fleet.clone(), fleet.clone()];
    await fleet.worker(slow, slowFor(lockDuration + 2 * stalledInterval + 1000));
    const building = fleet.build(fleet.clone());
    await untilDrawing(slow);
    await fleet.worker(idle, slowFor(0));
    const { counts, diagnostics } = reportOf(await building);
    expect({ counts, diagnostics }).toMatchObject({ counts: { cached: 1, made: 0 }, diagnostics: [] });
    expect([countDrawn(slow), countDrawn(idle)]).toEqual([1, 0]);
  });

  test(`a job whose worker is killed is begun by another one`, { timeout: 60_000 + deaths * 20_000 }, async () => {
    const waits: number[] = [];
    for (let death = 0; death < deaths; death += 1) waits.push(await measureDeath(death, queue));
    // The promise is a property of the settings: what comes on top is the time of a machine.
    expect(lockDuration + 2 * stalledInterval).toBeLessThanOrEqual(6000);
    const settings = `a lock of ${lockDuration} ms, looked at every ${stalledInterval} ms`;
    recordFigure({
      name: `seconds until another worker drew what a killed one had begun, over ${server}`,
      value: Math.max(...waits),
      most: 6,
      of: `the longest of ${deaths}; ${settings}`,
    });
  });
});

/** Kills a worker in the middle of a job. @returns seconds until another one draws */
async function measureDeath(death: number, queue: QueueServer): Promise<number> {
  const fleet = openFleet(queue, createSources(`Death ${death}`));
  const [victim, other] = [fleet.clone(), fleet.clone()];
  const { child, ended } = await fleet.worker(victim, slowFor(60_000));
  const building = fleet.build(fleet.clone());
  await untilDrawing(victim);
  await fleet.worker(other, slowFor(0));
  child.kill('SIGKILL');
  await ended;
  const killed = performance.now();
  await untilDrawing(other);
  const wait = performance.now() - killed;
  expect(reportOf(await building)).toMatchObject({ exit: 0, counts: { cached: 1, made: 0, failed: 0 } });
  return Math.round(wait / 100) / 10;
}

async function untilDrawing(place: TestProject): Promise<void> {
  while (countDrawn(place) === 0) await sleep(10);
}

/** How many pictures were begun in a clone. */
function countDrawn({ root }: TestProject): number {
  const path = join(root, 'drawn');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}
