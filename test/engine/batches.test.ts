import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockName, readLock } from '../../src/lock/lock-file.ts';
import { listAwaited } from '../../src/project/awaited-art.ts';
import { sumMonth, vaultName } from '../../src/project/open-paid-art.ts';
import type { Clock } from '../../src/spec/clock.ts';
import { createFastClock, createOrder, createSmallRequest, findCorrupt, listBought, listJournal, openServer, openShop } from '../support/paid-harness.ts';
import type { Shop, ShopOptions } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const art = (prompt: string, candidates = 1) => createOrder(createSmallRequest({ prompt }), candidates);
const arts = (count: number) => Array.from({ length: count }, (_, index) => art(`picture ${index}`));

/** A server and a folder; each shop over it is a process that starts later than the one before. */
async function createScene(options: Partial<ShopOptions> = {}) {
  const server = await openServer();
  const root = createTemporaryFolder();
  const open = (more: Partial<ShopOptions> = {}) => openShop({ root, baseURL: server.baseUrl, openai: { timeout: 10_000 }, ...options, ...more });
  const posts = (route: string) => server.posts.filter((post) => post.route === route).length;
  return { server, root, open, posts };
}

/** For answers that never come. */
const impatient: Partial<ShopOptions> = { openai: { timeout: 1000 } };

/** A clock whose wall time is so many minutes after that of the others. */
function createLaterClock(minutes: number): Clock {
  const clock = createFastClock(100);
  return { ...clock, now: () => clock.now() + minutes * 60_000 };
}

/** One process after the other, until nothing is awaited; on a loaded machine a question may take too long. */
async function collectAll(open: () => Promise<Shop>): Promise<Shop> {
  for (let tries = 1; ; tries += 1) {
    const shop = await open();
    if (shop.journal.batches().length === 0 || tries === 10) return shop;
  }
}

/** The provider's names of all batches. */
async function listBatches(baseUrl: string): Promise<readonly string[]> {
  const answer = await fetch(`${baseUrl}/batches?limit=100`, { headers: { authorization: 'Bearer any' } });
  return ((await answer.json()) as { readonly data: readonly { readonly id: string }[] }).data.map(({ id }) => id);
}

