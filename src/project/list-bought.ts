import type { LockBook } from '../lock/lock-book.ts';
import type { Digest } from '../model/digest.ts';

/** The different pictures that a lock names. */
export function listBought(book: LockBook): readonly Digest[] {
  return [...new Set(book.lines().flatMap((line) => (line.type === 'picture' ? [line.digest] : [])))];
}
