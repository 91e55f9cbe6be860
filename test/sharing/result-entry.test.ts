import { expect, test } from 'vitest';
import { computeActionKey, computeDigest } from '../../src/keys/canonical.ts';
import type { ActionResult } from '../../src/model/outcome.ts';
import { formatResultEntry, isActionResult, parseResultEntry } from '../../src/sharing/result-entry.ts';
import type { KeyedAction } from '../../src/spec/shared-results.ts';

function actionOf(record: KeyedAction['record'], kind: KeyedAction['kind'] = 'encode'): KeyedAction {
  return { kind, key: computeActionKey(kind, record), record };
}

const action = actionOf({ source: 'a', quality: '80' });
const result: ActionResult = { digest: computeDigest('bytes'), stored: true, bytes: 5, facts: {} };

test('an entry gives the result of its action', () => {
  expect(parseResultEntry(formatResultEntry(action, result), action)).toEqual(result);
});

test.each([
  ['another value', actionOf({ source: 'a', quality: '81' })],
  ['a field more', actionOf({ source: 'a', quality: '80', speed: '1' })],
  ['a field less', actionOf({ source: 'a' })],
  ['another kind', actionOf(action.record, 'compose')],
] as const)('an action with %s is not answered by it', (_, other) => {
  expect(parseResultEntry(formatResultEntry(action, result), other)).toBeUndefined();
});

test('the key is made once more: a right record under a wrong key is nothing', () => {
  const wrong = { ...action, key: computeDigest('something') };
  expect(parseResultEntry(formatResultEntry(wrong, result), wrong)).toBeUndefined();
});

test.each([
  '',
  'null',
  '[]',
  '{',
  '{"kind":"encode"}',
  JSON.stringify({ kind: 'encode', record: { source: 1 }, result }),
  JSON.stringify({ ...action, result: {} }),
])('%s is no entry', (text) => expect(parseResultEntry(Buffer.from(text), action)).toBeUndefined());

test.each([{ digest: '../../etc/passwd' }, { digest: 1 }, { stored: 'yes' }, { bytes: 1.5 }, { bytes: '5' }, { facts: null }, { facts: undefined }])(
  '%o is in no result',
  (change) => {
    expect(isActionResult({ ...result, ...change })).toBe(false);
  },
);
