import { createHash } from 'node:crypto';
import type { Digest } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import type { KeyRecord } from '../model/outcome.ts';

/** SHA-256 of bytes. */
export function computeDigest(bytes: Uint8Array | string): Digest {
  return computeJoinedDigest([bytes]);
}

/** SHA-256 of parts after one another. */
export function computeJoinedDigest(parts: Iterable<Uint8Array | string>): Digest {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex') as Digest;
}

/** Code-unit order: the same on every machine, whatever its locale. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** JSON with sorted keys: equal values give equal text. */
export function formatCanonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(formatCanonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as { readonly [key: string]: Json }).toSorted(([a], [b]) => compareCodeUnits(a, b));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${formatCanonical(each)}`).join(',')}}`;
}

/**
 * The action key of a record: SHA-256 over the task's kind and each field, sorted, every part framed by its byte length, so that no two
 * records run together (`["ab", "c"]` is not `["a", "bc"]`).
 */
export function computeActionKey(kind: string, record: KeyRecord): Digest {
  const fields = Object.keys(record).toSorted(compareCodeUnits);
  const parts = ['visuals-action-1', kind, ...fields.flatMap((field) => [field, record[field]!])];
  return computeDigest(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''));
}
