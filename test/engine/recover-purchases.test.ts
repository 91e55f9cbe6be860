import { expect, test } from 'vitest';
import { createOrder, createSmallRequest, listBought, listJournal, openServer, openShop } from '../support/paid-harness.ts';
import type { Bought } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import type { Journal } from '../../src/lock/journal.ts';

const codesOf = (answer: Bought): readonly string[] => ('codes' in answer ? answer.codes : []);
const order = createOrder(createSmallRequest({ api: 'responses', prompt: 'a field' }));

/** Dies as soon as the provider's promise is written down. */
function dieAfterPromise(journal: Journal): Journal {
  return {
    ...journal,
    noteRemote: (attempt, remote) => {
      journal.noteRemote(attempt, remote);
      throw new Error('killed');
    },
  };
}

test('a response that the provider went on with is fetched by the next process, without a POST', async () => {
  const server = await openServer();
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl, wrapJournal: dieAfterPromise });
  await expect(shop.buy(order)).rejects.toThrow('killed');
  const next = await openShop({ root, baseURL: server.baseUrl });
  expect([next.found, listBought(root), listJournal(root), server.counters.paidPosts]).toEqual([[], ['a field'], [], 1]);
  expect(next.journal.ledger()).toMatchObject([{ outcome: 'recovered' }]);
  expect(await next.buy(order)).toMatchObject({ art: { status: 'locked' } });
});

test('one that the provider forgot has an unknown outcome', async () => {
  const server = await openServer();
  const root = createTemporaryFolder();
  const shop = await openShop({ root, baseURL: server.baseUrl, wrapJournal: dieAfterPromise });
  await expect(shop.buy(order)).rejects.toThrow('killed');
  await server.refuseConnections();
  await server.acceptConnections();
  server.forgetResponses();
  server.setFaults(() => 'unauthorized', ['get-response']);
  const next = await openShop({ root, baseURL: server.baseUrl });
  expect([next.found, codesOf(await next.buy(order)), server.counters.paidPosts]).toEqual([['PURCHASE_UNKNOWN'], ['PURCHASE_UNKNOWN'], 1]);
});
