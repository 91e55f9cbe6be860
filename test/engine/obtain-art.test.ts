import { rmSync, writeFileSync, readFileSync, existsSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/lock/journal.ts';
import type { Journal } from '../../src/lock/journal.ts';
import { vaultName } from '../../src/project/open-paid-art.ts';
import { createOrder, createSmallRequest, findCorrupt, findMissing, listBought, listJournal, openServer, openShop } from '../support/paid-harness.ts';
import type { Bought, Shop } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const codesOf = (answer: Bought): readonly string[] => ('codes' in answer ? answer.codes : []);
const order = (candidates = 1, prompt = 'A calm field at dawn.') => createOrder(createSmallRequest({ prompt }), candidates);

test('what the lock has is never asked for, also by a second clone', async () => {
  const server = await openServer();
  const root = createTemporaryFolder();
  await (await openShop({ root, baseURL: server.baseUrl })).buy(order());
  rmSync(join(root, vaultName, '.journal'), { recursive: true });
  expect(await (await openShop({ root, baseURL: server.baseUrl })).buy(order())).toMatchObject({ art: { status: 'locked' } });
  expect(server.counters.paidPosts).toBe(1);
});

test('equal orders at the same time are bought once', async () => {
  const server = await openServer({ latency: 50 });
  const shop = await openShop({ root: createTemporaryFolder(), baseURL: server.baseUrl });
  const answers = await Promise.all([shop.buy(order()), shop.buy(order()), shop.buy(order())]);
  expect([answers.flatMap(codesOf), server.counters.paidPosts]).toEqual([[], 1]);
});

test('G12 fewer than asked: what came is kept, and the next build asks for the rest', async () => {
  const server = await openServer();
  server.failNext({ kind: 'fewer-images', images: 2 });
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl });
  expect(await shop.buy(order(3))).toMatchObject({ art: { status: 'bought' } });
  expect(shop.warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    expect.stringMatching(/^API_PARTIAL 2 of 3 pictures came \(the raw answer is kept in .*\.rejected\)$/),
  ]);
  expect(listBought(root)).toHaveLength(2);
  const first = shop.book.chosen(order().key)?.digest;
  const next = await openShop({ root, baseURL: server.baseUrl });
  await next.buy(order(3));
  expect([server.posts.map(({ n }) => n), listBought(root).length]).toEqual([[3, 1], 3]);
  expect(next.book.pictures(order().key).map(({ digest }) => digest)).toContain(first);
  expect([findCorrupt(root), findMissing(root)]).toEqual([[], []]);
});

test('G9 an unknown outcome is asked again only on a person’s word, and once', async () => {
  const server = await openServer();
  server.failNext('reset-after-request');
  const root = createTemporaryFolder();
  await (await openShop({ root, baseURL: server.baseUrl })).buy(order());
  for (let build = 0; build < 2; build += 1) {
    const shop = await openShop({ root, baseURL: server.baseUrl });
    expect([shop.found, codesOf(await shop.buy(order()))]).toEqual([['PURCHASE_UNKNOWN'], ['PURCHASE_UNKNOWN']]);
  }
  expect(server.counters.paidPosts).toBe(1);
  const again = await openShop({ root, baseURL: server.baseUrl, buyAgain: true });
  expect(await again.buy(order())).toMatchObject({ art: { status: 'bought' } });
  expect([server.counters.paidPosts, listJournal(root)]).toEqual([2, []]);
  const last = await openShop({ root, baseURL: server.baseUrl });
  expect([last.found, codesOf(await last.buy(order()))]).toEqual([[], []]);
  expect(last.journal.ledger().map(({ outcome }) => outcome)).toEqual(['unknown', 'forgotten', 'bought']);
});

test('the word for one purchase is not used up by a build that could not buy', async () => {
  const server = await openServer();
  server.failNext('reset-after-request', 'unauthorized');
  const root = createTemporaryFolder();
  await (await openShop({ root, baseURL: server.baseUrl })).buy(order());
  expect(codesOf(await (await openShop({ root, baseURL: server.baseUrl, buyAgain: true, cap: 0.0001 })).buy(order()))).toEqual(['BUDGET_EXCEEDED']);
  expect(codesOf(await (await openShop({ root, baseURL: server.baseUrl, buyAgain: true })).buy(order()))).toEqual(['API_AUTH']);
  expect(codesOf(await (await openShop({ root, baseURL: server.baseUrl })).buy(order()))).toEqual(['PURCHASE_UNKNOWN']);
  expect(server.counters.paidPosts).toBe(2);
});

