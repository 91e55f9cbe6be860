import { readPublicKey } from './signing-key.ts';

/** Namespaces stand in paths of every store. */
const namespacePattern = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** What is wrong with a namespace, if anything. */
export function findNamespaceProblem(name: string): string | undefined {
  return namespacePattern.test(name) ? undefined : 'is no namespace; use small letters, digits, hyphens and points, such as pr-12';
}

/** What is wrong with a name that keys are trusted for: a namespace, or the beginning of some with `*` behind it. */
export function findTrustedNameProblem(name: string): string | undefined {
  if (name === '*') return 'would trust a key everywhere; name the namespaces, such as main or pr-*';
  return findNamespaceProblem(name.replace(/\*$/, ''));
}

/** What is wrong with a key that is to be trusted. It is not shown: it may be a secret one by mistake. */
export function findPublicKeyProblem(text: string): string | undefined {
  return readPublicKey(text) === undefined ? 'is no public key, which begins with visuals-public-' : undefined;
}

/** What is wrong with the address of a store. */
export function findStoreUrlProblem(url: string): string | undefined {
  if (url.trim() === '') return 'is empty';
  if (/^https?:/.test(url)) return describeHttp(url);
  if (url.startsWith('s3:'))
    return /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w./-]*)?$/.test(url) ? undefined : 'is no bucket; write it as s3://bucket/prefix';
  if (url.startsWith('file:///')) return isEncodedWell(url) ? undefined : badEncoding;
  return /^[a-z][a-z0-9+.-]+:/i.test(url) ? 'is of a kind that is not known; use https://, s3:// or a folder' : undefined;
}

function describeHttp(url: string): string | undefined {
  if (!URL.canParse(url)) return 'is no address';
  const { search, hash, username, password } = new URL(url);
  if (!isEncodedWell(username) || !isEncodedWell(password)) return badEncoding;
  return search === '' && hash === '' ? undefined : 'holds a query or a fragment, to which no path can be added';
}

const badEncoding = 'holds a % that no two digits follow that make a character; a % itself is written %25';

function isEncodedWell(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
