import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paidBlobCorrupt } from '../diagnostics/lock.ts';
import { computeDigest } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import { vaultName } from './open-paid-art.ts';
import type { Treasury } from './open-paid-art.ts';

/** Pictures of the lock that are missing from the vault, or are not what their digest says. Unlike `vault verify` it needs no lock and sets nothing aside. */
export function findVaultDamage(root: string, { book }: Treasury, signal?: AbortSignal): readonly Diagnostic[] {
  const digests = [...new Set(book.lines().flatMap((line) => (line.type === 'picture' ? [line.digest] : [])))];
  return digests.flatMap((digest) => {
    signal?.throwIfAborted();
    const found = readIntact(root, digest);
    return typeof found === 'string' ? [paidBlobCorrupt({ digest, state: found })] : [];
  });
}

/** The bytes of a bought picture, or why there are none. */
export function readIntact(root: string, digest: Digest): Uint8Array | 'missing' | 'damaged' {
  try {
    const bytes = readFileSync(join(root, vaultName, digest.slice(0, 2), digest));
    return computeDigest(bytes) === digest ? bytes : 'damaged';
  } catch {
    return 'missing';
  }
}