/** Dies at a step: from then on the journal does nothing more. */
function dieAt(step: 'begin' | 'write' | 'finish' | 'settle'): (journal: Journal) => Journal {
  const die = (): never => {
    throw new Error('killed');
  };
  return (journal) => ({
    ...journal,
    begin: (intent) => {
      const spool = journal.begin(intent);
      if (step === 'begin') die();
      return {
        ...spool,
        write: (bytes) => {
          spool.write(step === 'write' ? bytes.subarray(0, bytes.length >> 1) : bytes);
          if (step === 'write') die();
        },
        finish: () => (step === 'finish' ? die() : spool.finish()),
        abandon: () => undefined,
      };
    },
    settle: (intent, end) => (step === 'settle' ? die() : journal.settle(intent, end)),
  });
}

test.each([
  ['begin', 0, ['PURCHASE_UNKNOWN']],
  ['write', 1, ['PURCHASE_UNKNOWN']],
  ['finish', 1, []],
  ['settle', 1, []],
] as const)('G16 a process that dies at %s: the next one takes over what came, without a POST', async (step, posts, found) => {
  const server = await openServer();
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl, wrapJournal: dieAt(step) });
  await expect(shop.buy(order())).rejects.toThrow('killed');
  expect(server.counters.paidPosts).toBe(posts);
  const next = await openShop({ root, baseURL: server.baseUrl });
  expect(next.found).toEqual(found);
  const answer = await next.buy(order());
  expect(codesOf(answer)).toEqual(found);
  expect(server.counters.paidPosts).toBe(posts);
  expect(listBought(root)).toHaveLength(found.length === 0 ? 1 : 0);
  expect(next.journal.ledger().map(({ outcome }) => outcome)).toEqual([found.length === 0 ? 'recovered' : 'unknown']);
});

test('a reply whose connection broke after its last byte is taken over', async () => {
  const server = await openServer();
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl, wrapJournal: dieAt('finish') });
  await expect(shop.buy(order())).rejects.toThrow('killed');
  const journal = openJournal(join(root, vaultName, '.journal'));
  const [pending] = journal.pending();
  journal.settle(pending!.intent, { outcome: 'unknown', cost: 1, requestId: '', note: '' });
  const next: Shop = await openShop({ root, baseURL: server.baseUrl });
  expect([next.found, listBought(root).length, server.counters.paidPosts]).toEqual([[], 1, 1]);
});

test('E5 a bit that flipped in the spool: nothing is taken that is not whole, nothing is bought by itself in this build', async () => {
  const server = await openServer();
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl, wrapJournal: dieAt('settle') });
  rmSync(join(root, vaultName), { recursive: true, force: true });
  await expect(shop.buy(order())).rejects.toThrow('killed');
  const [pending] = shop.journal.pending();
  const done = join(root, vaultName, '.journal', `${pending!.intent.attempt}.done`);
  const bytes = readFileSync(done);
  bytes[bytes.length >> 1] = 0;
  writeFileSync(done, bytes);
  rmSync(join(root, 'visuals.lock.json'));
  const next = await openShop({ root, baseURL: server.baseUrl });
  expect(next.found).toEqual(['PAPERS_DAMAGED', 'PURCHASE_UNKNOWN']);
  expect(codesOf(await next.buy(order()))).toEqual(['PURCHASE_UNKNOWN']);
  expect([listBought(root), listJournal(root), server.counters.paidPosts]).toEqual([[], ['bad', 'intent', 'unknown'], 1]);
});

test('E5 a bit that flipped in the vault is told, set aside, and not bought again', async () => {
  const server = await openServer();
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl });
  await shop.buy(order());
  const { digest } = shop.book.chosen(order().key)!;
  const path = join(root, vaultName, digest.slice(0, 2), digest);
  const bytes = readFileSync(path);
  bytes[100]! ^= 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  expect(findCorrupt(root)).toHaveLength(1);
  const next = await openShop({ root, baseURL: server.baseUrl });
  await expect(next.read(digest)).rejects.toMatchObject({ diagnostics: [{ code: 'PAID_BLOB_CORRUPT', exit: 6 }] });
  expect([existsSync(`${path}.bad`), existsSync(path)]).toEqual([true, false]);
  await next.buy(order());
  expect(server.counters.paidPosts).toBe(1);
});

test.each([
  ['G5 a request that moderation refused', 'moderated', 'API_MODERATED', 0],
  ['G11 a reply that was paid for and held no picture', 'not-an-image', 'API_BAD_IMAGE', 1],
] as const)('%s is not asked again until something changes, or a person says so', async (_name, fault, code, paid) => {
  const server = await openServer();
  server.failNext(fault);
  const root = createTemporaryFolder();
  expect(codesOf(await (await openShop({ root, baseURL: server.baseUrl })).buy(order()))).toEqual([code]);
  const asked = server.posts.length;
  expect(codesOf(await (await openShop({ root, baseURL: server.baseUrl })).buy(order()))).toEqual(['PURCHASE_REFUSED']);
  expect(server.posts.length).toBe(asked);
  expect(codesOf(await (await openShop({ root, baseURL: server.baseUrl, buyAgain: true })).buy(order()))).toEqual([]);
  expect(server.counters.picturesMade).toBe(paid + 1);
});
