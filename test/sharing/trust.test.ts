import { describe, expect, test } from 'vitest';
import { createKeyPair, readPublicKey, readSigningKey } from '../../src/sharing/signing-key.ts';
import { decideTrust, isBelieved } from '../../src/sharing/trust.ts';
import type { Trust } from '../../src/sharing/trust.ts';

const pairs = { main: createKeyPair(), pull: createKeyPair(), one: createKeyPair() };
const [main, pull, one] = [pairs.main, pairs.pull, pairs.one].map(({ publicText }) => readPublicKey(publicText)!);
const trusted = new Map([
  ['main', [main!]],
  ['pr-*', [pull!]],
  ['pr-12', [one!, pull!]],
]);

function decide(namespace: string, secret?: string): Trust {
  return decideTrust({ namespace, trusted, key: secret === undefined ? undefined : readSigningKey(secret) });
}

function readsOf({ reads }: Trust): readonly (readonly [string, readonly string[]])[] {
  return reads.map(({ namespace, keys }) => [namespace, keys.map(({ id }) => id)]);
}

describe('who is believed', () => {
  test('the protected branch reads itself alone', () => {
    expect(readsOf(decide('main'))).toEqual([['main', [main!.id]]]);
  });

  test('a pull request reads the protected branch first, then itself, each key once', () => {
    expect(readsOf(decide('pr-12'))).toEqual([
      ['main', [main!.id]],
      ['pr-12', [pull!.id, one!.id]],
    ]);
    expect(readsOf(decide('pr-1'))[1]).toEqual(['pr-1', [pull!.id]]);
  });

  test('a name for which nobody is trusted is not read', () => {
    expect(readsOf(decide('nightly'))).toEqual([['main', [main!.id]]]);
    expect(decideTrust({ namespace: 'main', trusted: new Map(), key: undefined }).reads).toEqual([]);
  });

  test('a beginning never covers the protected branch', () => {
    expect(decideTrust({ namespace: 'main', trusted: new Map([['m*', [pull!]]]), key: undefined }).reads).toEqual([]);
    expect(decideTrust({ namespace: 'mainline', trusted: new Map([['m*', [pull!]]]), key: undefined }).reads).toHaveLength(1);
  });
});

describe('who writes', () => {
  test('nobody without a key, and with one under its own name', () => {
    expect(decide('pr-12').writes).toBeUndefined();
    expect(decide('pr-12', pairs.pull.secretText).writes).toMatchObject({ namespace: 'pr-12', key: { id: pull!.id } });
  });

  test('to whom it is of use', () => {
    expect(isBelieved(decide('main'))).toBe(true);
    expect(isBelieved(decide('main', pairs.main.secretText))).toBe(true);
    expect(isBelieved(decide('main', pairs.pull.secretText))).toBe(false);
    expect(isBelieved(decide('pr-12', pairs.main.secretText))).toBe(false);
    expect(isBelieved(decide('pr-12', pairs.one.secretText))).toBe(true);
    expect(isBelieved(decide('pr-13', pairs.one.secretText))).toBe(false);
  });
});
