import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pid } from 'node:process';
import { locked } from '../diagnostics/storage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { readErrorCode } from '../model/error-code.ts';
import type { Clock } from '../spec/clock.ts';
import { identifySelf, isAlive } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { toStorageError } from './write-file.ts';

/** Who holds a project's lock. */
export interface LockOwner extends ProcessIdentity {
  /** Wall time, for people. */
  readonly since: string;
}

/** How to get the lock. */
export interface AcquireOptions {
  /** Absolute. */
  readonly path: string;
  readonly clock: Clock;
  /** Milliseconds to wait for another build. */
  readonly wait: number;
  readonly onWait?: (owner: LockOwner) => void;
  readonly signal?: AbortSignal;
}

/** Pause between two looks at a lock that somebody else holds: a dead owner is noticed well within two seconds. */
const pollMilliseconds = 100;

/**
 * Takes the project's build lock; that of a dead process is taken over.
 * @returns a function that gives it back
 * @throws VisualsError `LOCKED`, `STORAGE_IO`
 */
export async function acquireBuildLock({ path, clock, wait, onWait, signal }: AcquireOptions): Promise<() => void> {
  const mine = JSON.stringify(describeSelf(clock));
  const deadline = clock.monotonic() + wait;
  for (let announced = false; ; announced = true) {
    const owner = tryAcquire(path, mine);
    if (owner === undefined) return () => releaseBuildLock(path, mine);
    if (clock.monotonic() >= deadline || signal?.aborted) throw new VisualsError(locked({ pid: owner.pid, host: owner.host, since: owner.since }));
    if (!announced) onWait?.(owner);
    await clock.sleep(pollMilliseconds, signal);
  }
}

/** Who holds the lock, if anybody alive does. */
export function readLockOwner(path: string): LockOwner | undefined {
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  const owner = parseOwner(text);
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

/** Removes a lock whoever holds it; for `visuals unlock`. */
export function removeBuildLock(path: string): void {
  rmSync(path, { force: true });
}

function describeSelf(clock: Clock): LockOwner {
  return { ...identifySelf(), since: new Date(clock.now()).toISOString() };
}

/** @returns the owner that stands in the way, or undefined when the lock is ours now */
function tryAcquire(path: string, mine: string): LockOwner | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, mine, { flag: 'wx' });
    return undefined;
  } catch (error) {
    if (readErrorCode(error) !== 'EEXIST') throw toStorageError(error, path);
  }
  const text = readIfThere(path);
  if (text === undefined) return tryAcquire(path, mine);
  const owner = parseOwner(text);
  if (owner !== undefined && isAlive(owner)) return owner;
  removeStale(path, text);
  return tryAcquire(path, mine);
}

/** Only one process can move a given file away; whoever finds that it moved a live lock puts it back. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path);
  } catch {
    // Another process was quicker: the next look tells who has it.
  }
  rmSync(aside, { force: true });
}

function releaseBuildLock(path: string, mine: string): void {
  if (readIfThere(path) === mine) rmSync(path, { force: true });
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as LockOwner;
    return Number.isInteger(owner.pid) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
