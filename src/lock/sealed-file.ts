import { readFileSync } from 'node:fs';
import { computeDigest, formatCanonical } from '../keys/canonical.ts';
import { readErrorCode } from '../model/error-code.ts';
import type { Json } from '../model/json.ts';
import { writeFileAtomic } from '../store/write-file.ts';

/** Writes an object durably as JSON, with a digest of itself: a bit that flips later is noticed. */
export function writeSealed(path: string, value: object): void {
  writeFileAtomic(path, JSON.stringify({ ...value, sum: computeSum(value) }), { durable: true, mode: 0o600 });
}

/** @returns `damaged` when the file is there and is not what was written; undefined when it is not there */
export function readSealed(path: string): { readonly [name: string]: unknown } | 'damaged' | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    const { sum, ...value } = JSON.parse(text) as { readonly [name: string]: unknown };
    // Notes of the first version had no digest.
    return sum !== undefined && sum !== computeSum(value) ? 'damaged' : value;
  } catch {
    return 'damaged';
  }
}

function computeSum(value: object): string {
  return computeDigest(formatCanonical(value as Json));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    return '';
  }
}
