import { join } from 'node:path';
import { computeDigest } from '../keys/canonical.ts';
import { lockName } from '../lock/lock-file.ts';
import { readFileSync } from 'node:fs';
import { readStamp } from '../store/file-stamp.ts';
import { isFresh, readSnapshot, writeSnapshot } from '../store/snapshot.ts';
import type { Host } from './host.ts';
import { locateState } from './state-paths.ts';

/**
 * Whether the published pictures are those of the sources as they lie there, by stats alone. What only the lock says, such as approvals, is left aside:
 * it changes no pixel that was not chosen by a build.
 */
export function isPublishedFresh(host: Host): boolean {
  const snapshot = readSnapshot(locateState(host.root).snapshot);
  if (snapshot === undefined) return false;
  const at = snapshot.files.indexOf(lockName);
  const files = at < 0 ? snapshot.files : snapshot.files.toSpliced(at, 3);
  return isFresh({ ...snapshot, files }, { ...host, request: snapshot.request });
}

/** Does work that changes nothing in the lock but what people said, and tells the snapshot, so that the next build still finds nothing to do. */
export function followLock(host: Host, work: () => void): void {
  const path = join(host.root, lockName);
  const before = readStamp(path);
  work();
  const paths = locateState(host.root);
  const snapshot = readSnapshot(paths.snapshot);
  const at = snapshot?.files.indexOf(lockName) ?? -1;
  const after = readStamp(path);
  if (snapshot === undefined || after === undefined || at < 0 || snapshot.files[at + 1] !== before) return;
  writeSnapshot(paths.snapshot, { ...snapshot, files: snapshot.files.toSpliced(at, 3, lockName, after, computeDigest(readFileSync(path))) });
}
