import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createSharpCodec } from '../../src/adapters/image/sharp/create-sharp-codec.ts';
import { createOpenAiGenerator } from '../../src/adapters/generate/openai/create-openai-generator.ts';
import { RejectedDelivery, secureDelivery } from '../../src/engine/secure-delivery.ts';
import type { Safe } from '../../src/engine/secure-delivery.ts';
import { openJournal } from '../../src/lock/journal.ts';
import { openLockBook } from '../../src/lock/lock-book.ts';
import { lockName } from '../../src/lock/lock-file.ts';
import { vaultName } from '../../src/project/open-paid-art.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { createIntent, createSmallRequest, findCorrupt, listJournal } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const usage = { input_tokens: 10, input_tokens_details: { text_tokens: 10, image_tokens: 0 }, output_tokens: 100, total_tokens: 110 };

function draw(width: number, height: number, channels: 3 | 4 = 3): Promise<Buffer> {
  return sharp({ create: { width, height, channels, background: { r: width % 255, g: 40, b: 80, alpha: 0.5 } } })
    .png()
    .toBuffer();
}

function openSafe(): { readonly safe: Safe; readonly root: string } {
  const root = createTemporaryFolder();
  const journal = openJournal(join(root, vaultName, '.journal'));
  const safe = {
    generator: createOpenAiGenerator({ today: '2026-11-22' }),
    journal,
    book: openLockBook(join(root, lockName)),
    vault: createContentStore({ folder: join(root, vaultName), durable: true }),
    codec: createSharpCodec(),
  };
  return { safe, root };
}

const answer = (pictures: readonly Uint8Array[], rest: object = { usage }): Uint8Array =>
  Buffer.from(JSON.stringify({ created: 1, data: pictures.map((each) => ({ b64_json: Buffer.from(each).toString('base64') })), ...rest }));

const small = createSmallRequest({ format: 'png', width: 32, height: 16 });

test('G11 of several pictures the good ones are kept, the raw answer as well, and what was wrong with the others is said', async () => {
  const { safe, root } = openSafe();
  const intent = createIntent({ request: small, count: 3, reserved: 0.5 });
  const good = await draw(32, 16);
  const body = answer([await draw(16, 16), good, good.subarray(0, good.length - 20)]);
  const spool = safe.journal.begin(intent);
  spool.write(body);
  spool.finish();
  const secured = await secureDelivery({ intent, requestId: 'req_1', body, outcome: 'bought' }, safe);
  expect(secured.diagnostics.map(({ code }) => code)).toEqual(['API_BAD_IMAGE', 'API_BAD_IMAGE', 'API_PARTIAL']);
  expect(secured.entries).toMatchObject([
    { request: 'req_1', width: 32, height: 16, format: 'png', date: '2026-11-22', usage: { textInput: 10, output: 100 } },
  ]);
  expect(Buffer.from((await safe.vault.read(secured.entries[0]!.digest))!).equals(good)).toBe(true);
  expect(secured.cost).toBeCloseTo((10 * 5 + 100 * 30) / 1e6, 9);
  expect([findCorrupt(root), listJournal(root)]).toEqual([[], ['rejected']]);
  const kept = join(root, vaultName, '.journal', `${intent.attempt}.rejected`);
  expect(readFileSync(kept).equals(body)).toBe(true);
  for (const { message } of secured.diagnostics) expect(message).toContain(kept);
  expect(openJournal(join(root, vaultName, '.journal')).pending()).toEqual([]);
});

test.each([
  ['G10 no JSON', 'API_BAD_PAYLOAD', async () => Buffer.from('<html>')],
  ['G11 of another size', 'API_BAD_IMAGE', async () => answer([await draw(16, 16)])],
] as const)('%s: the raw answer is kept under a path that is told', async (_name, code, makeBody) => {
  const { safe, root } = openSafe();
  const intent = createIntent({ request: small });
  const body = await makeBody();
  const spool = safe.journal.begin(intent);
  spool.write(body);
  spool.finish();
  const kept = join(root, vaultName, '.journal', `${intent.attempt}.rejected`);
  await expect(secureDelivery({ intent, requestId: 'req_1', body, outcome: 'bought' }, safe)).rejects.toMatchObject({
    diagnostics: [{ code, message: expect.stringContaining(kept) }],
  });
  expect(readFileSync(kept).equals(body)).toBe(true);
});

test('the cost is shared by what came, and is the worst case where nothing is said', async () => {
  const { safe } = openSafe();
  const intent = createIntent({ request: small, count: 2, reserved: 0.5 });
  safe.journal.begin(intent).finish();
  const { entries, cost } = await secureDelivery(
    { intent, requestId: '', body: answer([await draw(32, 16), await draw(32, 16, 4)], {}), outcome: 'bought' },
    safe,
  );
  expect([cost, entries.map((entry) => entry.cost)]).toEqual([0.5, [0.25, 0.25]]);
});

test('transparency that was asked for has to be there', async () => {
  const { safe, root } = openSafe();
  const intent = createIntent({ request: { ...small, background: 'transparent' }, reserved: 0.5 });
  safe.journal.begin(intent).finish();
  const promise = secureDelivery({ intent, requestId: 'req_1', body: answer([await draw(32, 16)]), outcome: 'bought' }, safe);
  await expect(promise).rejects.toThrow(RejectedDelivery);
  expect(safe.journal.ledger()).toMatchObject([{ outcome: 'rejected', requestId: 'req_1' }]);
  expect([listJournal(root), safe.book.lines()]).toEqual([['rejected'], []]);
});

test('doing it twice, as after a crash, changes nothing', async () => {
  const { safe } = openSafe();
  const intent = createIntent({ request: small });
  safe.journal.begin(intent).finish();
  const body = answer([await draw(32, 16)]);
  await secureDelivery({ intent, requestId: 'req_1', body, outcome: 'bought' }, safe);
  const before = safe.book.lines();
  await secureDelivery({ intent, requestId: '', body, outcome: 'recovered' }, safe);
  expect(safe.book.lines()).toEqual(before);
});
