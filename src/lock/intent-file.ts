import { isDigest } from '../model/digest.ts';
import type { Digest } from '../model/digest.ts';
import type { Intent, LedgerEntry } from './attempt.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

/** What a file says of an attempt. */
export interface IntentNote {
  readonly intent: Intent;
  /** Digest of the whole reply, once it came. */
  readonly reply?: Digest;
}

/** Writes an intent durably. */
export function writeIntent(path: string, { intent, reply }: IntentNote): void {
  writeSealed(path, { ...intent, ...(reply === undefined ? {} : { reply }) });
}

/** @returns `damaged` when the file is there and is not what was written; undefined when it is not there */
export function readIntent(path: string): IntentNote | 'damaged' | undefined {
  const noted = readSealed(path);
  if (typeof noted !== 'object') return noted;
  const { reply, ...intent } = noted;
  return isIntent(intent) ? { intent, ...(reply === undefined ? {} : { reply: reply as Digest }) } : 'damaged';
}

/** What is still legible in a damaged note or ledger line. */
export function salvage(text: string): Partial<Record<'attempt' | 'key' | 'art' | 'model' | 'at' | 'outcome' | 'cost' | 'reserved', string>> {
  const find = (pattern: RegExp): string | undefined => pattern.exec(text)?.[1];
  const found = {
    attempt: find(/"attempt":"([\w-]*)/),
    key: find(/"key":"([0-9a-f]{64})"/),
    art: find(/"art":"([\w./-]+)"/),
    model: find(/"model":"([\w.:/-]+)"/),
    at: find(/"at":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/),
    outcome: find(/"outcome":"(\w+)"/),
    cost: find(/"cost":(\d+(?:\.\d+)?(?:e-\d+)?)[,}]/),
    reserved: find(/"reserved":(\d+(?:\.\d+)?(?:e-\d+)?)[,}]/),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/**
 * A ledger line from what is legible.
 * @param known what stands for what is not; else that stays empty
 */
export function salvageEntry(text: string, rest: Pick<LedgerEntry, 'attempt' | 'outcome' | 'note'>, known: Partial<LedgerEntry> = {}): LedgerEntry {
  const { key = known.key ?? '', art = known.art ?? '', model = known.model ?? '', at = known.at ?? '', cost, reserved } = salvage(text);
  return { key: key as Digest, art, model, at, cost: Number(cost ?? reserved ?? known.cost ?? 0), requestId: known.requestId ?? '', ...rest };
}

function isIntent(value: Partial<Intent>): value is Intent {
  const isNamed = typeof value.attempt === 'string' && typeof value.art === 'string' && typeof value.at === 'string';
  const isCounted = typeof value.count === 'number' && typeof value.reserved === 'number';
  return isNamed && isCounted && isDigest(String(value.key)) && isObject(value.record) && isObject(value.request) && typeof value.request.model === 'string';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