describe('pictures that are ordered in a batch', () => {
  test('are put into the lock together, in one write, before any of their papers go', async () => {
    const { root, open } = await createScene();
    await (await open()).order(arts(4));
    const locked: number[] = [];
    const wrapJournal: ShopOptions['wrapJournal'] = (journal) => ({
      ...journal,
      settle: (...words) => {
        locked.push(readLock(join(root, lockName)).filter(({ type }) => type === 'picture').length);
        return journal.settle(...words);
      },
    });
    await collectAll(() => open({ wrapJournal }));
    expect(locked).toEqual([4, 4, 4, 4]);
  });

  test('are found by the next process when one ends between lock and papers', async () => {
    const { root, open, posts } = await createScene();
    await (await open()).order(arts(3));
    const dying: ShopOptions['wrapJournal'] = (journal) => ({
      ...journal,
      settle: () => {
        throw new TypeError('the process ended here');
      },
    });
    await expect(collectAll(() => open({ wrapJournal: dying }))).rejects.toThrow('the process ended here');
    const next = await collectAll(open);
    expect(next.collected.pictures).toBe(3);
    expect(readLock(join(root, lockName))).toHaveLength(3);
    expect([next.journal.pending(), next.journal.batches(), findCorrupt(root), posts('create-batch')]).toEqual([[], [], [], 1]);
  });

  test('are awaited, collected by a later process, and cost half', async () => {
    const { server, root, open, posts } = await createScene();
    const first = await open();
    const { awaited, diagnostics } = await first.order(arts(3));
    expect([awaited.length, diagnostics]).toEqual([3, []]);
    expect(await first.buy(art('picture 1'))).toMatchObject({ codes: ['ART_AWAITED'] });

    const second = await open();
    expect([second.found, second.collected.pictures]).toEqual([[], 0]);
    expect(await second.buy(art('picture 1'))).toMatchObject({ codes: ['ART_AWAITED'] });
    expect((await second.order(arts(3))).awaited).toEqual([]);

    const third = await open();
    expect(third.collected.pictures).toBe(3);
    expect(third.collected.cost).toBeCloseTo(server.counters.spentUsd, 10);
    expect(await third.buy(art('picture 1'))).toMatchObject({ art: { status: 'locked' } });
    expect(listBought(root).toSorted()).toEqual(['picture 0', 'picture 1', 'picture 2']);
    expect([listJournal(root), findCorrupt(root)]).toEqual([[], []]);
    expect(third.journal.ledger().map(({ outcome, requestId }) => [outcome, requestId.slice(0, 4)])).toEqual([
      ['bought', 'req_'],
      ['bought', 'req_'],
      ['bought', 'req_'],
    ]);
    expect([posts('upload-file'), posts('create-batch'), server.counters.paidPosts, server.counters.picturesMade]).toEqual([1, 1, 0, 3]);
  });

  test('go out in one batch for each route and model', async () => {
    const { open, posts } = await createScene();
    const other = createOrder(createSmallRequest({ prompt: 'other', model: 'gpt-image-2.5-sunburst-2026-09-08' }));
    expect((await (await open()).order([...arts(2), other])).awaited).toHaveLength(3);
    expect(posts('create-batch')).toBe(2);
  });

  test('are held back at the worst case of the batch’s price, and never beyond the cap', async () => {
    const { open } = await createScene();
    const [one] = (await (await open()).order(arts(1))).awaited;
    const price = one!.intent.reserved;
    const { open: openOther, root } = await createScene({ cap: price * 2.5 });
    const shop = await openOther();
    const { awaited, diagnostics } = await shop.order(arts(4));
    expect([awaited.length, diagnostics.map(({ code }) => code)]).toEqual([2, ['BUDGET_EXCEEDED', 'BUDGET_EXCEEDED']]);
    // What is ordered counts against the month before it has come.
    expect(sumMonth(shop.journal, { clock: createFastClock(1) })).toBeCloseTo(price * 2, 10);
    expect(listAwaited((await openShop({ root, baseURL: 'http://127.0.0.1:1/v1' })).journal)).toHaveLength(2);
  });

  test('G5 G6 G11 end each in its own way: taken, refused, blocked, unusable', async () => {
    const { server, root, open } = await createScene();
    server.setFaults(['none', 'moderated', 'wrong-size', 'server-error'], ['batch-line']);
    const shop = await open();
    await shop.order(arts(4));
    await server.finishBatch((await listBatches(server.baseUrl))[0]!);
    const later = await open();
    expect(later.found.toSorted()).toEqual(['API_BAD_IMAGE', 'API_MODERATED', 'API_SERVER']);
    expect(listBought(root)).toEqual(['picture 0']);
    const outcomes = new Map(later.journal.ledger().map(({ art: name, outcome, cost }) => [name.slice(-1), [outcome, cost > 0]]));
    expect(Object.fromEntries(outcomes)).toEqual({ 0: ['bought', true], 1: ['blocked', false], 2: ['rejected', true], 3: ['refused', false] });
    expect(await later.buy(art('picture 1'))).toMatchObject({ codes: ['PURCHASE_REFUSED'] });
    expect((await later.order(arts(4))).awaited.map(({ intent }) => intent.art.slice(-1))).toEqual(['3']);
  });

  test('that were not carried out in time are told, not billed, and can be ordered again', async () => {
    const { server, root, open } = await createScene();
    await (await open()).order(arts(5));
    await server.finishBatch((await listBatches(server.baseUrl))[0]!, { status: 'expired', lines: 2 });
    const later = await open();
    expect([later.found, later.collected.pictures]).toEqual([['BATCH_UNRUN'], 2]);
    expect((await later.order(arts(5))).awaited).toHaveLength(3);
    expect(listBought(root)).toHaveLength(2);
  });

  test('of a batch that was cancelled are those that were done', async () => {
    const { server, open } = await createScene();
    await (await open()).order(arts(3));
    await server.finishBatch((await listBatches(server.baseUrl))[0]!, { status: 'cancelled', lines: 1 });
    const later = await open();
    expect([later.found, later.collected.pictures]).toEqual([['BATCH_UNRUN'], 1]);
  });

  test('of a batch that the provider refuses were not billed', async () => {
    const { server, root, open } = await createScene();
    await (await open()).order(arts(2));
    await server.finishBatch((await listBatches(server.baseUrl))[0]!, { status: 'failed', lines: 0 });
    const later = await open();
    expect(later.found).toEqual(['BATCH_REFUSED']);
    expect([listJournal(root), later.journal.ledger().map(({ outcome, cost }) => [outcome, cost])]).toEqual([
      [],
      [
        ['refused', 0],
        ['refused', 0],
      ],
    ]);
  });
});

