import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StoreSettings } from '../../src/model/config.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { readSharingSettings } from '../../src/sharing/read-settings.ts';
import type { SharingSettings } from '../../src/sharing/read-settings.ts';
import { teamKeys } from '../support/shared-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const store: StoreSettings = { url: 'https://cache.example/team', trusted: { main: [teamKeys.main.publicText] } };

function read(environment: { readonly [name: string]: string }, changes: Partial<StoreSettings> = {}): SharingSettings | undefined {
  return readSharingSettings({ store: { ...store, ...changes }, environment, root: createTemporaryFolder() });
}

function refuse(environment: { readonly [name: string]: string }): readonly string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }
  return expect.unreachable();
}

describe('settings of a store', () => {
  test('nothing is shared where nobody names a store, or the environment turns it off', () => {
    expect(readSharingSettings({ store: undefined, environment: {}, root: '/' })).toBeUndefined();
    expect(read({ VISUALS_STORE_URL: '' })).toBeUndefined();
  });

  test('the config alone: everybody reads main', () => {
    const settings = read({})!;
    expect(settings).toMatchObject({ url: store.url, trust: { writes: undefined } });
    expect(settings.trust.reads.map(({ namespace }) => namespace)).toEqual(['main']);
    expect(settings).not.toHaveProperty('token');
  });

  test('the environment has the last word', () => {
    const settings = read(
      {
        VISUALS_STORE_URL: 's3://bucket/here',
        VISUALS_STORE_ENDPOINT: 'https://objects.example',
        VISUALS_STORE_NAMESPACE: 'pr-7',
        VISUALS_STORE_TRUSTED: `pr-*=${teamKeys.pull.publicText},pr-7=${teamKeys.stranger.publicText}`,
        VISUALS_STORE_KEY: `${teamKeys.pull.secretText}\n`,
      },
      { endpoint: 'https://other.example', region: 'eu-north-1', namespace: 'main' },
    )!;
    expect(settings).toMatchObject({ url: 's3://bucket/here', endpoint: 'https://objects.example', region: 'eu-north-1' });
    expect(settings.trust.reads.map(({ namespace, keys }) => [namespace, keys.length])).toEqual([
      ['main', 1],
      ['pr-7', 2],
    ]);
    expect(settings.trust.writes).toMatchObject({ namespace: 'pr-7', key: { publicText: teamKeys.pull.publicText } });
  });

  test('variables that are empty, as a fork’s secrets are, say nothing', () => {
    const settings = read({
      VISUALS_STORE_KEY: '',
      VISUALS_STORE_TOKEN: '',
      VISUALS_STORE_NAMESPACE: '',
      VISUALS_STORE_ENDPOINT: '',
      VISUALS_STORE_TRUSTED: '',
    })!;
    expect(settings.trust.writes).toBeUndefined();
    expect(settings).toEqual({ url: store.url, trust: settings.trust });
  });

  test('a key may lie in another variable or in a file; a file that is not there is no key', () => {
    expect(read({ TEAM_KEY: teamKeys.main.secretText }, { key: { kind: 'env', name: 'TEAM_KEY' } })!.trust.writes).toBeDefined();
    const root = createTemporaryFolder();
    const fromFile = (): SharingSettings => readSharingSettings({ store: { ...store, key: { kind: 'file', path: 'team.key' } }, environment: {}, root })!;
    expect(fromFile().trust.writes).toBeUndefined();
    writeFileSync(join(root, 'team.key'), `${teamKeys.main.secretText}\n`);
    expect(fromFile().trust.writes).toBeDefined();
  });

  test('all that is wrong is told at once, and no secret with it', () => {
    const problems = refuse({
      VISUALS_STORE_URL: 'gopher://cache',
      VISUALS_STORE_NAMESPACE: 'PR/7',
      VISUALS_STORE_TRUSTED: `*=${teamKeys.pull.publicText},main=${teamKeys.main.secretText}`,
      VISUALS_STORE_KEY: 'visuals-secret-short',
    });
    expect(problems).toHaveLength(5);
    expect(problems.every((each) => each.startsWith('STORE_INVALID: VISUALS_STORE_'))).toBe(true);
    expect(problems.join()).not.toMatch(/visuals-secret-[\w]{6}/);
  });

  test('what is secret is not sent in clear beyond this machine', () => {
    expect(refuse({ VISUALS_STORE_URL: 'http://cache.example', VISUALS_STORE_TOKEN: 'abc' })[0]).toContain('in clear');
    expect(refuse({ VISUALS_STORE_URL: 'http://ann:word@cache.example' })[0]).toContain('in clear');
    expect(read({ VISUALS_STORE_URL: 'http://127.0.0.1:8080', VISUALS_STORE_TOKEN: 'abc' })).toMatchObject({ token: 'abc' });
    expect(read({ VISUALS_STORE_URL: 'http://cache.example' })).toBeDefined();
  });
});
