import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { ActionResult } from '../../src/model/outcome.ts';
import { openActionLog } from '../../src/store/action-log.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const key = computeDigest('key');
const result: ActionResult = { digest: computeDigest('bytes'), stored: true, bytes: 5, facts: { boxes: [{ text: 'a\nb' }] } };

function logPath(): string {
  return join(createTemporaryFolder(), 'deep', 'actions.log');
}

describe('action log', () => {
  test('a later process finds what an earlier one wrote, facts and all', () => {
    const path = logPath();
    const log = openActionLog(path);
    log.set(key, result);
    log.flush();
    expect(openActionLog(path).get(key)).toEqual(result);
  });

  test('the last line of a key wins', () => {
    const path = logPath();
    const log = openActionLog(path);
    log.set(key, result);
    log.set(key, { ...result, bytes: 6 });
    log.flush();
    expect(openActionLog(path).get(key)?.bytes).toBe(6);
  });

  test('lists and counts what a file holds and what was just added, each key once', () => {
    const path = logPath();
    const log = openActionLog(path);
    log.set(key, result);
    log.flush();
    const later = openActionLog(path);
    const other = computeDigest('other');
    for (const each of [key, other]) later.set(each, result);
    expect([[...later.keys()].toSorted(), later.size]).toEqual([[key, other].toSorted(), 2]);
  });

  test('a torn line, a flipped bit and rubbish are misses', () => {
    const path = logPath();
    const log = openActionLog(path);
    log.set(key, result);
    log.flush();
    const line = readFileSync(path, 'utf8');
    for (const damaged of [line.slice(0, -9), line.replace('"bytes":5', '"bytes":6'), 'rubbish\n', '']) {
      writeFileSync(path, damaged);
      expect(openActionLog(path).get(key)).toBeUndefined();
    }
    writeFileSync(path, line.slice(0, 80));
    appendFileSync(path, `\n${line}`);
    expect(openActionLog(path).get(key)).toEqual(result);
  });

  test('read-only: results live in memory alone', () => {
    const path = logPath();
    const log = openActionLog(path, { readonly: true });
    log.set(key, result);
    log.flush();
    expect(log.get(key)).toEqual(result);
    expect(openActionLog(path).get(key)).toBeUndefined();
  });

  test('forgets what is not to be kept, and damaged lines', () => {
    const path = logPath();
    const log = openActionLog(path);
    for (let at = 0; at < 120; at += 1) log.set(computeDigest(String(at)), { ...result, bytes: at });
    log.flush();
    appendFileSync(path, `${'0'.repeat(64)} 00000000 {"damaged":true}\n`);
    const again = openActionLog(path);
    expect(again.prune(({ bytes }) => bytes === 7)).toBe(120);
    expect(again.size).toBe(1);
    const after = openActionLog(path);
    expect(after.size).toBe(1);
    expect(after.get(computeDigest('7'))).toEqual({ ...result, bytes: 7 });
  });
});
