import { computeActionKey, formatCanonical } from '../keys/canonical.ts';
import { isDigest } from '../model/digest.ts';
import type { ActionResult } from '../model/outcome.ts';
import type { KeyedAction } from '../spec/shared-results.ts';

/** The most bytes that the entry of one result is believed to have. */
export const mostEntryBytes = 4 * 1024 * 1024;

/** The content of an entry: what was made, and of what. */
export function formatResultEntry({ kind, record }: KeyedAction, result: ActionResult): Uint8Array {
  return Buffer.from(JSON.stringify({ kind, record, result }));
}

/**
 * Reads the content of an entry whose signature holds.
 * @returns undefined when it is about another action than the one that was asked for, or no result
 */
export function parseResultEntry(content: Uint8Array, { kind, key, record }: KeyedAction): ActionResult | undefined {
  const entry = parseJson(content) as { readonly kind?: unknown; readonly record?: unknown; readonly result?: unknown } | undefined;
  // The key is made once more from what the entry says of itself: a signature under a wrong name is no use to anybody.
  if (entry?.kind !== kind || !isRecord(entry.record) || formatCanonical(entry.record) !== formatCanonical(record)) return undefined;
  return computeActionKey(kind, entry.record) === key && isActionResult(entry.result) ? entry.result : undefined;
}

/** Whether a value has the shape of a result. */
export function isActionResult(value: unknown): value is ActionResult {
  const result = value as Partial<Record<keyof ActionResult, unknown>> | null;
  if (typeof result !== 'object' || result === null) return false;
  const isNamed = typeof result.digest === 'string' && isDigest(result.digest);
  return isNamed && typeof result.stored === 'boolean' && Number.isSafeInteger(result.bytes) && typeof result.facts === 'object' && result.facts !== null;
}

function isRecord(value: unknown): value is KeyedAction['record'] {
  return typeof value === 'object' && value !== null && Object.values(value).every((field) => typeof field === 'string');
}

function parseJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8'));
  } catch {
    return undefined;
  }
}