describe('a batch whose beginning was not answered', () => {
  test('G8 and was begun is found at once, and nothing is sent again', async () => {
    const { server, open, posts } = await createScene();
    server.setFaults(['reset-after-request'], ['create-batch']);
    const shop = await open();
    expect(await shop.order(arts(2))).toMatchObject({ awaited: [{}, {}], unknown: [], diagnostics: [] });
    expect((await collectAll(open)).book.lines()).toHaveLength(2);
    expect(posts('create-batch')).toBe(1);
  });

  test.each(['reset-after-request', 'hang', 'html-200', 'cut-json', 'bad-gateway'] as const)(
    'G7 G8 after %s, while nobody can be asked, is unknown; and found by the next process',
    async (fault) => {
      const { server, open, posts } = await createScene();
      server.setFaults(({ route }) => (route === 'list-batches' ? 'server-error' : fault), ['create-batch', 'list-batches']);
      const shop = await open(fault === 'hang' ? impatient : {});
      const ordered = await shop.order(arts(2));
      expect(ordered.diagnostics.map(({ code, exit }) => [code, exit])).toEqual([['BATCH_UNKNOWN', 4]]);
      expect(await shop.buy(art('picture 0'))).toMatchObject({ codes: ['PURCHASE_UNKNOWN'] });
      server.setFaults([]);
      const next = await open({ clock: createLaterClock(1) });
      // Where the gateway answered in the provider's place, there may be no batch.
      if (fault === 'bad-gateway') expect(next.found).toEqual(['BATCH_UNKNOWN']);
      else expect((await collectAll(open)).book.lines()).toHaveLength(2);
      expect([posts('create-batch'), server.counters.picturesMade]).toEqual([1, fault === 'bad-gateway' ? 0 : 2]);
    },
  );

  test('and that the provider does not have a quarter of an hour later was never begun', async () => {
    const { server, root, open, posts } = await createScene();
    server.setFaults(['reset-before-reading'], ['create-batch']);
    expect((await (await open()).order(arts(2))).unknown).toHaveLength(2);
    const soon = await open({ clock: createLaterClock(14) });
    expect(soon.found).toEqual(['BATCH_UNKNOWN']);
    expect((await soon.order(arts(2))).awaited).toEqual([]);
    const late = await open({ clock: createLaterClock(16) });
    expect([late.found, listJournal(root), late.journal.ledger().map(({ outcome, cost }) => [outcome, cost])]).toEqual([
      [],
      [],
      [
        ['failed', 0],
        ['failed', 0],
      ],
    ]);
    expect((await late.order(arts(2))).awaited).toHaveLength(2);
    expect(posts('create-batch')).toBe(2);
  });

  test('is ordered again before that on a person’s word alone, and the first one counts as spent', async () => {
    const { server, open } = await createScene();
    server.setFaults(['reset-before-reading'], ['create-batch']);
    await (await open()).order(arts(1));
    const again = await open({ buyAgain: true, clock: createLaterClock(1) });
    expect((await again.order(arts(1))).awaited).toHaveLength(1);
    expect(again.journal.ledger()).toMatchObject([{ outcome: 'forgotten', cost: expect.closeTo(0.0031, 2) }]);
  });

  test('G1 G2 is tried again only where it is certain that nothing was begun', async () => {
    const { server, open, posts } = await createScene();
    server.setFaults(['rate-limited', 'rate-limited'], ['create-batch']);
    expect((await (await open()).order(arts(1))).awaited).toHaveLength(1);
    expect(posts('create-batch')).toBe(3);
  });

  test.each([
    ['insufficient-quota', 'API_QUOTA'],
    ['unauthorized', 'API_AUTH'],
    ['invalid-value', 'API_REFUSED'],
  ] as const)('G3 G4 and was refused with %s owes nothing', async (fault, code) => {
    const { server, root, open } = await createScene();
    server.setFaults([fault], ['create-batch']);
    const shop = await open();
    expect((await shop.order(arts(2))).diagnostics.map((each) => each.code)).toEqual([code]);
    expect([listJournal(root), shop.budget.spent()]).toEqual([[], 0]);
    expect(shop.journal.ledger().map(({ outcome, cost }) => [outcome, cost])).toEqual([
      ['failed', 0],
      ['failed', 0],
    ]);
  });

  test('an upload that fails is tried again, because it costs nothing', async () => {
    const { server, open, posts } = await createScene();
    server.setFaults(['hang', 'server-error'], ['upload-file']);
    expect((await (await open(impatient)).order(arts(1))).awaited).toHaveLength(1);
    expect([posts('upload-file'), posts('create-batch')]).toEqual([3, 1]);
    server.setFaults(() => 'reset-after-request', ['upload-file']);
    const { diagnostics } = await (await open()).order([art('another')]);
    expect([diagnostics.map(({ code }) => code), posts('create-batch')]).toEqual([['API_UNREACHABLE'], 1]);
  });
});

