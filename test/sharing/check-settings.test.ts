import { expect, test } from 'vitest';
import { findNamespaceProblem, findPublicKeyProblem, findStoreUrlProblem, findTrustedNameProblem } from '../../src/sharing/check-settings.ts';
import { teamKeys } from '../support/shared-project.ts';

test.each(['main', 'pr-12', 'a', 'release_1.2', '0'])('%s is a namespace', (name) => expect(findNamespaceProblem(name)).toBeUndefined());

test.each(['', 'PR-12', '-a', '.', '..', 'a/b', 'a b', 'ä', 'a'.repeat(64), 'a\nb'])('%j is none', (name) =>
  expect(findNamespaceProblem(name)).toContain('is no namespace'),
);

test('a key is trusted for a namespace or for the beginning of some, never for all', () => {
  for (const name of ['main', 'pr-*', 'pr-12']) expect(findTrustedNameProblem(name)).toBeUndefined();
  expect(findTrustedNameProblem('*')).toContain('everywhere');
  for (const name of ['p*r', '**', 'PR-*']) expect(findTrustedNameProblem(name)).toContain('is no namespace');
});

test('a public key is one, and a secret key in its place is not shown', () => {
  expect(findPublicKeyProblem(teamKeys.main.publicText)).toBeUndefined();
  const problem = findPublicKeyProblem(teamKeys.main.secretText);
  expect(problem).toContain('is no public key');
  expect(problem).not.toContain(teamKeys.main.secretText);
});

test.each([
  'https://cache.example',
  'http://127.0.0.1:80/a/b',
  's3://bucket',
  's3://my-bucket.of/a/b.c',
  '/mnt/share',
  'share',
  './share',
  'file:///mnt/share',
  'C:\\share',
])('%s is an address', (url) => expect(findStoreUrlProblem(url)).toBeUndefined());

test.each([
  '',
  '  ',
  'https://',
  'https://cache.example?a=1',
  'https://cache.example#a',
  's3://',
  's3://B',
  's3://ab/c d',
  'ftp://cache',
  'file://host/share',
  'https://ann:%E0%A4%A@cache.example',
  'file:///%zz',
])('%j is none', (url) => expect(findStoreUrlProblem(url)).toBeDefined());
