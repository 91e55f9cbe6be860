import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectJobServer } from '../../src/adapters/queue/connect-job-server.ts';
import { buildFleet } from '../../src/build-fleet.ts';
import { readLock } from '../../src/lock/lock-file.ts';
import type { EventSink } from '../../src/model/event.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { BuildOptions, BuildReport } from '../../src/model/report.ts';
import { createProject, tinySize, tinySources } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { openFleet, reportOf, untilSays } from '../support/fleet.ts';
import type { Fleet, FleetEnding } from '../support/fleet.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { codesOf, plate } from '../support/paid-project.ts';
import { hasRedis, queueServers, startRedis } from '../support/queue-server.ts';
import type { QueueServer } from '../support/queue-server.ts';
import { runCommand } from '../support/run-command.ts';
import { actAs } from '../support/shared-project.ts';

const sizes = [tinySize, { name: 'square', width: 80, height: 80 }, { name: 'tall', width: 60, height: 110 }];

/** Many cells, so that a worker has several jobs; and pictures that are bought, one of which two assets share. */
const notes = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`note-${index}`, { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' }]));

function sources(changes: JsonObject = {}): Sources {
  return tinySources({ assets: notes, ...changes });
}

const bought = {
  one: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: plate } },
  two: { template: 'photo', sizes: [tinySize], copy: 'hello', alt: 'hello.alt', art: { background: plate } },
  three: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: { ...plate, prompt: 'A quiet shore' } } },
};

for (const { server, has, start } of queueServers) describe.skipIf(!has())(`a fleet over ${server}`, () => tryServer(start));

