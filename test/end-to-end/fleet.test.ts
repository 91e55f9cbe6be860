import { cpSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { createProject, tinySize, tinySources } from '../support/create-project.ts';
import type { Sources } from '../support/create-project.ts';
import { openFleet, reportOf } from '../support/fleet.ts';
import type { FleetEnding } from '../support/fleet.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { plate } from '../support/paid-project.ts';
import { hasPostgres, hasRedis, startPostgres, startRedis } from '../support/queue-server.ts';
import type { QueueServer } from '../support/queue-server.ts';
import { runCommand } from '../support/run-command.ts';

const sizes = [tinySize, { name: 'square', width: 80, height: 80 }, { name: 'tall', width: 60, height: 110 }];

/** Many cells, so that a worker has several jobs; and pictures that are bought, one of which two assets share. */
function sources(changes: JsonObject = {}): Sources {
  const notes = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`note-${index}`, { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' }]));
  return tinySources({ assets: notes, ...changes });
}

const bought = {
  one: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: plate } },
  two: { template: 'photo', sizes: [tinySize], copy: 'hello', alt: 'hello.alt', art: { background: plate } },
  three: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: { ...plate, prompt: 'A quiet shore' } } },
};

describe.skipIf(!hasRedis())('a fleet over Redis', () => {
  let queue: QueueServer;
  beforeAll(async () => {
    queue = await startRedis();
  });
  afterAll(() => queue.stop());

  test('makes the same bytes as one build, and the coordinator draws nothing', async () => {
    const fleet = openFleet(queue, sources());
    await Promise.all([fleet.worker(), fleet.worker()]);
    const place = fleet.clone();
    const report = reportOf(await fleet.build(place));
    expect(report.diagnostics).toEqual([]);
    expect(report.counts).toEqual({ fresh: 0, cached: 72, made: 0, failed: 0 });
    await fleet.project.buildWell();
    expect(place.outputs()).toEqual(fleet.project.outputs());
  });

  test('buys each picture once, for two coordinators at the same time', async () => {
    const server = await startOpenAiServer();
    onTestFinished(() => server.close());
    const fleet = openFleet(queue, sources({ assets: bought }), server);
    await Promise.all([fleet.worker(), fleet.worker()]);
    const [first, second] = [fleet.clone(), fleet.clone()];
    const reports = (await Promise.all([first, second].map((place) => fleet.build(place, ['--spend', '1'])))).map(reportOf);
    expect(reports.map(({ exit, diagnostics }) => ({ exit, diagnostics }))).toEqual([
      { exit: 0, diagnostics: [] },
      { exit: 0, diagnostics: [] },
    ]);
    expect(server.posts).toHaveLength(2);
    expect(first.outputs()).toEqual(second.outputs());
    expect(first.read('visuals.lock.json')).toBe(second.read('visuals.lock.json'));
    expect(Math.max(...reports.map(({ spent }) => spent))).toBeGreaterThan(0);
    // A clone with the lock and the vault builds without anybody.
    const third = createProject({});
    cpSync(first.root, third.root, { recursive: true, filter: (path) => !/node_modules|\.visuals/.test(path) });
    expect((await third.build()).exit).toBe(0);
  });

  test('buys nothing without consent, and no more than that', async () => {
    const server = await startOpenAiServer();
    onTestFinished(() => server.close());
    const fleet = openFleet(queue, sources({ assets: bought }), server);
    await fleet.worker();
    expect(reportOf(await fleet.build(fleet.clone())).exit).toBe(3);
    expect(reportOf(await fleet.build(fleet.clone(), ['--spend', '0.001'])).exit).toBe(3);
    expect(server.posts).toHaveLength(0);
  });

  test('the jobs of a killed worker are done by another one', async () => {
    const fleet = openFleet(queue, sources());
    const victim = await fleet.worker();
    const place = fleet.clone();
    const building = fleet.build(place);
    await sleep(1500);
    victim.child.kill('SIGKILL');
    await victim.ended;
    await fleet.worker();
    const report = reportOf(await building);
    expect(report.exit).toBe(0);
    expect(report.counts).toMatchObject({ made: 0, failed: 0 });
  });

  test('refuses to begin without a store, without a server, with an address that is none', async () => {
    const project = createProject(sources());
    const codes = async (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> => {
      const { lines } = await runCommand(project.root, [...words, '--json'], { env });
      const last = lines.at(-1)!;
      return ((last['report'] ?? last) as FleetEnding).diagnostics.map(({ code }) => code);
    };
    expect(await codes(['build', '--queue', queue.url])).toEqual(['FLEET_STORE_MISSING']);
    expect(await codes(['worker', '--queue', queue.url])).toEqual(['FLEET_STORE_MISSING']);
    expect(await codes(['worker', '--queue', 'http://queue'])).toEqual(['QUEUE_INVALID']);
    const { env } = openFleet(queue, sources());
    expect(await codes(['worker', '--queue', 'redis://127.0.0.1:1'], env)).toEqual(['QUEUE_UNREACHABLE']);
  });
});

describe.skipIf(!hasPostgres())('a fleet over PostgreSQL', () => {
  test('makes the same bytes as one build', async () => {
    const queue = await startPostgres();
    onTestFinished(() => queue.stop());
    const fleet = openFleet(queue, sources());
    await Promise.all([fleet.worker(), fleet.worker()]);
    const place = fleet.clone();
    const report = reportOf(await fleet.build(place));
    expect(report.diagnostics).toEqual([]);
    expect(report.counts).toMatchObject({ made: 0, failed: 0 });
    await fleet.project.buildWell();
    expect(place.outputs()).toEqual(fleet.project.outputs());
  });
});
