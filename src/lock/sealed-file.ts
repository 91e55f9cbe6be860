import { readFileSync } from 'node:fs';
import { computeDigest, formatCanonical } from '../keys/canonical.ts';
import { readErrorCode } from '../model/error-code.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { writeFileAtomic } from '../store/write-file.ts';

/** Writes an object durably as JSON, with a digest of itself: a bit that flips later is noticed. */
export function writeSealed(path: string, value: object): void {
  const plain = parse(JSON.stringify(value));
  writeFileAtomic(path, JSON.stringify({ ...plain, sum: computeSum(plain) }), { durable: true, mode: 0o600 });
}

/** @returns `damaged` when the file is there and is not what was written; undefined when it is not there */
export function readSealed(path: string): JsonObject | 'damaged' | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  try {
    const { sum, ...value } = parse(text);
    // Notes of the first version had no digest.
    return sum !== undefined && sum !== computeSum(value) ? 'damaged' : value;
  } catch {
    return 'damaged';
  }
}

/** @throws Error where the text is no object */
function parse(text: string): JsonObject {
  const value: Json = JSON.parse(text);
  if (!isObject(value)) throw new TypeError('no object');
  return value;
}

function computeSum(value: JsonObject): string {
  return computeDigest(formatCanonical(value));
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    return '';
  }
}
