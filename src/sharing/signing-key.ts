import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** A key that others trust, as it is written in configs: `visuals-public-` and 32 bytes of Ed25519 (RFC 8032) in base64url. */
export interface PublicKey {
  /** The first 16 hex digits of the SHA-256 of its bytes; stands in paths. */
  readonly id: string;
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

/** A key that signs: `visuals-secret-` and a seed of 32 bytes in base64url. It never stands in a config. */
export interface SigningKey {
  readonly id: string;
  /** What others write into their configs. */
  readonly publicText: string;
  sign(message: Uint8Array): Uint8Array;
}

const publicPrefix = 'visuals-public-';
const secretPrefix = 'visuals-secret-';

/** What comes before the bytes of a key in its DER forms (RFC 8410). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new pair of keys, as text. */
export function createKeyPair(): { readonly secretText: string; readonly publicText: string } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Head.byteLength);
  return { secretText: `${secretPrefix}${seed.toString('base64url')}`, publicText: formatPublic(privateKey) };
}

/** Reads a public key; undefined when the text is none. */
export function readPublicKey(text: string): PublicKey | undefined {
  const bytes = readBytes(text, publicPrefix);
  if (bytes === undefined) return undefined;
  const key = createPublicKey({ key: Buffer.concat([spkiHead, bytes]), format: 'der', type: 'spki' });
  return { id: identify(bytes), verify: (message, signature) => signature.byteLength === 64 && verify(null, message, key, signature) };
}

/** Reads a secret key; undefined when the text is none. */
export function readSigningKey(text: string): SigningKey | undefined {
  const seed = readBytes(text.trim(), secretPrefix);
  if (seed === undefined) return undefined;
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  return { id: identify(rawPublic(key)), publicText: formatPublic(key), sign: (message) => sign(null, message, key) };
}

function readBytes(text: string, prefix: string): Buffer | undefined {
  const encoded = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  return /^[\w-]{43}$/.test(encoded) ? Buffer.from(encoded, 'base64url') : undefined;
}

function formatPublic(key: KeyObject): string {
  return `${publicPrefix}${rawPublic(key).toString('base64url')}`;
}

function rawPublic(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiHead.byteLength);
}

function identify(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
