import sharp from 'sharp';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { formatSummary } from '../../src/cli/reporters/format-summary.ts';
import { noProgress, advanceProgress } from '../../src/cli/reporters/track-progress.ts';
import type { Progress } from '../../src/cli/reporters/track-progress.ts';
import type { BuildEvent } from '../../src/model/event.ts';
import { planBuild } from '../../src/plan-build.ts';
import { openJournalOf } from '../../src/project/open-paid-art.ts';
import { regenerateAsset } from '../../src/regenerate-asset.ts';
import { createProject, tinyConfig } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { createPaidSources, openServer } from '../support/paid-harness.ts';
import { codesOf, createPaidProject, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';

interface Shop {
  readonly project: TestProject;
  readonly server: OpenAiServer;
}

/** Cards that each need a picture, and one that needs none; last in the plan. */
async function openCards(count: number, { latency, concurrency }: { readonly latency: number; readonly concurrency: number }): Promise<Shop> {
  const server = await openServer({ latency });
  vi.stubEnv('OPENAI_API_KEY', 'sk-test-0123456789');
  vi.stubEnv('OPENAI_BASE_URL', server.baseUrl);
  vi.stubEnv('CI', undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  const prompts = Array.from({ length: count }, (_, index) => `A field, number ${index}`);
  const { 'templates/note': _, ...sources } = createPaidSources(prompts, { generators: { openai: { concurrency } } });
  const config = sources['visuals.config.ts'] as string;
  const free = `"assets": { "zfree": ${JSON.stringify({ ...tinyConfig.assets.hello, copy: 'card0', alt: 'card0.alt' })},`;
  return { server, project: createProject({ ...sources, 'visuals.config.ts': config.replace('"assets": {', free) }) };
}

describe('pictures are asked for at once', () => {
  test('as many at a time as the account allows, whatever `jobs` is, while free work goes on', { retry: 2, timeout: 60_000 }, async () => {
    const latency = 800;
    const { project, server } = await openCards(24, { latency, concurrency: 8 });
    const order: string[] = [];
    let progress: Progress = noProgress;
    let mostWaiting = 0;
    const onEvent = (event: BuildEvent): void => {
      progress = advanceProgress(progress, event, 0);
      mostWaiting = Math.max(mostWaiting, progress.purchases.waiting);
      if (event.type === 'cell') order.push(event.id);
      if (event.type === 'purchase' && event.step === 'received') order.push('received');
    };
    await project.buildWell({ spend: 5, jobs: 1, onEvent });
    const [first, last] = [server.posts[0]!.time, server.posts.at(-1)!.time];
    const wall = last - first + latency;
    const least = (24 / 8) * latency;
    process.stdout.write(`24 pictures of ${latency} ms, 8 at once: ${Math.round(wall)} ms, at best ${least} ms, one by one ${24 * latency} ms\n`);
    expect([server.counters.peakConcurrency, server.counters.paidPosts]).toEqual([8, 24]);
    expect(wall).toBeLessThan((24 * latency) / 2);
    expect(order.indexOf('zfree/wide.en')).toBeLessThan(order.indexOf('received'));
    expect(mostWaiting).toBe(24);
    expect(progress.purchases).toEqual({ waiting: 0, sent: 0, received: 24 });
  });

  test('a stop sends nothing more, and ends as interrupted with what arrived in the lock', async () => {
    const { project, server } = await openCards(6, { latency: 200, concurrency: 2 });
    const controller = new AbortController();
    const building = project.build({ spend: 5, jobs: 1, signal: controller.signal });
    await server.waitForPosts(2);
    controller.abort();
    const report = await building;
    expect(report).toMatchObject({ exit: 130, art: { bought: 2 } });
    expect(server.counters.paidPosts).toBe(2);
  });
});

const edit = { kind: 'edit', prompt: 'Put it on a desk', quality: 'low' } as const;

async function createEditProject(changes: object = {}): Promise<PaidProject> {
  const project = await createPaidProject({ art: { background: { ...edit, from: plate, ...changes } } });
  const hole = await sharp({ create: { width: 64, height: 64, channels: 4, background: '#000' } })
    .png()
    .toBuffer();
  const mask = sharp({ create: { width: 1536, height: 812, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } } });
  project.write({
    'art/mask.png': await mask
      .composite([{ input: hole, left: 100, top: 100, blend: 'dest-out' }])
      .png()
      .toBuffer(),
  });
  return project;
}

describe('art that is made from bought art', () => {
  test('has a name of its own in plan, requests, ledger and errors', async () => {
    const project = await createEditProject();
    const { root } = project;
    const names = ['photo/background.from', 'photo/background'];
    expect((await planBuild({ root })).purchases.map(({ art }) => art)).toEqual(names);
    const unpaid = await project.build();
    expect(unpaid.diagnostics.map(({ code, message }) => `${code} ${message.split(' ')[0]}`)).toEqual(['ART_UNPAID photo/background.from']);
    const steps: string[] = [];
    await project.buildWell({ spend: 1, onEvent: (event) => event.type === 'purchase' && steps.push(`${event.art} ${event.step}`) });
    expect(steps).toEqual(names.flatMap((name) => ['waiting', 'sent', 'received'].map((step) => `${name} ${step}`)));
    expect(project.server.posts.map(({ route }) => route)).toEqual(['generate', 'edit']);
    expect(
      openJournalOf(root)
        .ledger()
        .map(({ art }) => art),
    ).toEqual(names);
  });

  test('is asked for again with its slot, or alone', async () => {
    const project = await createEditProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const alone = await regenerateAsset({ root, asset: 'photo', slot: 'background.from' });
    expect(alone.raised).toEqual([{ art: 'photo/background.from', take: 1 }]);
    await project.buildWell({ spend: 1 });
    const both = await regenerateAsset({ root, asset: 'photo', slot: 'background' });
    expect(both.raised.map(({ art }) => art).toSorted()).toEqual(['photo/background', 'photo/background.from']);
  });

  test('translations are told apart by their language', async () => {
    const project = await createPaidProject({ art: { background: { kind: 'translate', from: plate, words: ['photo.headline'] } } });
    project.write({ 'copy/de.json': JSON.parse(project.read('copy/de.json')) as never });
    const { purchases } = await planBuild({ root: project.root });
    expect(purchases.map(({ art }) => art)).toEqual(['photo/background.from', 'photo/background.de']);
  });

  test('what the model did outside of the mask is told once, and kept in the report', async () => {
    const project = await createEditProject({ mask: 'art/mask.png', keepOutsideMask: true });
    const report = await project.buildWell({ spend: 1 });
    const [told] = report.art?.edits ?? [];
    expect(told).toMatchObject({ art: 'photo/background', made: true });
    expect(told!.changedOutside).toBeGreaterThan(0);
    const line = `photo/background: the model changed ${told!.changedOutside < 0.01 ? 'less than 1' : Math.round(told!.changedOutside * 100)} % outside the mask; put back`;
    const ending = { report, diagnostics: [], exit: 0, milliseconds: 1 };
    expect(formatSummary(ending, 2).text).toContain(`\n  ${line}`);
    const next = await project.buildWell({ sizes: ['wide'] });
    expect(next.art?.edits).toEqual([{ ...told, made: false }]);
    expect(formatSummary({ ...ending, report: next }, 2).text).not.toContain('outside the mask');
  });
});

describe('F8 frozen', () => {
  test('lists what is not in the lock with its cost, exit 7, and never pays', async () => {
    const project = await createEditProject();
    const report = await project.build({ frozen: true, spend: 5 });
    expect({ exit: report.exit, codes: codesOf(report) }).toEqual({ exit: 7, codes: ['ART_NOT_LOCKED', 'ART_NOT_LOCKED'] });
    expect(report.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^photo\/background\.from is not in the lock \(gpt-image-2\S*, \$0\.\d+ to \$0\.\d+ to buy\)$/),
      expect.stringMatching(/^photo\/background is not in the lock \(/),
    ]);
    const { purchases } = await planBuild({ root: project.root });
    expect(report.diagnostics.map(({ details }) => details)).toEqual(purchases.map(({ art, low, high }) => ({ art, low, high })));
    expect(report.art?.unpaid).toMatchObject({ pictures: 2 });
    expect(project.server.posts).toEqual([]);
  });

  test('is content with what is bought', async () => {
    const project = await createEditProject();
    await project.buildWell({ spend: 1 });
    expect(await project.build({ frozen: true })).toMatchObject({ exit: 0, spent: 0 });
  });
});
