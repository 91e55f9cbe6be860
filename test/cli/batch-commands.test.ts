import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { cloneProject, createPaidProject, listVault, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';
import { createFakeIo } from './fake-io.ts';

interface Shown {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

type World = Parameters<typeof createFakeIo>[0];

async function run({ root }: { readonly root: string }, words: readonly string[], world: World = {}): Promise<Shown> {
  const io = createFakeIo({ cwd: root, env: { NO_COLOR: '1' }, ...world });
  const exit = await runCommandLine(words, io);
  return { exit, ...io.written };
}

/** Two pieces of art, the second made from the first. */
const chain = { background: { kind: 'edit', from: plate, prompt: 'Add a cup of tea' } } as const;

const countBatches = ({ server }: PaidProject): number => server.posts.filter(({ route }) => route === 'create-batch').length;

/** From its papers: the local server is done at the second question, and `batch status` would be the first. */
function nameBatch({ root }: PaidProject): string {
  return readdirSync(join(root, 'visuals.vault/.journal'))
    .find((name) => name.endsWith('.batch'))!
    .slice(0, 8);
}

describe('visuals build --batch', () => {
  it('orders, builds what is free, and later builds collect', async () => {
    const project = await createPaidProject();
    const plan = await run(project, ['plan', '--batch']);
    expect(plan.stdout).toMatch(
      /to order in batches, done within a day\n.*photo\/background.*\n(?:.*\n)?.*in all 1 picture: \$0\.00\d+.*, half of what it costs at once\n {2}order with `visuals build --batch --spend 0\.01`\n/,
    );

    const ordered = await run(project, ['build', '--batch', '--spend', '1']);
    expect([ordered.exit, ordered.stderr]).toEqual([0, '']);
    expect(ordered.stdout).toMatch(/2 made, 2 waiting.*\n {2}Ordered in 1 batch: 1 picture, up to \$0\.00\d+; `visuals build` collects what is done\n$/);

    const waiting = await run(project, ['plan']);
    expect(waiting.stdout).toContain('Ordered in 1 batch: 1 picture');
    expect(waiting.stdout).not.toContain('to buy');
    const early = await run(project, ['build', '--spend', '1']);
    expect([early.exit, early.stderr]).toEqual([
      1,
      expect.stringMatching(/^error\[ART_AWAITED\] photo\/background is ordered in batch [0-9a-f]{8} and has not come yet/),
    ]);

    const status = await run(project, ['batch', 'status']);
    expect(status.stdout).toMatch(
      /^[0-9a-f]{8} {2}ordered \d{4}-.* UTC, 1 picture, up to \$0\.00\d+\n {2}completed: 1 of 1 request done; `visuals build` collects\n {2}photo\/background\n$/,
    );
    const collected = await run(project, ['build']);
    expect(collected).toMatchObject({ exit: 0, stderr: '' });
    expect(collected.stdout).toMatch(/\n {2}Collected 1 picture that was ordered, for \$0\.00\d+\n$/);
    expect((await run(project, ['build'])).stdout).toMatch(/^Nothing changed/);
    expect((await run(project, ['batch', 'status'])).stdout).toBe('Nothing is ordered in a batch\n');
    expect([countBatches(project), project.server.counters.paidPosts, listVault(project).length]).toEqual([1, 0, 1]);
    expect((await run(project, ['spend'])).stdout).toMatch(/1 request bought/);

    const clone = cloneProject(project);
    expect(await run(clone, ['build'])).toMatchObject({ exit: 0 });
  });

  it('asks at a terminal for the batch’s price', async () => {
    const project = await createPaidProject();
    const asked = await run(project, ['build', '--batch'], { terminal: true, columns: 200, typed: ['y'] });
    expect(asked.stderr).toMatch(/Order 1 picture in a batch, done within a day, for \$0\.00\d+(?: to \$0\.00\d+)?\? \[y\/N\] /);
    expect([asked.exit, countBatches(project)]).toEqual([0, 1]);
  });

  it('orders nothing without consent, and nothing when frozen', async () => {
    const project = await createPaidProject();
    const unpaid = await run(project, ['build', '--batch']);
    expect([unpaid.exit, unpaid.stdout]).toEqual([3, expect.stringMatching(/order with `visuals build --batch --spend 0\.01`\n$/)]);
    expect(await run(project, ['build', '--batch', '--frozen'])).toMatchObject({ exit: 2, stderr: expect.stringContaining("--batch can't go with --frozen") });
    expect(project.server.counters.requests).toBe(0);
  });

  it('puts stand-ins in meanwhile when they are asked for', async () => {
    const project = await createPaidProject();
    const drafted = await run(project, ['build', '--batch', '--draft', '--spend', '1']);
    expect([drafted.exit, drafted.stdout]).toEqual([
      0,
      expect.stringMatching(/4 made.*\n {2}Ordered in 1 batch: 1 picture.*\n {2}Stand-ins marked DRAFT: 1\n$/),
    ]);
    for (let asked = 0; asked < 2; asked += 1) await run(project, ['build', '--draft']);
    expect((await run(project, ['build'])).exit).toBe(0);
    expect(listVault(project)).toHaveLength(1);
  });

  it('orders art that is made from other art once that has come', async () => {
    const project = await createPaidProject({ art: chain });
    const first = await run(project, ['build', '--batch', '--spend', '1']);
    expect(first.stdout).toMatch(/Ordered in 1 batch: 1 picture.*\n {2}Not paid for: 1 picture/);
    await run(project, ['build', '--batch', '--spend', '1']);
    const second = await run(project, ['build', '--batch', '--spend', '1']);
    expect(second.stdout).toMatch(/Collected 1 picture.*\n {2}Ordered in 1 batch: 1 picture/);
    await run(project, ['build']);
    expect(await run(project, ['build'])).toMatchObject({ exit: 0 });
    expect([countBatches(project), listVault(project).length]).toEqual([2, 2]);
  });

  it('says where batches are not offered', async () => {
    const project = await createPaidProject({ config: { generators: { openai: { profile: 'portable' } } } });
    expect(await run(project, ['plan', '--batch'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('error[BATCH_NOT_OFFERED]') });
    expect(await run(project, ['build', '--batch', '--spend', '1'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('error[BATCH_NOT_OFFERED]') });
    expect(project.server.counters.requests).toBe(0);
  });
});

describe('visuals spend and batches', () => {
  it('counts what is ordered, and gives up no batch that goes on', async () => {
    const project = await createPaidProject({ config: { budget: { perMonth: 20 } } });
    await run(project, ['build', '--batch', '--spend', '1']);
    expect((await run(project, ['spend'])).stdout).toMatch(/^\d{4}-\d\d: \$0\.00\d+ of \$20\.00, .*\n\nOrdered in 1 batch: 1 picture/);
    expect(await run(project, ['spend', '--forget', nameBatch(project)])).toMatchObject({ exit: 2, stderr: expect.stringContaining('error[BATCH_GOING]') });
  });

  it('gives up one that was perhaps never begun', async () => {
    const project = await createPaidProject();
    project.server.setFaults(['reset-before-reading'], ['create-batch']);
    const ordered = await run(project, ['build', '--batch', '--spend', '1']);
    expect([ordered.exit, ordered.stderr]).toEqual([4, expect.stringContaining('error[BATCH_UNKNOWN]')]);
    expect((await run(project, ['build', '--batch', '--spend', '1'])).exit).toBe(4);
    expect((await run(project, ['spend', '--forget', nameBatch(project), '--not-billed'])).stdout).toMatch(
      /^Gave up .* for photo\/background; nothing counts as spent\n$/,
    );
    expect((await run(project, ['build', '--batch', '--spend', '1'])).exit).toBe(0);
    expect(countBatches(project)).toBe(2);
  });

  it('orders once more on a person’s word', async () => {
    const project = await createPaidProject();
    project.server.setFaults(['reset-before-reading'], ['create-batch']);
    await run(project, ['build', '--batch', '--spend', '1']);
    expect((await run(project, ['build', '--batch', '--spend', '1', '--buy-again'])).exit).toBe(0);
    expect(countBatches(project)).toBe(2);
  });
});

describe('visuals batch cancel', () => {
  it('lets the provider stop, and what was not done is not billed', async () => {
    const project = await createPaidProject();
    await run(project, ['build', '--batch', '--spend', '1']);
    const batch = readdirSync(join(project.root, 'visuals.vault/.journal'))
      .find((name) => name.endsWith('.batch'))!
      .slice(0, 8);
    const cancelled = await run(project, ['batch', 'cancel', batch]);
    expect(cancelled).toEqual({ exit: 0, stderr: '', stdout: `${batch} is cancelling; the next build collects what is done, and the rest is not billed\n` });
    const built = await run(project, ['build']);
    expect([built.exit, built.stderr]).toEqual([3, expect.stringContaining('warning[BATCH_UNRUN]')]);
    expect((await run(project, ['spend'])).stdout).toContain('$0.00  1 request refused by the provider, not billed');
    expect(await run(project, ['batch', 'cancel', 'ffff'])).toMatchObject({ exit: 2, stderr: expect.stringContaining('error[BATCH_NONE]') });
  });

  it('and status tell when the provider is out of reach', async () => {
    const project = await createPaidProject();
    await run(project, ['build', '--batch', '--spend', '1']);
    await project.server.refuseConnections();
    const status = await run(project, ['batch', 'status', '--json']);
    const [batch] = (JSON.parse(status.stdout) as { readonly batches: readonly { readonly batch: string; readonly where: object }[] }).batches;
    expect(batch).toMatchObject({ where: { kind: 'unreached' } });
    expect(await run(project, ['batch', 'cancel', batch!.batch])).toMatchObject({ exit: 1, stderr: expect.stringContaining('error[BATCH_UNREACHED]') });
  });
});
