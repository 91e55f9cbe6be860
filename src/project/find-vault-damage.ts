import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import { listBought } from './list-bought.ts';
import { vaultName } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';

/** A bought picture that is not what the lock says. */
export interface VaultDamage {
  readonly digest: Digest;
  readonly state: 'missing' | 'damaged';
}

/** Pictures of the lock that are missing from the vault, or are not what their digest says. Unlike `vault verify` it needs no lock and sets nothing aside. */
export function findVaultDamage(root: string, { book }: Treasury, signal?: AbortSignal): readonly VaultDamage[] {
  return listBought(book).flatMap((digest) => {
    signal?.throwIfAborted();
    const state = readIntact(root, digest);
    return typeof state === 'string' ? [{ digest, state }] : [];
  });
}

/** The bytes of a bought picture, or why there are none. */
export function readIntact(root: string, digest: Digest): Uint8Array | 'missing' | 'damaged' {
  try {
    const bytes = readFileSync(join(root, formatVaultPath(digest)));
    return computeDigest(bytes) === digest ? bytes : 'damaged';
  } catch {
    return 'missing';
  }
}

/** Where a bought picture lies, relative to the root. */
export function formatVaultPath(digest: Digest): string {
  return `${vaultName}/${digest.slice(0, 2)}/${digest}`;
}