/** What holds over every server of queues. */
function tryServer(start: () => Promise<QueueServer>): void {
  let queue: QueueServer;
  beforeAll(async () => {
    queue = await start();
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
}

/** US dollars that count in a clone's month. */
async function readMonth({ root }: TestProject): Promise<number> {
  const { month } = JSON.parse((await runCommand(root, ['spend', '--json'])).stdout) as { readonly month: { readonly spent: number } };
  return month.spent;
}

describe.skipIf(!hasRedis())('a fleet', () => {
  let queue: QueueServer;
  beforeAll(async () => {
    queue = await startRedis();
  });
  afterAll(() => queue.stop());

  const startFleet = async (files: Sources, latency = 0): Promise<Fleet & { readonly server: OpenAiServer }> => {
    const server = await startOpenAiServer({ latency });
    onTestFinished(() => server.close());
    return { ...openFleet(queue, files, server), server };
  };

  test('buys nothing without consent, and no more than that', async () => {
    const fleet = await startFleet(sources({ assets: bought }));
    await fleet.worker();
    expect(reportOf(await fleet.build(fleet.clone()))).toMatchObject({ exit: 3, spent: 0 });
    const small = reportOf(await fleet.build(fleet.clone(), ['--spend', '0.001']));
    expect([small.exit, codesOf(small).filter((code) => code === 'BUDGET_EXCEEDED')]).toEqual([3, ['BUDGET_EXCEEDED']]);
    expect(fleet.server.posts).toHaveLength(0);
  });

  test('F8 on a build server buys by the flag alone, whatever the config allows', async () => {
    const fleet = await startFleet(sources({ assets: bought, budget: { perBuild: 5 } }));
    await fleet.worker();
    expect(reportOf(await fleet.build(fleet.clone(), [], { env: { CI: 'true' } }))).toMatchObject({ exit: 3, spent: 0 });
    expect(fleet.server.posts).toHaveLength(0);
    expect(reportOf(await fleet.build(fleet.clone(), ['--spend', '1'], { env: { CI: 'true' } })).exit).toBe(0);
  });

  test('F1 a store that is gone costs time and no picture: the coordinator draws what it does not find', async () => {
    const fleet = openFleet(queue, sources());
    await fleet.worker();
    renameSync(fleet.store, `${fleet.store}-away`);
    onTestFinished(() => rmSync(`${fleet.store}-away`, { recursive: true }));
    const place = fleet.clone();
    const report = reportOf(await fleet.build(place));
    expect([report.exit, report.counts.failed, codesOf(report)]).toEqual([0, 0, ['REMOTE_UNREACHABLE']]);
    expect(report.counts.made).toBeGreaterThan(0);
    await fleet.project.buildWell();
    expect(place.outputs()).toEqual(fleet.project.outputs());
  });

  test('F7 a picture that could not be handed over lies in the clone that bought it, is not bought again, and counts once', async () => {
    const fleet = await startFleet(sources({ assets: { one: bought.one } }));
    const [buyer, place] = [fleet.clone(), fleet.clone()];
    const worker = await fleet.worker(buyer);
    // It can be read from, and takes nothing.
    writeFileSync(join(fleet.store, 'tmp'), '');
    const first = reportOf(await fleet.build(place, ['--spend', '1']));
    expect([first.exit, codesOf(first), fleet.server.posts.length]).toEqual([3, ['FLEET_JOB_FAILED', 'ART_UNPAID'], 1]);
    worker.child.kill('SIGKILL');
    await worker.ended;
    // Started again it works, whatever it can't hand over.
    const again = await fleet.worker(buyer);
    rmSync(join(fleet.store, 'tmp'));
    again.child.kill('SIGTERM');
    expect((await again.ended).exit).toBe(143);
    // One that has nothing of it comes first.
    await fleet.worker();
    const building = fleet.startBuild(place, ['--spend', '1']);
    await sleep(1000);
    await fleet.worker(buyer);
    const second = reportOf(await building.ended);
    expect([second.exit, fleet.server.posts.length]).toEqual([0, 1]);
    expect(await readMonth(place)).toBe(second.spent);
  });

  test('counts what workers spent against the month of the clone that coordinates', async () => {
    const fleet = await startFleet(sources({ assets: bought, budget: { perMonth: 0.5 } }));
    const place = fleet.clone();
    await fleet.worker();
    const first = reportOf(await fleet.build(place, ['--spend', '5']));
    expect(first.spent).toBeGreaterThan(0);
    expect(await readMonth(place)).toBe(first.spent);
    // Another picture, in a month that has a tenth of a cent left.
    const config = place
      .read('visuals.config.ts')
      .replace('A quiet shore', 'A loud shore')
      .replace('0.5', String(first.spent + 0.001));
    place.write({ 'visuals.config.ts': config });
    const second = reportOf(await fleet.build(place, ['--spend', '5']));
    expect([second.exit, codesOf(second), second.spent]).toEqual([3, expect.arrayContaining(['BUDGET_EXCEEDED']), 0]);
  });

  test('asks for candidates one by one, each a job, in a request for one picture', async () => {
    const assets = { one: { ...bought.one, art: { background: { ...plate, candidates: 3 } } } };
    const fleet = await startFleet(sources({ assets }));
    await Promise.all([fleet.worker(), fleet.worker()]);
    const place = fleet.clone();
    const report = reportOf(await fleet.build(place, ['--spend', '1']));
    expect([report.exit, report.diagnostics, fleet.server.posts.length, fleet.server.pictures.length]).toEqual([0, [], 3, 3]);
    expect(readLock(join(place.root, 'visuals.lock.json')).filter(({ type }) => type === 'picture')).toHaveLength(3);
  });

  test('asks a model without a price where a sum was named for it, and else tells that it has none', async () => {
    const assets = { one: { ...bought.one, art: { background: { ...plate, model: 'my-own-model' } } } };
    const fleet = await startFleet(sources({ assets, budget: { perBuild: 5 } }));
    await fleet.worker();
    const refused = reportOf(await fleet.build(fleet.clone()));
    expect([refused.exit, codesOf(refused), fleet.server.posts.length]).toEqual([3, expect.arrayContaining(['PRICE_UNKNOWN']), 0]);
    const asked = reportOf(await fleet.build(fleet.clone(), ['--spend', '2']));
    expect(fleet.server.posts.map(({ model }) => model)).toEqual(['my-own-model']);
    // The double does not have it, and bills nothing.
    expect([asked.spent, asked.diagnostics.map(({ message }) => message)]).toEqual([0, expect.arrayContaining([expect.stringContaining('API_MODEL')])]);
  });

  test('hands out, buys and builds in slices what one build makes in one piece, and then what was touched', async () => {
    const widths = Array.from({ length: 12 }, (_, index) => 60 + index);
    const cards = widths.map((width) => [`card-${width}`, { ...notes['note-0'], sizes: sizes.map((size) => ({ ...size, width })) }] as const);
    const fleet = await startFleet(sources({ assets: { ...Object.fromEntries(cards), ...bought } }));
    const { VISUALS_STORE_KEY: _, ...reader } = fleet.env;
    const place = fleet.clone();
    await fleet.worker();
    const build = async (options: Partial<BuildOptions> = {}): Promise<BuildReport & { readonly planned: readonly (readonly number[])[] }> => {
      const planned: (readonly number[])[] = [];
      const onEvent: EventSink = (event) => void (event.type === 'planned' && planned.push([event.cells, event.outputs]));
      const report = await actAs(reader, () => buildFleet({ queue: queue.url, root: place.root, ...options, onEvent }, { mostCells: 7 }));
      return { ...report, planned };
    };
    // What workers know is the whole project, whatever part of it is asked for.
    const part = await build({ only: ['card-61'] });
    expect(part).toMatchObject({
      exit: 0,
      counts: { cached: 6, made: 0 },
      planned: [
        [6, 6],
        [6, 6],
      ],
    });
    const whole = await build({ spend: 1 });
    expect(whole).toMatchObject({
      exit: 0,
      diagnostics: [],
      counts: { cached: 78, made: 0 },
      art: { bought: 2 },
      planned: [
        [72, 72],
        [78, 78],
      ],
    });
    expect(fleet.server.posts).toHaveLength(2);
    for (const clone of [place, fleet.project]) clone.write({ 'copy/en.json': clone.read('copy/en.json').replace('A view', 'The view') });
    await fleet.worker();
    const touched = await build();
    expect(touched).toMatchObject({
      exit: 0,
      spent: 0,
      counts: { cached: 78, made: 0 },
      planned: [
        [2, 4],
        [78, 78],
      ],
    });
    const alone = createProject({});
    cpSync(place.root, alone.root, { recursive: true, filter: (path) => !/node_modules|\.visuals|out$/.test(path) });
    await alone.buildWell();
    expect(place.outputs()).toEqual(alone.outputs());
  });

  test('draws while pictures are still being bought', async () => {
    const hello = { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' };
    const fleet = await startFleet(sources({ assets: { ...bought, hello } }), 2000);
    await fleet.worker();
    const { lines } = await fleet.build(fleet.clone(), ['--spend', '1']);
    const drawn = lines.findIndex(({ type, id }) => type === 'cell' && String(id).startsWith('hello'));
    const received = lines.findIndex(({ type, step }) => type === 'purchase' && step === 'received');
    expect([drawn, received]).not.toContain(-1);
    expect(drawn, 'drawn before the first picture came').toBeLessThan(received);
  });

  test('tells when nobody listens, waits, and goes on when somebody does', async () => {
    const fleet = openFleet(queue, sources());
    const building = fleet.startBuild(fleet.clone());
    await untilSays(building, /FLEET_IDLE/);
    await fleet.worker();
    const report = reportOf(await building.ended);
    expect([report.exit, codesOf(report)]).toEqual([0, ['FLEET_IDLE']]);
  });

  test('a worker that is handed the work of other sources refuses it, gives it back and ends', async () => {
    const fleet = openFleet(queue, sources());
    const worker = await fleet.worker();
    const client = await connectJobServer(queue.url);
    const jobs = await client.openQueue(`visuals-${worker.fingerprint}`);
    onTestFinished(() => jobs.close());
    const forged = await jobs.add('forged', { kind: 'draw', fingerprint: 'another', cells: [] }, () => true);
    const { exit, stderr } = await worker.ended;
    expect([exit, stderr]).toEqual([2, expect.stringContaining('FLEET_VERSION')]);
    expect(stderr).toContain(`refused work for another; this worker is ${worker.fingerprint}`);
    // Nobody has it, so it can be taken back: a job in somebody's hands can't.
    await forged.withdraw();
    await expect(Promise.race([forged.ended(), sleep(500)])).rejects.toThrow();
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
