import { computeActionKey } from '../keys/canonical.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { Workspace } from './workspace.ts';

/** What is to be remembered, and what it depends on. */
export interface Memo<Value> {
  /** Names the sort of value in the key. */
  readonly kind: string;
  readonly record: KeyRecord;
  /** Plain data, so that a hit is what a miss would have been. */
  readonly compute: () => Promise<Value>;
}

/** Gives what an earlier build computed from the same record, or computes and stores it. */
export async function rememberJson<Value extends object>({ index, store }: Workspace, { kind, record, compute }: Memo<Value>): Promise<Value> {
  const key = computeActionKey(kind, record);
  const known = index.get(key);
  const bytes = known && (await store.read(known.digest));
  if (bytes !== undefined) return JSON.parse(Buffer.from(bytes).toString()) as Value;
  const value = await compute();
  const text = Buffer.from(JSON.stringify(value));
  index.set(key, { digest: await store.write(text), stored: true, bytes: text.byteLength, facts: {} });
  return value;
}
