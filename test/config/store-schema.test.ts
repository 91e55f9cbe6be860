import { describe, expect, test } from 'vitest';
import { store } from '../../src/config/store-schema.ts';
import { teamKeys } from '../support/shared-project.ts';

const { publicText, secretText } = teamKeys.main;

function problemsOf(value: unknown): readonly string[] {
  return (store.safeParse(value).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('store', () => {
  test('is an address alone, or all of it', () => {
    expect(problemsOf({ url: '/mnt/share/visuals' })).toEqual([]);
    const whole = {
      url: 's3://bucket/visuals',
      endpoint: 'https://objects.example',
      region: 'eu-north-1',
      namespace: 'main',
      trusted: { main: publicText, 'pr-*': [publicText] },
      key: { file: '.secrets/team.key' },
    };
    // One key is a list of one.
    expect(store.parse(whole)).toMatchObject({ trusted: { main: [publicText], 'pr-*': [publicText] } });
  });

  test.each([
    ['no address', {}, 'url'],
    ['an address of another kind', { url: 'ftp://cache' }, 'url: is of a kind that is not known'],
    ['a password in it', { url: 'https://ann:word@cache.example' }, 'url: holds a password'],
    ['a namespace that is no name', { url: '/a', namespace: 'PR 1' }, 'namespace: is no namespace'],
    ['a key for all namespaces', { url: '/a', trusted: { '*': publicText } }, 'trusted.*: would trust a key everywhere'],
    ['a list without keys', { url: '/a', trusted: { main: [] } }, 'trusted.main'],
    ['a secret key that is trusted', { url: '/a', trusted: { main: secretText } }, 'trusted.main: is no public key'],
    ['an endpoint that is no address', { url: 's3://bucket', endpoint: 'somewhere' }, 'endpoint'],
    ['a word more', { url: '/a', token: 'abc' }, ''],
  ] as const)('%s is refused at its place', (_, value, problem) => {
    expect(problemsOf(value).some((each) => each.startsWith(problem))).toBe(true);
    expect(problemsOf(value).join()).not.toContain(secretText);
  });

  test('what is wrong is told all at once', () => {
    expect(problemsOf({ url: 'ftp://cache', namespace: 'PR 1', trusted: { '*': secretText } }).length).toBeGreaterThanOrEqual(3);
  });
});