describe('what has come of a batch', () => {
  test('G9 is kept line by line when its file breaks off, and the rest is fetched later', async () => {
    const { server, root, open } = await createScene();
    await (await open()).order(arts(6));
    await server.finishBatch((await listBatches(server.baseUrl))[0]!);
    server.setFaults([{ kind: 'reset-in-body', at: 0.5 }], ['get-file-content']);
    const broken = await open();
    expect(broken.found).toEqual(['BATCH_UNREACHED']);
    expect(broken.collected.pictures).toBeGreaterThan(0);
    expect(broken.collected.pictures).toBeLessThan(6);
    expect(await broken.order(arts(6))).toMatchObject({ awaited: [] });
    const whole = await open();
    expect(whole.collected.pictures).toBe(6 - broken.collected.pictures);
    expect([listBought(root).length, listJournal(root), server.counters.picturesMade]).toEqual([6, [], 6]);
  });

  test('stays awaited while the provider is out of reach, and nothing is bought meanwhile', async () => {
    const { server, root, open } = await createScene();
    await (await open()).order(arts(2));
    await server.refuseConnections();
    const offline = await open();
    expect(offline.found).toEqual(['BATCH_UNREACHED']);
    expect(await offline.buy(art('picture 0'))).toMatchObject({ codes: ['ART_AWAITED'] });
    const keyless = await openShop({ root, baseURL: server.baseUrl, openai: { apiKey: '' } });
    expect(keyless.found).toEqual(['BATCH_UNREACHED']);
  });

  test('is unknown where the provider no longer has the batch, or holds back results that it counts', async () => {
    const { server, open } = await createScene();
    await (await open()).order(arts(2));
    server.setFaults(['unknown-model'], ['get-batch']);
    expect((await open()).found).toEqual(['BATCH_LOST']);
    await server.finishBatch((await listBatches(server.baseUrl))[0]!);
    server.setFaults(['empty-body'], ['get-file-content']);
    const less = await open();
    expect(less.found).toEqual(['BATCH_LOST']);
    expect(await less.buy(art('picture 0'))).toMatchObject({ codes: ['PURCHASE_UNKNOWN'] });
    expect((await open()).collected.pictures).toBe(2);
  });

  test('E5 is found by our name when the note of the batch is damaged', async () => {
    const { root, open, posts } = await createScene();
    await (await open()).order(arts(2));
    const folder = join(root, vaultName, '.journal');
    const note = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.batch'))!,
    );
    writeFileSync(note, readFileSync(note, 'utf8').replace('"begun"', '"begum"'));
    expect((await collectAll(open)).book.lines()).toHaveLength(2);
    expect(posts('create-batch')).toBe(1);
  });

  test('E5 a reply that was spoilt on this disk is fetched once more', async () => {
    const { server, root, open } = await createScene();
    await (await open()).order(arts(1));
    await server.finishBatch((await listBatches(server.baseUrl))[0]!);
    // The lock can't be read, so that the reply stays where it came to.
    writeFileSync(join(root, 'visuals.lock.json'), '<<<<<<< ours\n');
    await open().catch(() => undefined);
    writeFileSync(join(root, 'visuals.lock.json'), '{"version":1,"entries":[\nnull]}\n');
    const folder = join(root, vaultName, '.journal');
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.done'))) appendFileSync(join(folder, name), 'x');
    expect((await open()).collected.pictures).toBe(1);
    expect(server.counters.picturesMade).toBe(1);
  });

  test('pictures of one request count as its candidates', async () => {
    const { root, open } = await createScene();
    await (await open()).order([art('three of one', 3)]);
    await open();
    expect((await open()).collected.pictures).toBe(3);
    expect(listBought(root)).toEqual(Array(3).fill('three of one'));
  });
});
