import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { Intent } from '../../src/lock/attempt.ts';
import { readIntent, salvage, salvageEntry, writeIntent } from '../../src/lock/intent-file.ts';
import { writeSealed } from '../../src/lock/sealed-file.ts';
import { createIntent, createSmallRequest } from '../support/paid-harness.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

function createPath(): string {
  return join(createTemporaryFolder(), 'a.intent');
}

describe('the note of an attempt', () => {
  test('is read as it was written, with and without the digest of its reply', () => {
    const path = createPath();
    const intent = createIntent({ remote: 'resp_1', batch: 'batch-1' });
    for (const note of [{ intent }, { intent, reply: computeDigest('reply') }]) {
      writeIntent(path, note);
      expect(readIntent(path)).toEqual(note);
    }
  });

  test('of a newer version keeps what this one does not know, also when it is written again', () => {
    const path = createPath();
    const newer = { ...createIntent(), tier: 'priority' };
    writeIntent(path, { intent: newer });
    const read = readIntent(path);
    if (typeof read === 'object') writeIntent(path, { ...read, reply: computeDigest('reply') });
    expect(readIntent(path)).toEqual({ intent: newer, reply: computeDigest('reply') });
  });

  test('that is not there is not damaged', () => {
    expect(readIntent(createPath())).toBeUndefined();
  });

  const wrong: readonly (readonly [keyof Intent, unknown])[] = [
    ['attempt', 7],
    ['key', 'not a digest'],
    ['art', null],
    ['at', 0],
    ['count', '1'],
    ['reserved', '0.02'],
    ['record', null],
    ['request', null],
    ['request', { ...createSmallRequest(), model: undefined }],
  ];
  test.each(wrong)('E5 is damaged when its %s is %j, or is not there', (field, value) => {
    const path = createPath();
    for (const each of [value, undefined]) {
      writeSealed(path, { ...createIntent(), [field]: each });
      expect(readIntent(path)).toBe('damaged');
    }
  });
});

describe('what is legible of a damaged note', () => {
  const tricky = 'Say "reserved":0, and {"attempt":"none","cost":9,"at":"2000-01-01T00:00:00.000Z"}.';
  const intent = createIntent({ request: createSmallRequest({ prompt: tricky }), reserved: 0.125, record: { prompt: tricky } });

  test('is never a word that it did not hold, wherever it is cut off', () => {
    const path = createPath();
    writeIntent(path, { intent });
    const bytes = readFileSync(path);
    const whole = { key: intent.key, art: intent.art, model: intent.request.model, at: intent.at, reserved: '0.125' };
    for (let length = 0; length <= bytes.length; length += 1) {
      const { attempt = '', ...found } = salvage(bytes.subarray(0, length).toString());
      expect(intent.attempt.startsWith(attempt), `${length} bytes: ${attempt}`).toBe(true);
      expect(whole, `${length} bytes`).toMatchObject(found);
    }
    expect(salvage(bytes.toString())).toEqual({ ...whole, attempt: intent.attempt });
  });

  test('becomes a line of the ledger that counts with the worst case', () => {
    const path = createPath();
    writeFileSync(path, JSON.stringify(intent).slice(0, -1));
    const rest = { attempt: intent.attempt, outcome: 'unknown', note: 'damaged' } as const;
    const { key, art, request, at, reserved: cost } = intent;
    expect(salvageEntry(readFileSync(path, 'utf8').replace(/,"at".*/, ',}') + `"at":"${at}"`, rest)).toEqual({
      key,
      art,
      model: request.model,
      at,
      cost,
      requestId: '',
      ...rest,
    });
  });

  test.each(['1e-7', '0.000001', '12', '0'])('an amount of %s is read as such', (cost) => {
    expect(salvageEntry(`"cost":${cost},`, { attempt: 'a', outcome: 'bought', note: '' }).cost).toBe(Number(cost));
  });
});
