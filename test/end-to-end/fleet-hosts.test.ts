import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Sources, TestProject } from '../support/create-project.ts';
import { tinySize, tinySources } from '../support/create-project.ts';
import { ensureProgram } from '../support/debian-packages.ts';
import { openFleet, reportOf } from '../support/fleet.ts';
import type { Fleet, FleetEnding, ListeningWorker } from '../support/fleet.ts';
import { hasHosts, openNetwork } from '../support/host-network.ts';
import type { Host } from '../support/host-network.ts';
import { hasNginx, startNginx } from '../support/nginx-server.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { plate } from '../support/paid-project.ts';
import { chooseQueueServer } from '../support/queue-server.ts';
import { recordFigure } from '../support/record-figure.ts';
import type { CommandOptions } from '../support/run-command.ts';
import { laySecureLine } from '../support/secure-line.ts';

const { server: sort, has, start } = chooseQueueServer();
const isProof = process.env['VISUALS_FIGURES'] !== undefined;
const canRun = hasHosts() && hasNginx() && has();

/** Half a round trip of 50 ms, and two frames of a thousand that are lost. */
const distance = { delay: 25, loss: 0.002 };

const sizes = [tinySize, { name: 'square', width: 80, height: 80 }, { name: 'tall', width: 60, height: 110 }];
const note = { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' };

/** Cards that are drawn, of which there are jobs of 25, and pictures that are bought with a card each. */
function createSources({ notes, pictures }: { readonly notes: number; readonly pictures: number }): Sources {
  const photo = (index: number): object => ({
    template: 'photo',
    sizes: [tinySize],
    copy: 'photo',
    alt: 'photo.alt',
    art: { background: { ...plate, prompt: `Picture ${index}` } },
  });
  const count = (length: number, name: string, create: (index: number) => object): readonly (readonly [string, object])[] =>
    Array.from({ length }, (_, index) => [`${name}-${index}`, create(index)]);
  return tinySources({ assets: Object.fromEntries([...count(notes, 'note', () => note), ...count(pictures, 'photo', photo)]) as never });
}

type HostName = 'coordinator' | 'one' | 'two' | 'three' | 'store' | 'queue';

/** A fleet each of whose parts has a host of its own. */
interface Scene {
  readonly hosts: Readonly<Record<HostName, Host>>;
  readonly fleet: Fleet;
  readonly provider: OpenAiServer;
  readonly coordinator: TestProject;
  /** A worker on a host, in a clone of its own. */
  work(name: 'one' | 'two' | 'three', options?: CommandOptions): Promise<TestProject & { readonly running: ListeningWorker }>;
  build(words?: readonly string[]): Promise<FleetEnding>;
}

async function openScene(sources: Sources, latency = 0): Promise<Scene> {
  const { hosts, address } = await openNetwork<HostName>(['coordinator', 'one', 'two', 'three', 'store', 'queue'], distance);
  const provider = await startOpenAiServer({ latency });
  onTestFinished(() => provider.close());
  const line = await laySecureLine(provider.url, address);
  const [queue, store] = await Promise.all([start(hosts.queue), startNginx({ host: hosts.store })]);
  onTestFinished(async () => void (await Promise.all([queue.stop(), store.stop()])));
  const fleet = openFleet(queue, sources, provider, {
    VISUALS_STORE_URL: store.url,
    OPENAI_BASE_URL: `${line.url}/v1`,
    NODE_EXTRA_CA_CERTS: line.certificate,
  });
  const coordinator = fleet.clone();
  return {
    hosts,
    fleet,
    provider,
    coordinator,
    work: async (name, options = {}) => {
      const place = fleet.clone();
      return { ...place, running: await fleet.worker(place, { ...options, within: hosts[name].within }) };
    },
    build: async (words = []) => reportOf(await fleet.build(coordinator, words, { within: hosts.coordinator.within })),
  };
}

/** A worker that takes so many milliseconds over a card. */
const slowFor = (milliseconds: number): CommandOptions => ({
  node: ['--import', join(import.meta.dirname, '../support/slow-drawing.mjs')],
  env: { VISUALS_TEST_SLOW: String(milliseconds) },
});

/** How many cards were begun in a clone. */
function countDrawn({ root }: TestProject): number {
  const path = join(root, 'drawn');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}

async function untilDrawing(place: TestProject): Promise<void> {
  while (countDrawn(place) === 0) await sleep(10);
}

/** How often each picture was asked for. */
function countPosts({ posts }: OpenAiServer): readonly number[] {
  const counts = new Map<string, number>();
  for (const { prompt = '' } of posts) counts.set(prompt, (counts.get(prompt) ?? 0) + 1);
  return [...counts.values()];
}

/** What a fleet has in the end, whatever happened: the bytes of one build, and no picture that was asked for twice. */
async function expectWell({ fleet, coordinator, provider }: Scene): Promise<void> {
  const alone = fleet.clone();
  for (const bought of ['visuals.lock.json', 'visuals.vault']) {
    if (existsSync(join(coordinator.root, bought))) cpSync(join(coordinator.root, bought), join(alone.root, bought), { recursive: true });
  }
  await alone.buildWell();
  const [files, others] = [coordinator.outputs(), alone.outputs()];
  const different = [...new Set([...files.keys(), ...others.keys()])].filter((path) => files.get(path) !== others.get(path));
  const twice = countPosts(provider).filter((count) => count > 1);
  expect({ different, twice }).toEqual({ different: [], twice: [] });
  totals.outages += 1;
  totals.files += others.size;
  totals.pictures += provider.posts.length;
}

const totals = { outages: 0, files: 0, pictures: 0 };

/** Long enough that the queue takes a host for dead. */
const outage = 10_000;

async function cutOff(host: Host): Promise<void> {
  host.unplug();
  await sleep(outage);
  host.plug();
}

/** A campaign of three jobs of cards and six pictures, of which some are under way at any moment. */
const campaign = createSources({ notes: 12, pictures: 6 });
const slowness = { card: 120, picture: 2500 };

async function openCampaign(): Promise<Scene & { readonly one: TestProject & { readonly running: ListeningWorker } }> {
  const scene = await openScene(campaign, slowness.picture);
  const [one] = await Promise.all((['one', 'two', 'three'] as const).map((name) => scene.work(name, slowFor(slowness.card))));
  return { ...scene, one: one! };
}

describe.skipIf(!canRun)(`a fleet over ${sort} whose every part has a host of its own, 50 ms away from the others`, { timeout: 300_000 }, () => {
  test('needs nothing to be on one machine', async () => {
    const scene = await openScene(createSources({ notes: 1, pictures: 1 }));
    await scene.work('one');
    const { exit, counts, diagnostics } = await scene.build(['--spend', '1']);
    expect({ exit, counts, diagnostics }).toEqual({ exit: 0, counts: { fresh: 0, cached: 8, made: 0, failed: 0 }, diagnostics: [] });
    expect(countPosts(scene.provider)).toEqual([1]);
  });
});

describe.skipIf(!canRun || !isProof)(`hosts over ${sort} that come and go`, { timeout: 300_000 }, () => {
  afterAll(() => {
    const of = `${totals.files} files of the bytes of one build, ${totals.pictures} pictures asked for once`;
    recordFigure({ name: `outages of hosts that a fleet over ${sort} came through`, value: totals.outages, least: 9, of });
  });

  test('three workers', async () => {
    const scene = await openCampaign();
    const { exit, counts, diagnostics } = await scene.build(['--spend', '1']);
    expect({ exit, made: counts.made, failed: counts.failed, diagnostics }).toEqual({ exit: 0, made: 0, failed: 0, diagnostics: [] });
    await expectWell(scene);
  });

  for (const name of ['one', 'coordinator', 'queue', 'store'] as const) {
    const title = `${name === 'one' ? 'a worker' : name} cut off for ten seconds`;
    test(title, async () => {
      const scene = await openCampaign();
      const building = scene.build(['--spend', '1']);
      await Promise.all([untilDrawing(scene.one), scene.provider.waitForPosts(1, 60_000)]);
      await cutOff(scene.hosts[name]);
      const { exit, diagnostics } = await building;
      expect({ exit, diagnostics: diagnostics.filter(({ code }) => code !== 'REMOTE_UNREACHABLE') }).toEqual({ exit: 0, diagnostics: [] });
      await expectWell(scene);
    });
  }

  test('a worker that is gone for good while it draws', async () => {
    const scene = await openScene(createSources({ notes: 12, pictures: 0 }));
    const one = await scene.work('one', slowFor(slowness.card));
    const building = scene.build();
    await untilDrawing(one);
    scene.hosts.one.unplug();
    const cut = performance.now();
    const two = await scene.work('two', slowFor(slowness.card));
    expect(await building).toMatchObject({ exit: 0, diagnostics: [] });
    expect(countDrawn(two)).toBeGreaterThan(0);
    recordFigure({
      name: `seconds until a build had ended whose worker was gone, over ${sort}`,
      value: Math.round((performance.now() - cut) / 1000),
      most: 60,
    });
    await expectWell(scene);
  });

  test('a worker that is gone for good while it buys, and what it paid is found when it is back', async () => {
    const scene = await openScene(createSources({ notes: 0, pictures: 3 }), slowness.picture);
    await scene.work('one');
    const building = scene.build(['--spend', '1']);
    await scene.provider.waitForPosts(1, 60_000);
    scene.hosts.one.unplug();
    await scene.work('two');
    // Nobody but the host that is gone can know of one of them.
    expect((await building).exit).toBe(4);
    scene.hosts.one.plug();
    await sleep(slowness.picture);
    expect(await scene.build(['--spend', '1'])).toMatchObject({ exit: 0 });
    await expectWell(scene);
  });

  for (const name of ['queue', 'store'] as const) {
    test(`${name} gone for good: the coordinator draws what is missing`, async () => {
      const scene = await openScene(createSources({ notes: 12, pictures: 0 }));
      const one = await scene.work('one', slowFor(slowness.card));
      const building = scene.build();
      await untilDrawing(one);
      scene.hosts[name].unplug();
      const { exit, counts } = await building;
      expect({ exit, failed: counts.failed }).toEqual({ exit: 0, failed: 0 });
      await expectWell(scene);
      scene.hosts[name].plug();
    });
  }

  test.skipIf(!isProof || !ensureProgram('faketime'))('a worker whose clock is ten minutes ahead', async () => {
    const scene = await openScene(campaign, slowness.picture);
    const words = scene.work('one', { env: { LD_PRELOAD: findFakeTime(), FAKETIME: '+600s', FAKETIME_DONT_FAKE_MONOTONIC: '1' } });
    if (sort === 'PostgreSQL') return expect(words).rejects.toThrow(/QUEUE_CLOCK[^]*10 minutes ahead/);
    const [one] = await Promise.all([words, scene.work('two')]);
    const { exit, counts, diagnostics } = await scene.build(['--spend', '1']);
    expect({ exit, made: counts.made, diagnostics }).toEqual({ exit: 0, made: 0, diagnostics: [] });
    expect(one.running.child.exitCode).toBeNull();
    await expectWell(scene);
  });
});

/** Debian keeps it by architecture. */
function findFakeTime(): string {
  const paths = readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime/libfaketime.so.1'));
  return paths.find((path) => existsSync(path))!;
}
